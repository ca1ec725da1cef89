package dev.tandem.local.backends;

import static dev.tandem.local.backends.LocalStores.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FrontDoorTest {
    private static final String SIGNATURE =
            "AWS4-HMAC-SHA256 Credential=KEY1/20260101/eu-central-1/any/aws4_request, SignedHeaders=host, Signature=0";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();
    private static FrontDoor door;
    private static SqsBackend sqs;

    @BeforeAll
    static void start() {
        door = FrontDoor.bind(0).authorizer((key, action, resource) -> {
            ASKED.add(key + " " + action + " " + resource);
            return resource.contains("Forbidden")
                    ? Authorizer.Decision.deny("arn:aws:iam::000000000000:role/" + key)
                    : Authorizer.Decision.allow();
        });
        sqs = SqsBackend.start(null, door.endpoint());
        sqs.createQueue("Query", json("{}"));
        door.attachSqs(sqs.endpoint());
        door.attachTarget("AWSStepFunctions", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
        door.attachLambda(exchange -> {
            byte[] answer = exchange.getRequestURI().getPath().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, answer.length);
            exchange.getResponseBody().write(answer);
        });
    }

    @AfterAll
    static void stop() {
        door.close();
        sqs.close();
        HTTP.close();
    }

    @Test
    void theQueryProtocolIsSpokenToo() throws Exception {
        var sent = post("/000000000000/Query", form(), "Action=SendMessage&MessageBody=a%20b%26c&Version=2012-11-05");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        assertThat(sent.body()).contains("<SendMessageResponse");
        assertThat(ASKED).contains("KEY1 sqs:SendMessage arn:aws:sqs:eu-central-1:000000000000:Query");

        var received = post("/", form(), "Action=ReceiveMessage&QueueUrl=" + door.endpoint() + "/000000000000/Query");
        assertThat(received.body()).contains("a b&amp;c");

        var refused = post("/000000000000/Forbidden", form(), "Action=DeleteQueue");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("<Code>AccessDenied</Code>").contains("sqs:DeleteQueue");
    }

    @Test
    void targetsAndLambdaPathsGoToTheirHandlersWithTheBodyUnread() throws Exception {
        String body = "{\"stateMachineArn\":\"arn:aws:states:eu-central-1:000000000000:stateMachine:Night\"}";
        var states = post("/", List.of("X-Amz-Target", "AWSStepFunctions.StartExecution"), body);
        assertThat(states.body()).isEqualTo(body);
        assertThat(ASKED)
                .contains("KEY1 states:StartExecution arn:aws:states:eu-central-1:000000000000:stateMachine:Night");

        var invoked = post("/2015-03-31/functions/LookupStock/invocations", List.of(), "{}");
        assertThat(invoked.statusCode()).isEqualTo(202);
        assertThat(ASKED)
                .contains("KEY1 lambda:InvokeFunction arn:aws:lambda:eu-central-1:000000000000:function:LookupStock");

        var refused = post("/2015-03-31/functions/Forbidden/invocations", List.of(), "{}");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("x-amzn-ErrorType")).hasValue("AccessDeniedException");
    }

    @Test
    void whatNobodyServesIsAClearError() throws Exception {
        assertThat(post("/some-bucket/key", List.of(), "x").statusCode()).isEqualTo(404);
        var unattached = post("/", List.of("X-Amz-Target", "DynamoDB_20120810.ListTables"), "{}");
        assertThat(unattached.statusCode()).isEqualTo(503);
        var malformed = post("/", List.of("X-Amz-Target", "AmazonSQS.SendMessage"), "{\"QueueUrl\":");
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(malformed.body()).contains("SerializationException");
        var list = post("/", List.of("X-Amz-Target", "AmazonSQS.SendMessage"), "[1]");
        assertThat(list.statusCode()).isEqualTo(400);
        var strange = post("/", List.of("X-Amz-Target", "AmazonSQS.SendMessage"), "{\"QueueUrl\":\"not a url\"}");
        assertThat(strange.statusCode()).isBetween(400, 499);
    }

    @Test
    void aPortInUseIsOneClearSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> FrontDoor.bind(taken.getLocalPort()))
                    .isInstanceOf(BackendException.class)
                    .hasMessage(
                            "Port " + taken.getLocalPort() + " of 127.0.0.1 cannot be used: Address already in use");
        }
    }

    private static List<String> form() {
        return List.of("Content-Type", "application/x-www-form-urlencoded");
    }

    private static HttpResponse<String> post(String path, List<String> headers, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(door.endpoint() + path))
                .header("Authorization", SIGNATURE)
                .POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
