package dev.tandem.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tandem.local.stepfunctions.ExecutionStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RestartTest {

    private static final String REPORT = "arn:aws:states:eu-central-1:000000000000:stateMachine:Report";

    @TempDir
    Path folder;

    @Test
    void everythingThatLastsIsThereAfterARestart() throws Exception {
        Options options = Options.ephemeral(ShopFixture.build(folder))
                .withState(folder.resolve("state"))
                .withCache(folder.resolve("cache"));
        String partnerKey;
        String token;
        String execution;
        List<Long> children;
        try (EmbeddedCloud cloud = EmbeddedCloud.start(options)) {
            cloud.clients()
                    .dynamoDb()
                    .putItem(request -> request.tableName("ItemTable")
                            .item(Map.of("pk", AttributeValue.fromS("lamp"), "quantity", AttributeValue.fromN("7"))));
            cloud.clients()
                    .s3()
                    .putObject(
                            request -> request.bucket(cloud.bucket("PartnerBucket"))
                                    .key("reports/a.json"),
                            RequestBody.fromString("kept"));
            cloud.clients()
                    .sqs()
                    .sendMessage(request -> request.queueUrl(cloud.awsEndpoint() + "/000000000000/ReportQueue")
                            .messageBody("kept"));
            execution = cloud.stepFunctions()
                    .startExecution(REPORT, "sleeper", new ObjectMapper().readTree("{\"id\":\"lamp\"}"))
                    .executionArn();
            ShopFixture.await(
                    () -> cloud.stepFunctions().history(execution).toString(),
                    text -> text.contains("WaitStateEntered"));
            partnerKey = cloud.partnerKey();
            token = cloud.token("anna", List.of());
            children = cloud.lambda().metrics("LookUpItem").processIds();
            assertThat(children).isNotEmpty();
            assertThatThrownBy(() -> EmbeddedCloud.start(options)).hasMessageContaining("in use by another Tandem");
        }
        assertThat(children)
                .allSatisfy(pid -> ShopFixture.await(
                        () -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), alive -> !alive));

        try (EmbeddedCloud cloud = EmbeddedCloud.start(options)) {
            assertThat(ShopFixture.get(cloud.apiUrl(), "/items/lamp").body()).contains("\"7\"");
            assertThat(cloud.clients()
                            .s3()
                            .getObjectAsBytes(request -> request.bucket(cloud.bucket("PartnerBucket"))
                                    .key("reports/a.json"))
                            .asUtf8String())
                    .isEqualTo("kept");
            assertThat(cloud.clients()
                            .sqs()
                            .receiveMessage(
                                    request -> request.queueUrl(cloud.awsEndpoint() + "/000000000000/ReportQueue"))
                            .messages())
                    .singleElement()
                    .satisfies(message -> assertThat(message.body()).isEqualTo("kept"));
            assertThat(cloud.partnerKey()).isEqualTo(partnerKey);
            assertThat(ShopFixture.get(cloud.apiUrl(), "/mine", "Authorization", token)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(cloud.stepFunctions().describe(execution).status()).isEqualTo(ExecutionStatus.RUNNING);
            cloud.clock().advance(Duration.ofHours(1));
            assertThat(cloud.stepFunctions()
                            .completion(execution)
                            .get(30, TimeUnit.SECONDS)
                            .status())
                    .isEqualTo(ExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void aStartThatFailsSaysWhyInOneLineAndLeavesNothingBehind() throws Exception {
        Path template = ShopFixture.build(folder);
        Options options = Options.ephemeral(template).withCache(folder.resolve("cache"));
        assertThatThrownBy(() -> EmbeddedCloud.start(Options.ephemeral(folder.resolve("none.json"))))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("there is no template at");
        assertThatThrownBy(() -> EmbeddedCloud.start(options.withProbe("/unknown")))
                .hasMessageContaining("/unknown gave 404");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = Math.min(taken.getLocalPort(), 65_533);
            assertThatThrownBy(() -> EmbeddedCloud.start(options.withPort(port)))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("--port");
        }
        Path state = folder.resolve("damaged");
        EmbeddedCloud.start(options.withState(state)).close();
        damage(state.resolve("dynamodb"));
        assertThatThrownBy(() -> EmbeddedCloud.start(options.withState(state)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(state.resolve("dynamodb").toString())
                .message()
                .doesNotContain("\n");
        Files.delete(template.resolveSibling("shop.zip"));
        assertThatThrownBy(() -> EmbeddedCloud.start(options)).hasMessageContaining("is not built");
    }

    private static void damage(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "this is no database, whatever its name says. ".repeat(200));
            }
        }
    }
}
