package dev.tandem.returns.photo;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.MultiFormatWriter;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures for tests, drawn from a seed. */
public final class Pictures {
    private Pictures() {}

    /** Something with enough corners to be recognised: a few hundred rectangles and circles. */
    public static BufferedImage scene(long seed, int width, int height) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(200, 200, 200));
        graphics.fillRect(0, 0, width, height);
        for (int i = 0; i < 150; i++) {
            graphics.setColor(new Color(random.nextInt(0x1000000)));
            int side = 6 + random.nextInt(width / 6);
            if (random.nextBoolean()) {
                graphics.fillRect(random.nextInt(width), random.nextInt(height), side, side / 2 + 3);
            } else {
                graphics.fillOval(random.nextInt(width), random.nextInt(height), side, side);
            }
        }
        graphics.dispose();
        return image;
    }

    /** A code on white, in the middle of a scene. */
    public static BufferedImage tag(String text, BarcodeFormat format, long seed) {
        BufferedImage image = scene(seed, 640, 480);
        boolean bars = format == BarcodeFormat.EAN_13 || format == BarcodeFormat.EAN_8;
        try {
            BitMatrix code = new MultiFormatWriter().encode(text, format, bars ? 280 : 200, bars ? 100 : 200);
            int left = (image.getWidth() - code.getWidth()) / 2;
            int top = (image.getHeight() - code.getHeight()) / 2;
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(Color.WHITE);
            graphics.fillRect(left - 12, top - 12, code.getWidth() + 24, code.getHeight() + 24);
            graphics.dispose();
            for (int y = 0; y < code.getHeight(); y++) {
                for (int x = 0; x < code.getWidth(); x++) {
                    if (code.get(x, y)) {
                        image.setRGB(left + x, top + y, 0);
                    }
                }
            }
            return image;
        } catch (WriterException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static Photo photo(BufferedImage image) {
        int width = image.getWidth();
        return Photo.ofRgb(width, image.getHeight(), image.getRGB(0, 0, width, image.getHeight(), null, 0, width));
    }

    public static byte[] bytes(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
