package dev.tandem.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Where a running Tandem is and how to enter it. The embedded cloud answers this at {@code /_local/connection.json}. */
public record Connection(
        String api,
        String s3,
        String region,
        String accessKeyId,
        String secretAccessKey,
        String partnerBucket,
        String shopperToken,
        String staffToken,
        String partnerKey) {

    /**
     * Asks the system that runs on a port of this machine.
     *
     * @throws IOException when nothing answers there; the message says what to do
     */
    public static Connection ofPort(int port) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/_local/connection.json"))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException("Port " + port + " is not a Tandem: it answered " + answer.statusCode());
            }
            return new ObjectMapper()
                    .configure(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                    .readValue(answer.body(), Connection.class);
        } catch (java.net.ConnectException e) {
            throw new IOException("Nothing answers on port " + port + ": start the system with ./tandem up", e);
        }
    }
}
