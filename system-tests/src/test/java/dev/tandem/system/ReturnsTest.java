package dev.tandem.system;

import static dev.tandem.system.RunningTandem.json;
import static dev.tandem.system.RunningTandem.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A return from the order to what the shopper gets, through the public doors. */
@ExtendWith(RunningTandem.Extension.class)
class ReturnsTest {
    private static HttpResponse<String> post(RunningTandem tandem, boolean staff, String path, String body)
            throws Exception {
        return tandem.send((staff ? tandem.staff(path) : tandem.shopper(path))
                .header("Idempotency-Key", key())
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> upload(RunningTandem tandem, JsonNode upload, byte[] body, String type)
            throws Exception {
        HttpRequest.Builder put =
                HttpRequest.newBuilder(URI.create(upload.path("url").asText()));
        upload.path("headers").properties().forEach(header -> {
            String name = header.getKey();
            if (!name.equals("content-length")) {
                put.header(
                        name,
                        name.equals("content-type") && !type.isEmpty()
                                ? type
                                : header.getValue().asText());
            }
        });
        return tandem.send(put.PUT(BodyPublishers.ofByteArray(body)));
    }

    private static String subject(RunningTandem tandem) throws Exception {
        String claims = tandem.connection().shopperToken().split("\\.")[1];
        return RunningTandem.JSON
                .readTree(Base64.getUrlDecoder().decode(claims))
                .path("sub")
                .asText();
    }

    private static void order(RunningTandem tandem, String orderId) throws Exception {
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        ObjectNode order = RunningTandem.JSON
                .createObjectNode()
                .put("shopperId", subject(tandem))
                .put("region", "DE")
                .put("currency", "EUR")
                .put("orderedAt", today.minus(Duration.ofDays(9)).toString())
                .put("deliveredAt", today.minus(Duration.ofDays(6)).toString())
                .put("updatedAt", today.toString());
        order.putArray("lines")
                .addObject()
                .put("lineId", "1")
                .put("sku", "WEAR-0005")
                .put("name", "Socks")
                .put("category", "wear/socks")
                .put("quantity", 2)
                .put("unitPriceMinor", 590);
        HttpResponse<String> put = tandem.send(tandem.request("/v1/orders/" + orderId)
                .header("x-api-key", tandem.connection().partnerKey())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key())
                .PUT(BodyPublishers.ofString(order.toString())));
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    }

    @Test
    void aShopperKeepsTheSocksAndSpendsTheCoupon(RunningTandem tandem) throws Exception {
        order(tandem, "RETURNS-1");
        JsonNode returnable = json(tandem.send(tandem.shopper("/v1/orders/RETURNS-1/returnable")));
        assertThat(returnable.at("/policyVersion").asText()).isEqualTo("demo-1");
        assertThat(returnable.at("/lines/0/options/0/fee/minor").asInt()).isEqualTo(299);

        byte[] photo = "not yet a photo, but of the size that was signed".getBytes(StandardCharsets.UTF_8);
        String md5 = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(photo));
        HttpResponse<String> opened = post(tandem, false, "/v1/returns", """
            {"orderId":"RETURNS-1","channel":"store","lines":[{"lineId":"1","quantity":2,"reason":"NOT_LIKED"}],
             "photos":[{"subject":"tag","contentType":"image/png","sizeBytes":%d,"md5":"%s"}]}\
            """.formatted(photo.length, md5));
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        String id = json(opened).path("returnId").asText();
        JsonNode upload = json(opened).at("/uploads/0");

        byte[] other = photo.clone();
        other[0] = 'N';
        assertThat(upload(tandem, upload, other, "").statusCode())
                .as("another body")
                .isBetween(400, 403);
        assertThat(upload(tandem, upload, new byte[photo.length + 1], "").statusCode())
                .as("another size")
                .isBetween(400, 403);
        assertThat(upload(tandem, upload, photo, "image/jpeg").statusCode())
                .as("another type")
                .isBetween(400, 403);
        JsonNode missing = json(post(tandem, false, "/v1/returns/" + id + "/precheck", ""));
        assertThat(missing.at("/decision/waitsFor").asText())
                .as(missing.toString())
                .isEqualTo("SHOPPER");
        HttpResponse<String> put = upload(tandem, upload, photo, "");
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);

        HttpResponse<String> checked = post(tandem, false, "/v1/returns/" + id + "/precheck", "");
        assertThat(checked.statusCode()).as(checked.body()).isEqualTo(200);
        if (!json(checked).path("state").asText().equals("APPROVED")) {
            HttpResponse<String> decided = post(
                    tandem,
                    true,
                    "/v1/returns/" + id + "/decision",
                    "{\"decision\":\"APPROVED\",\"reason\":\"Seen in the store.\"}");
            assertThat(decided.statusCode()).as(decided.body()).isEqualTo(200);
        }
        HttpResponse<String> kept = post(tandem, false, "/v1/returns/" + id + "/compensation", "{\"choice\":\"keep\"}");
        assertThat(json(kept).path("state").asText()).as(kept.body()).isEqualTo("SETTLED");
        String code = json(kept).path("couponCode").asText();
        assertThat(json(tandem.send(tandem.shopper("/v1/returns/" + id)))
                        .path("couponCode")
                        .asText())
                .isEqualTo(code);

        HttpResponse<String> redeemed =
                post(tandem, false, "/v1/coupons/" + code + "/redeem", "{\"orderId\":\"RETURNS-2\"}");
        assertThat(json(redeemed).path("state").asText()).as(redeemed.body()).isEqualTo("REDEEMED");
        assertThat(post(tandem, false, "/v1/coupons/" + code + "/redeem", "{\"orderId\":\"RETURNS-3\"}")
                        .statusCode())
                .isEqualTo(409);
    }

    /** Decoding, matching and the look into the partner bucket, as they run in the function. */
    @Test
    void theShopsOwnPhotoIsNotTakenForOneOfTheItem(RunningTandem tandem) throws Exception {
        byte[] photo = picture();
        try (S3Client s3 = tandem.s3()) {
            s3.putObject(
                    request -> request.bucket(tandem.connection().partnerBucket())
                            .key("product-photos/WEAR-0005/front.png"),
                    RequestBody.fromBytes(photo));
        }
        order(tandem, "RETURNS-9");
        HttpResponse<String> opened = post(tandem, false, "/v1/returns", """
                {"orderId":"RETURNS-9","channel":"store","lines":[{"lineId":"1","quantity":1,"reason":"NOT_LIKED"}],
                 "photos":[{"subject":"item","contentType":"image/png","sizeBytes":%d}]}""".formatted(photo.length));
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        assertThat(upload(tandem, json(opened).at("/uploads/0"), photo, "").statusCode())
                .isEqualTo(200);

        HttpResponse<String> checked = post(
                tandem, false, "/v1/returns/" + json(opened).path("returnId").asText() + "/precheck", "");

        assertThat(checked.statusCode()).as(checked.body()).isEqualTo(200);
        assertThat(json(checked).at("/decision/photos").findValuesAsText("text"))
                .as(checked.body())
                .contains("This is the shop's own photo.");
        assertThat(json(checked).at("/decision/outcome").asText()).isEqualTo("REVIEW");
    }

    private static byte[] picture() throws IOException {
        BufferedImage picture = new BufferedImage(480, 640, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            graphics.setColor(new Color(random.nextInt(0x1000000)));
            graphics.fillRect(
                    random.nextInt(480), random.nextInt(640), 10 + random.nextInt(70), 10 + random.nextInt(40));
        }
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }

    @Test
    void aDroppedPolicyThatBreaksTheLawIsReportedAndNotStored(RunningTandem tandem) throws Exception {
        JsonNode report = tandem.drop("return-policies/unlawful.json", """
            {"version":"unlawful-1","title":"Seven days","effectiveFrom":"2026-01-01T00:00:00Z","defaults":{"windowDays":7},"rules":[]}\
            """);
        assertThat(report.path("status").asText()).isEqualTo("INVALID");
        assertThat(report.at("/problems/0/code").asText()).isEqualTo("BELOW_LAW");
        HttpResponse<String> activated = post(tandem, true, "/v1/return-policies/unlawful-1/activate", "");
        assertThat(activated.statusCode()).isEqualTo(404);
    }
}
