package dev.tandem.commons;

import java.time.Duration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * AWS clients, built once per function process. Region, credentials and endpoint come from the environment that Lambda sets, so
 * the same code runs on AWS and in the embedded cloud. The JDK's own HTTP client library keeps the cold start short.
 */
public final class Clients {
    private Clients() {}

    public static DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder().httpClient(http()).build();
    }

    public static SqsClient sqs() {
        return SqsClient.builder().httpClient(http()).build();
    }

    public static S3Client s3() {
        return S3Client.builder()
                .httpClient(http())
                .overrideConfiguration(override -> override.addExecutionInterceptor(new WithoutExpect()))
                .build();
    }

    /** Asking S3 whether it will take a file (Expect: 100-continue) costs a round trip, and our files are small. */
    private static final class WithoutExpect implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().toBuilder().removeHeader("Expect").build();
        }
    }

    public static S3Presigner s3Presigner() {
        return S3Presigner.create();
    }

    public static SfnClient stepFunctions() {
        return SfnClient.builder().httpClient(http()).build();
    }

    private static SdkHttpClient http() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(2))
                .socketTimeout(Duration.ofSeconds(20))
                .build();
    }
}
