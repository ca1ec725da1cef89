package dev.tandem.system;

import static dev.tandem.system.RunningTandem.json;
import static dev.tandem.system.RunningTandem.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What shopper, shop and staff do with a return, through the public doors. */
record ReturnSteps(RunningTandem tandem) {
    JsonNode post(boolean staff, String path, String body) throws Exception {
        HttpResponse<String> answer = tandem.send((staff ? tandem.staff(path) : tandem.shopper(path))
                .header("Idempotency-Key", key())
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(200, 202);
        return json(answer);
    }

    /** One piece of a shirt at 49.90 EUR, delivered six days ago, in an order that is named after it. */
    void order(String sku) throws Exception {
        String claims = tandem.connection().shopperToken().split("\\.")[1];
        String subject = RunningTandem.JSON
                .readTree(Base64.getUrlDecoder().decode(claims))
                .path("sub")
                .asText();
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        ObjectNode order = RunningTandem.JSON
                .createObjectNode()
                .put("shopperId", subject)
                .put("region", "DE")
                .put("currency", "EUR")
                .put("orderedAt", today.minus(Duration.ofDays(9)).toString())
                .put("deliveredAt", today.minus(Duration.ofDays(6)).toString())
                .put("updatedAt", today.toString());
        order.putArray("lines")
                .addObject()
                .put("lineId", "1")
                .put("sku", sku)
                .put("name", "Shirt")
                .put("category", "wear/shirts")
                .put("quantity", 1)
                .put("unitPriceMinor", 4990);
        HttpResponse<String> put = tandem.send(tandem.request("/v1/orders/ORDER-" + sku)
                .header("x-api-key", tandem.connection().partnerKey())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key())
                .PUT(BodyPublishers.ofString(order.toString())));
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    }

    /** An order and a return of it with one photo, which is uploaded and checked; gives the answer to the check. */
    JsonNode checked(String sku, byte[] png) throws Exception {
        order(sku);
        JsonNode opened = post(false, "/v1/returns", """
            {"orderId":"ORDER-%s","channel":"store","lines":[{"lineId":"1","quantity":1,"reason":"TOO_SMALL"}],
             "photos":[{"subject":"tag","contentType":"image/png","sizeBytes":%d}]}\
            """.formatted(sku, png.length));
        JsonNode upload = opened.at("/uploads/0");
        HttpRequest.Builder put =
                HttpRequest.newBuilder(URI.create(upload.path("url").asText()));
        upload.path("headers").properties().forEach(header -> {
            if (!header.getKey().equals("content-length")) {
                put.header(header.getKey(), header.getValue().asText());
            }
        });
        HttpResponse<String> answer = tandem.send(put.PUT(BodyPublishers.ofByteArray(png)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return post(false, "/v1/returns/" + opened.path("returnId").asText() + "/precheck", "");
    }

    /** An order, a return of one piece of it, approved by staff; gives its id. */
    String approved(String sku, String channel) throws Exception {
        order(sku);
        String id = post(false, "/v1/returns", """
            {"orderId":"ORDER-%s","channel":"%s","lines":[{"lineId":"1","quantity":1,"reason":"TOO_SMALL"}]}\
            """.formatted(sku, channel))
                .path("returnId")
                .asText();
        JsonNode checked = post(false, "/v1/returns/" + id + "/precheck", "");
        if (!checked.path("state").asText().equals("APPROVED")) {
            post(true, "/v1/returns/" + id + "/decision", "{\"decision\":\"APPROVED\",\"reason\":\"Seen.\"}");
        }
        return id;
    }

    JsonNode shown(String id) throws Exception {
        return json(tandem.send(tandem.shopper("/v1/returns/" + id)));
    }

    JsonNode await(String id, String what, Predicate<JsonNode> holds) throws Exception {
        return RunningTandem.await(what, () -> shown(id), holds);
    }

    void awaitWait(String id, String step) throws Exception {
        await(
                id,
                "the wait for " + step,
                rma -> rma.at("/lifecycle/waitsFor").asText().equals(step));
    }

    void awaitState(String id, String pointer, String value) throws Exception {
        await(id, pointer + " " + value, rma -> rma.at(pointer).asText().equals(value));
    }

    /** All messages of a queue about a return; they are taken. */
    List<String> messages(String name, String id, int least) throws Exception {
        List<String> found = new ArrayList<>();
        try (SqsClient sqs = tandem.sqs()) {
            String queue = sqs.listQueues().queueUrls().stream()
                    .filter(url -> url.endsWith(name))
                    .findFirst()
                    .orElseThrow();
            RunningTandem.await(
                    least + " messages on " + name,
                    () -> {
                        sqs
                                .receiveMessage(
                                        request -> request.queueUrl(queue).maxNumberOfMessages(10))
                                .messages()
                                .stream()
                                .filter(message -> message.body().contains(id))
                                .forEach(message -> {
                                    found.add(message.body());
                                    sqs.deleteMessage(
                                            request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
                                });
                        return found.size();
                    },
                    count -> count >= least);
        }
        return found;
    }

    void awaitStock(String sku, String location) throws Exception {
        RunningTandem.await(sku + " to be on sale", () -> tandem.ledger(sku, location)[0], onHand -> onHand == 1);
    }
}
