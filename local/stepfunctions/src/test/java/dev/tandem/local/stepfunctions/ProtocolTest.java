package dev.tandem.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/** The AWS SDK's own client drives the engine over HTTP. */
class ProtocolTest {
    private static final String TOKEN_MACHINE = """
            'StartAt':'Ask','States':{'Ask':{'Type':'Task','Resource':'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
              'Arguments':{'QueueUrl':'q','MessageBody':{'token':'{% $states.context.Task.Token %}'}},
              'Catch':[{'ErrorEquals':['Refused'],'Next':'No'}],'End':true},
              'No':{'Type':'Pass','End':true}}""";

    private final Lab lab = new Lab();
    private HttpServer server;
    private SfnClient client;

    @BeforeEach
    void serve() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            AwsJson answer = lab.engine.handle(
                    exchange.getRequestHeaders().getFirst("X-Amz-Target"), mapper.readTree(exchange.getRequestBody()));
            byte[] bytes = mapper.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        client = SfnClient.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        server.stop(0);
        lab.close();
    }

    @Test
    void startsDescribesAndTellsTheHistory() {
        lab.machine(
                "'StartAt':'A','States':{'A':{'Type':'Pass','Assign':{'x':1},'Next':'B'},'B':{'Type':'Succeed','Output':'{% $x %}'}}");
        String arn = client.startExecution(
                        r -> r.stateMachineArn(Lab.ARN).name("first").input("{\"a\":1}"))
                .executionArn();
        assertThat(arn).isEqualTo("arn:aws:states:eu-central-1:000000000000:execution:Test:first");
        lab.finish(arn);
        var described = client.describeExecution(r -> r.executionArn(arn));
        assertThat(described.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(described.output()).isEqualTo("1");
        assertThat(described.input()).isEqualTo("{\"a\":1}");
        assertThat(described.startDate()).isEqualTo(Lab.START);
        assertThat(described.stopDate()).isEqualTo(Lab.START);
        List<HistoryEvent> events =
                client.getExecutionHistory(r -> r.executionArn(arn)).events();
        assertThat(events)
                .extracting(HistoryEvent::type)
                .containsExactly(
                        HistoryEventType.EXECUTION_STARTED,
                        HistoryEventType.PASS_STATE_ENTERED,
                        HistoryEventType.PASS_STATE_EXITED,
                        HistoryEventType.SUCCEED_STATE_ENTERED,
                        HistoryEventType.SUCCEED_STATE_EXITED,
                        HistoryEventType.EXECUTION_SUCCEEDED);
        assertThat(events).extracting(HistoryEvent::id).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(events).extracting(HistoryEvent::previousEventId).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(events.get(1).stateEnteredEventDetails().input()).isEqualTo("{\"a\":1}");
        assertThat(events.get(2).stateExitedEventDetails().assignedVariables()).containsEntry("x", "1");
        assertThat(events.get(0).timestamp()).isEqualTo(Lab.START);
        assertThat(client.getExecutionHistory(r -> r.executionArn(arn).reverseOrder(true))
                        .events()
                        .getFirst()
                        .type())
                .isEqualTo(HistoryEventType.EXECUTION_SUCCEEDED);
    }

    @Test
    void pagesThroughHistoryAndExecutions() {
        lab.machine("'StartAt':'A','States':{'A':{'Type':'Pass','End':true}}");
        for (int i = 0; i < 5; i++) {
            lab.run("{}");
        }
        assertThat(client.listExecutionsPaginator(
                                r -> r.stateMachineArn(Lab.ARN).maxResults(2))
                        .executions())
                .hasSize(5);
        String arn = client.listExecutions(r -> r.stateMachineArn(Lab.ARN))
                .executions()
                .getFirst()
                .executionArn();
        assertThat(client.getExecutionHistoryPaginator(r -> r.executionArn(arn).maxResults(1))
                        .events())
                .hasSize(4);
        assertThat(client.listExecutions(r -> r.stateMachineArn(Lab.ARN).statusFilter(ExecutionStatus.FAILED))
                        .executions())
                .isEmpty();
    }

    @Test
    void listsAndDescribesStateMachines() {
        lab.machine("'StartAt':'A','States':{'A':{'Type':'Pass','End':true}}");
        assertThat(client.listStateMachines().stateMachines()).singleElement().satisfies(machine -> {
            assertThat(machine.stateMachineArn()).isEqualTo(Lab.ARN);
            assertThat(machine.name()).isEqualTo("Test");
        });
        assertThat(client.describeStateMachine(r -> r.stateMachineArn(Lab.ARN)).definition())
                .contains("\"StartAt\":\"A\"");
    }

    @Test
    void theSameNameWithTheSameInputIsTheSameExecutionWhileItRuns() {
        lab.machine("'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':9,'End':true}}");
        String first = client.startExecution(
                        r -> r.stateMachineArn(Lab.ARN).name("n").input("{}"))
                .executionArn();
        assertThat(client.startExecution(
                                r -> r.stateMachineArn(Lab.ARN).name("n").input("{ }"))
                        .executionArn())
                .isEqualTo(first);
        assertThatThrownBy(() -> client.startExecution(
                        r -> r.stateMachineArn(Lab.ARN).name("n").input("{\"a\":1}")))
                .isInstanceOf(ExecutionAlreadyExistsException.class);
        assertThat(client.stopExecution(r -> r.executionArn(first).error("E").cause("C"))
                        .stopDate())
                .isEqualTo(Lab.START);
        assertThat(client.describeExecution(r -> r.executionArn(first)))
                .satisfies(d -> assertThat(d.status()).isEqualTo(ExecutionStatus.ABORTED))
                .satisfies(d -> assertThat(d.error()).isEqualTo("E"))
                .satisfies(d -> assertThat(d.cause()).isEqualTo("C"));
        assertThatThrownBy(() -> client.startExecution(
                        r -> r.stateMachineArn(Lab.ARN).name("n").input("{}")))
                .isInstanceOf(ExecutionAlreadyExistsException.class);
    }

    @Test
    void refusalsHaveTheTypesOfTheService() {
        lab.machine("'StartAt':'A','States':{'A':{'Type':'Pass','End':true}}");
        assertThatThrownBy(() -> client.startExecution(r -> r.stateMachineArn(Lab.ARN + "X")))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() ->
                        client.startExecution(r -> r.stateMachineArn(Lab.ARN).input("{")))
                .isInstanceOf(InvalidExecutionInputException.class);
        assertThatThrownBy(() ->
                        client.startExecution(r -> r.stateMachineArn(Lab.ARN).name("a b")))
                .isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> client.describeExecution(r -> r.executionArn("arn:none")))
                .isInstanceOf(ExecutionDoesNotExistException.class);
        assertThatThrownBy(() -> client.sendTaskSuccess(r -> r.taskToken("none").output("{}")))
                .isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(() -> client.createActivity(r -> r.name("a")))
                .isInstanceOf(SfnException.class)
                .hasMessageContaining("CreateActivity");
    }

    @Test
    void taskTokensAreAnsweredOnce() {
        lab.machine(TOKEN_MACHINE).on("sendMessage", Lab.answer("{'MessageId':'m'}"));
        String arn = client.startExecution(r -> r.stateMachineArn(Lab.ARN)).executionArn();
        Lab.until(() -> lab.types(arn).contains("TaskSubmitted"));
        String token = lab.calls
                .getFirst()
                .arguments()
                .path("MessageBody")
                .path("token")
                .asText();
        client.sendTaskHeartbeat(r -> r.taskToken(token));
        client.sendTaskSuccess(r -> r.taskToken(token).output("{\"ok\":true}"));
        lab.finish(arn);
        assertThat(client.describeExecution(r -> r.executionArn(arn)).output()).isEqualTo("{\"ok\":true}");
        assertThatThrownBy(() -> client.sendTaskSuccess(r -> r.taskToken(token).output("{}")))
                .isInstanceOf(TaskTimedOutException.class);
    }

    @Test
    void aTaskTokenCanFailTheTask() {
        lab.machine(TOKEN_MACHINE).on("sendMessage", Lab.answer("{'MessageId':'m'}"));
        String arn = client.startExecution(r -> r.stateMachineArn(Lab.ARN)).executionArn();
        Lab.until(() -> lab.types(arn).contains("TaskSubmitted"));
        String token = lab.calls
                .getFirst()
                .arguments()
                .path("MessageBody")
                .path("token")
                .asText();
        client.sendTaskFailure(r -> r.taskToken(token).error("Refused").cause("not today"));
        lab.finish(arn);
        assertThat(client.describeExecution(r -> r.executionArn(arn)).output())
                .isEqualTo("{\"Error\":\"Refused\",\"Cause\":\"not today\"}");
        assertThat(client.getExecutionHistory(r -> r.executionArn(arn)).events())
                .extracting(HistoryEvent::type)
                .containsSubsequence(
                        HistoryEventType.TASK_SCHEDULED,
                        HistoryEventType.TASK_STARTED,
                        HistoryEventType.TASK_SUBMITTED,
                        HistoryEventType.TASK_FAILED,
                        HistoryEventType.TASK_STATE_EXITED);
    }

    @Test
    void childrenOfADistributedMapAreListedByTheirRun() {
        lab.machine("""
                'StartAt':'M','States':{'M':{'Type':'Map','Label':'Each','Items':[1,2,3],'ItemProcessor':{
                  'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},
                  'StartAt':'P','States':{'P':{'Type':'Pass','End':true}}},'End':true}}""");
        String arn = client.startExecution(r -> r.stateMachineArn(Lab.ARN)).executionArn();
        lab.finish(arn);
        String run = client.listMapRuns(r -> r.executionArn(arn))
                .mapRuns()
                .getFirst()
                .mapRunArn();
        List<ExecutionListItem> children =
                client.listExecutions(r -> r.mapRunArn(run)).executions();
        assertThat(children)
                .hasSize(3)
                .allSatisfy(child -> assertThat(child.stateMachineArn()).isEqualTo(Lab.ARN + "/Each"));
        assertThat(client.describeExecution(
                                r -> r.executionArn(children.getFirst().executionArn()))
                        .status())
                .isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(client.describeMapRun(r -> r.mapRunArn(run)).itemCounts().succeeded())
                .isEqualTo(3);
        assertThat(client.listExecutions(r -> r.stateMachineArn(Lab.ARN)).executions())
                .hasSize(1);
    }
}
