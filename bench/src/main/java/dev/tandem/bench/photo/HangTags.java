package dev.tandem.bench.photo;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.oned.EAN13Writer;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.io.IOException;
import java.util.Map;
import java.util.Random;

/** Scenes for tag reading: a hang tag with one code lies on a photo of a garment and is seen by a pinhole camera. Seeded. */
public final class HangTags {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 1200;
    private static final int TAG_WIDTH = 600;
    private static final int TAG_HEIGHT = 960;

    /** How the tag is seen. Each is the plain view with one thing made worse. */
    public enum Condition {
        PLAIN,
        ROTATION,
        TILT_40,
        TILT_55,
        SMALL,
        BLUR,
        DARK,
        NOISE,
        JPEG_20
    }

    public enum Code {
        EAN_13,
        QR
    }

    private HangTags() {}

    /** @param gtin 13 digits; a QR code carries it in a GS1 Digital Link */
    public static BufferedImage scene(BufferedImage garment, String gtin, Code code, Condition condition, long seed)
            throws IOException {
        Random random = new Random(seed);
        BufferedImage tag = tag(gtin, code, random);
        BufferedImage scene = background(garment);
        double turn = Math.toRadians(
                condition == Condition.ROTATION ? random.nextDouble() * 360 : random.nextDouble() * 16 - 8);
        double tilt = Math.toRadians(
                switch (condition) {
                    case TILT_40 -> 40;
                    case TILT_55 -> 55;
                    default -> random.nextDouble() * 10;
                });
        double size = (condition == Condition.SMALL ? 0.5 : 1) * (0.62 + 0.1 * random.nextDouble());
        lay(scene, tag, size, turn, tilt, random.nextDouble() * 2 * Math.PI, random);
        // The lens and the sensor of any phone: a little blur, a little noise, saved at a good quality.
        scene = blurred(scene, condition == Condition.BLUR ? 2.2 : 0.6);
        light(scene, condition == Condition.DARK ? 0.18 : 1, condition == Condition.NOISE ? 22 : 3, random);
        return Photos.throughJpeg(scene, condition == Condition.JPEG_20 ? 0.2 : 0.88);
    }

    /** A number of 13 digits with its check digit. */
    public static String gtin(Random random) {
        StringBuilder digits = new StringBuilder("40");
        int sum = 4;
        for (int i = 2; i < 12; i++) {
            int digit = random.nextInt(10);
            digits.append(digit);
            sum += digit * (i % 2 == 0 ? 1 : 3);
        }
        return digits.append((10 - sum % 10) % 10).toString();
    }

    private static BufferedImage tag(String gtin, Code code, Random random) {
        BufferedImage tag = new BufferedImage(TAG_WIDTH, TAG_HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = tag.createGraphics();
        graphics.setColor(new Color(235 + random.nextInt(20), 235 + random.nextInt(20), 230 + random.nextInt(20)));
        graphics.fillRect(0, 0, TAG_WIDTH, TAG_HEIGHT);
        graphics.setColor(new Color(60, 60, 60));
        graphics.fillOval(TAG_WIDTH / 2 - 22, 30, 44, 44);
        // Words as strokes, so that no font is needed: what matters is texture beside the code.
        int y = 120;
        for (int line = 0; line < 8; line++) {
            int x = 60;
            while (x < TAG_WIDTH - 90) {
                int word = 20 + random.nextInt(70);
                for (int at = x; at < x + word; at += 11) {
                    graphics.setStroke(new BasicStroke(3));
                    graphics.drawLine(at, y, at + random.nextInt(8), y + 18);
                    graphics.drawLine(at, y + random.nextInt(18), at + 7, y + random.nextInt(18));
                }
                x += word + 18;
            }
            y += line == 2 ? 70 : 36;
        }
        graphics.setColor(Color.BLACK);
        BitMatrix bits = bits(gtin, code);
        int module = code == Code.EAN_13 ? 4 : 380 / bits.getWidth();
        int height = code == Code.EAN_13 ? 200 : module;
        int left = (TAG_WIDTH - bits.getWidth() * module) / 2;
        for (int row = 0; row < bits.getHeight(); row++) {
            for (int column = 0; column < bits.getWidth(); column++) {
                if (bits.get(column, row)) {
                    graphics.fillRect(left + column * module, 500 + row * height, module, height);
                }
            }
        }
        graphics.dispose();
        return tag;
    }

    private static BitMatrix bits(String gtin, Code code) {
        try {
            if (code == Code.EAN_13) {
                BitMatrix bars =
                        new EAN13Writer().encode(gtin, BarcodeFormat.EAN_13, 0, 1, Map.of(EncodeHintType.MARGIN, 0));
                BitMatrix oneRow = new BitMatrix(bars.getWidth(), 1);
                for (int x = 0; x < bars.getWidth(); x++) {
                    if (bars.get(x, 0)) {
                        oneRow.set(x, 0);
                    }
                }
                return oneRow;
            }
            return new QRCodeWriter()
                    .encode(
                            "https://id.example.com/01/0" + gtin + "?10=A1",
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(EncodeHintType.MARGIN, 0, EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M));
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BufferedImage background(BufferedImage garment) {
        BufferedImage scene = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scene.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(garment, 0, 0, WIDTH, HEIGHT, null);
        graphics.dispose();
        return scene;
    }

    /** Draws the tag turned in its plane and tilted about an axis in it, by four rays a pixel. */
    private static void lay(
            BufferedImage scene, BufferedImage tag, double size, double turn, double tilt, double axis, Random random) {
        double focal = 1.1 * HEIGHT;
        double centreX = WIDTH / 2.0 + (random.nextDouble() - 0.5) * 0.1 * WIDTH;
        double centreY = HEIGHT / 2.0 + (random.nextDouble() - 0.5) * 0.1 * HEIGHT;
        double[] right = tilted(Math.cos(turn), Math.sin(turn), tilt, axis);
        double[] down = tilted(-Math.sin(turn), Math.cos(turn), tilt, axis);
        // Normal of the tag's plane, which goes through (0, 0, focal).
        double[] normal = {
            right[1] * down[2] - right[2] * down[1],
            right[2] * down[0] - right[0] * down[2],
            right[0] * down[1] - right[1] * down[0]
        };
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double red = 0;
                double green = 0;
                double blue = 0;
                int under = scene.getRGB(x, y);
                for (int ray = 0; ray < 4; ray++) {
                    double rayX = x + 0.25 + 0.5 * (ray & 1) - centreX;
                    double rayY = y + 0.25 + 0.5 * (ray >> 1) - centreY;
                    double length = normal[2] * focal / (normal[0] * rayX + normal[1] * rayY + normal[2] * focal);
                    double[] hit = {rayX * length, rayY * length, focal * length - focal};
                    double u = (hit[0] * right[0] + hit[1] * right[1] + hit[2] * right[2]) / size + TAG_WIDTH / 2.0;
                    // The code is below the middle of the tag; it is what the photo is taken of.
                    double v = (hit[0] * down[0] + hit[1] * down[1] + hit[2] * down[2]) / size + 600;
                    int color = length > 0 && u >= 0 && v >= 0 && u < TAG_WIDTH && v < TAG_HEIGHT
                            ? tag.getRGB((int) u, (int) v)
                            : under;
                    red += (color >> 16 & 0xff) / 4.0;
                    green += (color >> 8 & 0xff) / 4.0;
                    blue += (color & 0xff) / 4.0;
                }
                scene.setRGB(x, y, (int) red << 16 | (int) green << 8 | (int) blue);
            }
        }
    }

    /** A direction of the tag's plane after the plane was tilted about an axis in it (Rodrigues). */
    private static double[] tilted(double x, double y, double tilt, double axis) {
        double axisX = Math.cos(axis);
        double axisY = Math.sin(axis);
        double along = x * axisX + y * axisY;
        double cos = Math.cos(tilt);
        return new double[] {
            x * cos + axisX * along * (1 - cos),
            y * cos + axisY * along * (1 - cos),
            (axisX * y - axisY * x) * Math.sin(tilt)
        };
    }

    /** Gaussian, by rows and columns. */
    public static BufferedImage blurred(BufferedImage image, double sigma) {
        int radius = (int) Math.ceil(3 * sigma);
        float[] weights = new float[2 * radius + 1];
        float sum = 0;
        for (int i = -radius; i <= radius; i++) {
            weights[i + radius] = (float) Math.exp(-i * i / (2 * sigma * sigma));
            sum += weights[i + radius];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        BufferedImage rows =
                new ConvolveOp(new Kernel(weights.length, 1, weights), ConvolveOp.EDGE_NO_OP, null).filter(image, null);
        return new ConvolveOp(new Kernel(1, weights.length, weights), ConvolveOp.EDGE_NO_OP, null).filter(rows, null);
    }

    /** Less light and the sensor's noise, in place. */
    public static void light(BufferedImage image, double gain, double noise, Random random) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int color = image.getRGB(x, y);
                int result = 0;
                for (int shift = 16; shift >= 0; shift -= 8) {
                    double value = (color >> shift & 0xff) * gain + noise * random.nextGaussian();
                    result |= Math.clamp(Math.round(value), 0, 255) << shift;
                }
                image.setRGB(x, y, result);
            }
        }
    }
}
