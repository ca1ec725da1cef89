package dev.tandem.bench.photo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Random;

/** What is done to a photo before it is sent a second time. Seeded; each is saved as JPEG afterwards. */
public enum Manipulations {
    AGAIN,
    MIRROR,
    TURN_90,
    TURN_180,
    TURN_270,
    CROP_10,
    BORDER,
    ROTATE_5,
    JPEG_30,
    BRIGHTNESS,
    RESIZE,
    TEXT,
    MIRROR_AND_CROP_10;

    public BufferedImage apply(BufferedImage image, Random random) throws IOException {
        return Photos.throughJpeg(manipulated(image, random), this == JPEG_30 ? 0.3 : 0.85);
    }

    private BufferedImage manipulated(BufferedImage image, Random random) {
        int width = image.getWidth();
        int height = image.getHeight();
        return switch (this) {
            case AGAIN, JPEG_30 -> image;
            case MIRROR -> drawn(image, width, height, new AffineTransform(-1, 0, 0, 1, width, 0));
            case TURN_90 -> drawn(image, height, width, new AffineTransform(0, 1, -1, 0, height, 0));
            case TURN_180 -> drawn(image, width, height, new AffineTransform(-1, 0, 0, -1, width, height));
            case TURN_270 -> drawn(image, height, width, new AffineTransform(0, -1, 1, 0, 0, width));
            case CROP_10 -> cropped(image, random);
            case BORDER -> {
                int border = (int) (width * (0.04 + 0.06 * random.nextDouble()));
                yield drawn(
                        image,
                        width + 2 * border,
                        height + 2 * border,
                        AffineTransform.getTranslateInstance(border, border),
                        random.nextBoolean() ? Color.WHITE : new Color(random.nextInt(0x1000000)));
            }
            case ROTATE_5 ->
                drawn(
                        image,
                        width,
                        height,
                        AffineTransform.getRotateInstance(
                                Math.toRadians(random.nextBoolean() ? 5 : -5), width / 2.0, height / 2.0));
            case BRIGHTNESS -> {
                BufferedImage result = drawn(image, width, height, new AffineTransform());
                HangTags.light(result, random.nextBoolean() ? 0.65 : 1.35, 0, random);
                yield result;
            }
            case RESIZE -> {
                double factor = random.nextBoolean() ? 0.5 : 1.7;
                yield drawn(
                        image,
                        (int) (width * factor),
                        (int) (height * factor),
                        AffineTransform.getScaleInstance(factor, factor));
            }
            case TEXT -> {
                BufferedImage result = drawn(image, width, height, new AffineTransform());
                Graphics2D graphics = result.createGraphics();
                graphics.setColor(new Color(random.nextInt(0x1000000)));
                int line = height / 16;
                int top = height / 8 + random.nextInt(height / 2);
                // Letters as blocks of strokes, so that no font is needed: three lines over half of the width.
                for (int row = 0; row < 3; row++) {
                    for (int x = width / 4; x < width * 3 / 4; x += line / 2 + 3) {
                        int y = top + row * (line + 6);
                        graphics.fillRect(x, y, line / 6, line);
                        graphics.fillRect(x, y + random.nextInt(line), line / 2, line / 6);
                    }
                }
                graphics.dispose();
                yield result;
            }
            case MIRROR_AND_CROP_10 ->
                cropped(drawn(image, width, height, new AffineTransform(-1, 0, 0, 1, width, 0)), random);
        };
    }

    /** A tenth of the width and of the height are cut away, at random sides. */
    private static BufferedImage cropped(BufferedImage image, Random random) {
        int width = image.getWidth() * 9 / 10;
        int height = image.getHeight() * 9 / 10;
        int left = random.nextInt(image.getWidth() - width + 1);
        int top = random.nextInt(image.getHeight() - height + 1);
        return drawn(image, width, height, AffineTransform.getTranslateInstance(-left, -top));
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height, AffineTransform how) {
        return drawn(image, width, height, how, Color.BLACK);
    }

    private static BufferedImage drawn(
            BufferedImage image, int width, int height, AffineTransform how, Color background) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setColor(background);
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, how, null);
        graphics.dispose();
        return result;
    }
}
