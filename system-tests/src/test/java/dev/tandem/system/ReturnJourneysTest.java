package dev.tandem.system;

import static dev.tandem.system.RunningTandem.json;
import static dev.tandem.system.RunningTandem.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.BarcodeFormat;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Returns that photos, parcels and policies decide. */
@ExtendWith(RunningTandem.Extension.class)
class ReturnJourneysTest {
    /** A hang tag with the SKU as QR code on something with many corners. */
    private static BufferedImage tag(String sku) throws Exception {
        Random random = new Random(sku.hashCode());
        BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.LIGHT_GRAY);
        graphics.fillRect(0, 0, 640, 480);
        for (int i = 0; i < 150; i++) {
            graphics.setColor(new Color(random.nextInt(0x1000000)));
            graphics.fillRect(random.nextInt(640), random.nextInt(480), 6 + random.nextInt(90), 6 + random.nextInt(50));
        }
        graphics.setColor(Color.WHITE);
        graphics.fillRect(190, 110, 260, 260);
        BitMatrix code = new QRCodeWriter().encode(sku, BarcodeFormat.QR_CODE, 220, 220);
        for (int y = 0; y < 220; y++) {
            for (int x = 0; x < 220; x++) {
                if (code.get(x, y)) {
                    image.setRGB(210 + x, 130 + y, 0);
                }
            }
        }
        graphics.dispose();
        return image;
    }

    private static byte[] png(BufferedImage image) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** The photo turned around and cropped, as somebody would who hopes that nobody knows it again. */
    private static BufferedImage disguised(BufferedImage photo) {
        BufferedImage turned = new BufferedImage(480, 640, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 480; y++) {
            for (int x = 0; x < 640; x++) {
                turned.setRGB(479 - y, x, photo.getRGB(x, y));
            }
        }
        return turned.getSubimage(12, 16, 456, 608);
    }

    @Test
    void aTagThatIsReadApprovesAndAPhotoThatComesAgainGoesToStaff(RunningTandem tandem) throws Exception {
        ReturnSteps steps = new ReturnSteps(tandem);
        BufferedImage photo = tag("PHOTO-RETURN-1");
        JsonNode first = steps.checked("PHOTO-RETURN-1", png(photo));
        assertThat(first.path("state").asText()).as(first.toString()).isEqualTo("APPROVED");

        // In place of money: worth more, issued when the goods are there, and nothing is paid beside it.
        String id = first.path("returnId").asText();
        steps.post(false, "/v1/returns/" + id + "/compensation", "{\"choice\":\"coupon\"}");
        steps.post(true, "/v1/returns/" + id + "/scans", "{\"kind\":\"store\",\"location\":\"MAINZ\"}");
        steps.awaitWait(id, "write-off");
        steps.post(true, "/v1/returns/" + id + "/grading", "{\"lines\":[{\"lineId\":\"1\",\"condition\":\"as-new\"}]}");
        steps.awaitState(id, "/state", "SETTLED");
        JsonNode settled = steps.shown(id);
        JsonNode coupon = json(tandem.send(
                tandem.shopper("/v1/coupons/" + settled.path("couponCode").asText())));
        assertThat(coupon.at("/value/minor").asLong())
                .as(coupon.toString())
                .isGreaterThan(settled.at("/decision/estimatedRefund/minor").asLong());
        steps.awaitStock("PHOTO-RETURN-1", "MAINZ");

        JsonNode again = steps.checked("PHOTO-RETURN-2", png(disguised(photo)));
        assertThat(again.at("/decision/photos").toString()).contains("\"new-photo\"");
        assertThat(again.path("state").asText()).as(again.toString()).isNotEqualTo("APPROVED");
        JsonNode known = null;
        for (JsonNode check : again.at("/decision/photos")) {
            known = check.path("check").asText().equals("new-photo") ? check : known;
        }
        assertThat(known).isNotNull();
        assertThat(known.path("outcome").asText()).as(known.toString()).isEqualTo("REVIEW");
    }

    @Test
    void somethingElseInTheParcelIsNotPaidAndStaffIsTold(RunningTandem tandem) throws Exception {
        ReturnSteps steps = new ReturnSteps(tandem);
        String id = steps.approved("WRONG-RETURN-1", "store");
        steps.post(true, "/v1/returns/" + id + "/scans", "{\"kind\":\"store\",\"location\":\"MAINZ\"}");
        steps.awaitWait(id, "write-off");
        steps.post(
                true,
                "/v1/returns/" + id + "/grading",
                "{\"lines\":[{\"lineId\":\"1\",\"condition\":\"wrong-item\"}]}");
        steps.awaitState(id, "/state", "REJECTED");
        assertThat(steps.messages("ReturnEscalationQueue", id, 1)).hasSize(1);
        JsonNode returnable = json(tandem.send(tandem.shopper("/v1/orders/ORDER-WRONG-RETURN-1/returnable")));
        assertThat(returnable.at("/lines/0/left").asInt())
                .as("the right shirt may still come")
                .isEqualTo(1);
    }

    @Test
    void aNewPolicyIsTriedOnPastReturnsBeforeItHolds(RunningTandem tandem) throws Exception {
        ReturnSteps steps = new ReturnSteps(tandem);
        JsonNode before = steps.checked("POLICY-RETURN-1", png(tag("POLICY-RETURN-1")));
        assertThat(before.path("state").asText()).as(before.toString()).isEqualTo("APPROVED");
        JsonNode report = tandem.drop("return-policies/two-photos.json", """
            {"version":"two-photos-1","title":"Two photos","effectiveFrom":"2026-01-01T00:00:00Z",
             "defaults":{"windowDays":30,"photos":2},"rules":[]}\
            """);
        assertThat(report.path("status").asText()).as(report.toString()).isNotEqualTo("INVALID");
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        HttpResponse<String> tried = tandem.send(tandem.staff("/v1/return-policies/two-photos-1/dry-run")
                .header("Idempotency-Key", key())
                .POST(BodyPublishers.ofString(
                        "{\"from\":\"" + today.minusDays(1) + "\",\"to\":\"" + today.plusDays(1) + "\"}")));
        assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
        assertThat(json(tried).at("/changes").toString()).contains("APPROVED").contains("REVIEW");
        assertThat(steps.shown(before.path("returnId").asText()).path("state").asText())
                .as("it was only tried")
                .isEqualTo("APPROVED");
    }
}
