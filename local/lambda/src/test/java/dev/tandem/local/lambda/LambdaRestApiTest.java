package dev.tandem.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** AWS's own client against our service. */
class LambdaRestApiTest {
    @TempDir
    static Path folder;

    static LambdaService lambda;
    static HttpServer server;
    static LambdaClient client;

    @BeforeAll
    static void start() throws Exception {
        lambda = new LambdaService(LambdaOptions.in(folder.resolve("cache"), folder.resolve("work")));
        lambda.define(TestFunctions.probe(folder, "Probe"));
        lambda.define(TestFunctions.probe(folder, "Off").withReservedConcurrency(0));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(LambdaRestApi.PATH, new LambdaRestApi(lambda));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        client = LambdaClient.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(options -> options.retryStrategy(retries -> retries.maxAttempts(1)))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.stop(0);
        lambda.close();
    }

    @Test
    void invokesByNameAndByQualifiedArn() {
        for (String name :
                new String[] {"Probe", "Probe:live", "arn:aws:lambda:eu-central-1:000000000000:function:Probe:live"}) {
            InvokeResponse answer = invoke(name, "\"echo hello\"");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.functionError()).isNull();
            assertThat(answer.executedVersion()).isEqualTo("$LATEST");
            assertThat(answer.payload().asUtf8String()).isEqualTo("\"hello\"");
        }
    }

    @Test
    void aFunctionErrorIsAnAnswer() {
        InvokeResponse answer = invoke("Probe", "\"throw oh no\"");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.payload().asUtf8String()).contains("oh no");
    }

    @Test
    void theLogTailComesWithTheAnswer() {
        InvokeResponse answer = client.invoke(request -> request.functionName("Probe")
                .payload(SdkBytes.fromUtf8String("\"print from the function\""))
                .logType(LogType.TAIL));
        assertThat(new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8))
                .contains("from the function");
    }

    @Test
    void anEventIsAcceptedAndRunLater() throws Exception {
        long before = lambda.metrics("Probe").invocations();
        InvokeResponse answer = client.invoke(request -> request.functionName("Probe")
                .payload(SdkBytes.fromUtf8String("\"pid\""))
                .invocationType(InvocationType.EVENT));
        assertThat(answer.statusCode()).isEqualTo(202);
        LambdaServiceTest.await(() -> lambda.metrics("Probe").invocations() > before);
    }

    @Test
    void refusalsAreTheExceptionsOfTheSdk() {
        assertThatThrownBy(() -> invoke("Nobody", "{}")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> invoke("Off", "{}")).isInstanceOf(TooManyRequestsException.class);
        assertThatThrownBy(() -> invoke("Probe", "{\"a\":")).isInstanceOf(InvalidRequestContentException.class);
        assertThatThrownBy(() -> invoke("Probe", "{} trailing")).isInstanceOf(InvalidRequestContentException.class);
        assertThatThrownBy(() -> invoke("Probe", '"' + "x".repeat(7 << 20) + '"'))
                .isInstanceOf(RequestTooLargeException.class);
    }

    @Test
    void listsAndDescribesFunctions() {
        assertThat(client.listFunctions().functions())
                .extracting(FunctionConfiguration::functionName)
                .containsExactly("Off", "Probe");
        assertThat(client.getFunction(request -> request.functionName("Probe"))
                        .configuration()
                        .handler())
                .endsWith("ProbeHandler");
    }

    private static InvokeResponse invoke(String name, String payload) {
        return client.invoke(request -> request.functionName(name).payload(SdkBytes.fromUtf8String(payload)));
    }
}
