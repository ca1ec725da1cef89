package dev.tandem.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.stepfunctions.ExecutionSummary;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.model.Message;

class EmbeddedCloudTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    static Path folder;

    private static EmbeddedCloud cloud;

    @BeforeAll
    static void start() throws Exception {
        Path template = ShopFixture.build(folder);
        cloud = EmbeddedCloud.start(
                Options.ephemeral(template).withCache(folder.resolve("cache")).withProbe("/items/ready"));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static void drop(String key, String content) {
        String bucket = cloud.bucket("PartnerBucket");
        cloud.clients().s3().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private static List<Message> receive(String queue) {
        String url = cloud.awsEndpoint() + "/000000000000/" + queue;
        List<Message> messages = cloud.clients()
                .sqs()
                .receiveMessage(
                        request -> request.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(1))
                .messages();
        messages.forEach(message -> cloud.clients()
                .sqs()
                .deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle())));
        return messages;
    }

    @Test
    void aDroppedFileIsFoundThroughTheApi() throws Exception {
        assertThat(ShopFixture.get(cloud.apiUrl(), "/items/umbrella").statusCode())
                .isEqualTo(404);
        drop("drops/May 2026/stock+1.csv", "umbrella,12\nlantern,3\n");
        HttpResponse<String> found = ShopFixture.await(
                () -> ShopFixture.get(cloud.apiUrl(), "/items/umbrella"), answer -> answer.statusCode() == 200);
        assertThat(found.body()).contains("\"quantity\":\"12\"");
    }

    @Test
    void aFileOutsideThePrefixIsNoDrop() throws Exception {
        drop("elsewhere/stock.csv", "ghost,1");
        drop("drops/after.csv", "witness,1");
        ShopFixture.await(
                () -> ShopFixture.get(cloud.apiUrl(), "/items/witness"), answer -> answer.statusCode() == 200);
        assertThat(ShopFixture.get(cloud.apiUrl(), "/items/ghost").statusCode()).isEqualTo(404);
    }

    @Test
    void whatKeepsFailingEndsInTheDeadLetterQueueAndTheQueueGoesOn() throws Exception {
        drop("drops/bad.csv", "poison");
        drop("drops/good.csv", "scarf,1");
        ShopFixture.await(() -> ShopFixture.get(cloud.apiUrl(), "/items/scarf"), answer -> answer.statusCode() == 200);
        List<Message> dead = ShopFixture.await(
                () -> receive("DropDeadLetterQueue").stream()
                        .filter(message -> message.body().contains("bad.csv"))
                        .toList(),
                messages -> !messages.isEmpty());
        assertThat(dead).hasSize(1);
    }

    @Test
    void aFunctionMayOnlyDoWhatItsRoleAllows() throws Exception {
        HttpResponse<String> answer = ShopFixture.get(cloud.apiUrl(), "/items/forbidden");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("AccessDeniedException");
    }

    @Test
    void tokensAndKeysOpenTheirRoutesOnly() throws Exception {
        assertThat(ShopFixture.get(cloud.apiUrl(), "/mine").statusCode()).isEqualTo(401);
        HttpResponse<String> mine =
                ShopFixture.get(cloud.apiUrl(), "/mine", "Authorization", "Bearer " + cloud.token("anna", List.of()));
        assertThat(mine.body()).contains("anna");
        assertThat(ShopFixture.get(cloud.apiUrl(), "/partner", "x-api-key", "guessed")
                        .statusCode())
                .isEqualTo(403);
        assertThat(ShopFixture.get(cloud.apiUrl(), "/partner", "x-api-key", cloud.partnerKey())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFiredScheduleReachesItsTargetIfItsRoleAllows() throws Exception {
        cloud.fireSchedule("SweepSchedule");
        ShopFixture.await(
                () -> receive("DropDeadLetterQueue"),
                messages -> messages.stream().anyMatch(message -> message.body().startsWith("{\"sweep\":\"20")));
        assertThatThrownBy(() -> cloud.fireSchedule("ForbiddenSchedule")).hasMessageContaining("does not allow");
        assertThatThrownBy(() -> cloud.fireSchedule("Nobody")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aWorkflowCallsFunctionsAndQueuesAndItsWaitFollowsTheClock() throws Exception {
        try (JsonProtocol aws = new JsonProtocol(cloud.awsEndpoint())) {
            ObjectNode start = MAPPER.createObjectNode();
            start.put("stateMachineArn", "arn:aws:states:eu-central-1:000000000000:stateMachine:Report");
            start.put("input", "{\"id\":\"nobody\"}");
            String arn = aws.call("tandem", "AWSStepFunctions.StartExecution", start)
                    .path("executionArn")
                    .asText();
            ObjectNode execution = MAPPER.createObjectNode().put("executionArn", arn);
            ShopFixture.await(
                    () -> aws.call("tandem", "AWSStepFunctions.GetExecutionHistory", execution)
                            .toString(),
                    history -> history.contains("WaitStateEntered"));
            HttpResponse<String> moved =
                    ShopFixture.post(cloud.apiUrl(), "/_local/clock/advance", "{\"duration\":\"PT1H\"}");
            assertThat(moved.statusCode()).isEqualTo(200);
            JsonNode done = ShopFixture.await(
                    () -> aws.call("tandem", "AWSStepFunctions.DescribeExecution", execution),
                    answer -> !answer.path("status").asText().equals("RUNNING"));
            assertThat(done.path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(done.path("output").asText()).isEqualTo("{\"status\":404}");
            assertThat(receive("ReportQueue"))
                    .singleElement()
                    .satisfies(message -> assertThat(message.body()).isEqualTo("{\"status\":404}"));
            String page = ShopFixture.get(
                            cloud.apiUrl(), "/_local/execution?arn=" + URLEncoder.encode(arn, StandardCharsets.UTF_8))
                    .body();
            assertThat(page).contains("WaitStateEntered", "SUCCEEDED");
        }
    }

    @Test
    void aWorkflowMayOnlyDoWhatItsRoleAllows() throws Exception {
        String arn = cloud.stepFunctions()
                .startExecution(
                        "arn:aws:states:eu-central-1:000000000000:stateMachine:Trespass",
                        null,
                        MAPPER.createObjectNode())
                .executionArn();
        ExecutionSummary end = cloud.stepFunctions().completion(arn).get(30, TimeUnit.SECONDS);
        assertThat(end.error()).isEqualTo("DynamoDb.AccessDeniedException");
        assertThat(end.cause()).contains("dynamodb:GetItem").contains("SecretTable");
    }

    @Test
    void thePageShowsFunctionsQueuesSchedulesAndLogs() throws Exception {
        ShopFixture.get(cloud.apiUrl(), "/items/%3Cscript%3E");
        String page = ShopFixture.get(cloud.apiUrl(), "/_local").body();
        assertThat(page)
                .contains("LookUpItem", "DropDeadLetterQueue", "SweepSchedule", "looking up &lt;script&gt;")
                .doesNotContain("<script>\n\n", "looking up <script>", "src=", "http-equiv");
        JsonNode state = MAPPER.readTree(
                ShopFixture.get(cloud.apiUrl(), "/_local/state.json").body());
        JsonNode lookUp = StreamSupport.stream(state.path("functions").spliterator(), false)
                .filter(function -> function.path("name").asText().equals("LookUpItem"))
                .findFirst()
                .orElseThrow();
        assertThat(lookUp.path("invocations").asInt()).isPositive();
        assertThat(lookUp.path("coldStarts").asInt()).isPositive();
        JsonNode connection = MAPPER.readTree(
                ShopFixture.get(cloud.apiUrl(), "/_local/connection.json").body());
        assertThat(connection.path("api").asText()).isEqualTo(cloud.apiUrl().toString());
        assertThat(connection.path("partnerBucket").asText()).isEqualTo("tandem-partner-bucket");
    }

    @Test
    void theLeversRefuseWhatIsWrong() throws Exception {
        HttpResponse<String> fired = ShopFixture.post(cloud.apiUrl(), "/_local/schedules/SweepSchedule/fire", "");
        assertThat(fired.statusCode()).isEqualTo(202);
        assertThat(ShopFixture.post(cloud.apiUrl(), "/_local/schedules/No%2Fbody/fire", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(ShopFixture.post(cloud.apiUrl(), "/_local/schedules/ForbiddenSchedule/fire", "")
                        .body())
                .contains("SCHEDULE_FAILED");
        assertThat(ShopFixture.get(cloud.apiUrl(), "/_local/schedules/SweepSchedule/fire")
                        .statusCode())
                .isEqualTo(405);
        for (String body : List.of("", "{}", "{\"duration\":\"-PT1H\"}", "{\"seconds\":-1}", "nonsense", "[1]")) {
            assertThat(ShopFixture.post(cloud.apiUrl(), "/_local/clock/advance", body)
                            .statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(ShopFixture.get(cloud.apiUrl(), "/_local/nothing").statusCode())
                .isEqualTo(404);
    }

    @Test
    void lambdaAnswersTheProtocolOfAws() throws Exception {
        HttpResponse<String> answer = ShopFixture.post(
                cloud.awsEndpoint(),
                "/2015-03-31/functions/LookUpItem/invocations",
                "{\"pathParameters\":{\"id\":\"nobody\"}}");
        assertThat(MAPPER.readTree(answer.body()).path("statusCode").asInt()).isEqualTo(404);
    }
}
