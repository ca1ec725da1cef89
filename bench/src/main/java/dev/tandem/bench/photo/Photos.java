package dev.tandem.bench.photo;

import dev.tandem.returns.photo.Photo;
import dev.tandem.returns.photo.PhotoDecoder;
import dev.tandem.returns.photo.PhotoException;
import dev.tandem.returns.photo.PhotoType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Photos from files, and pictures as a camera would have saved them. */
public final class Photos {
    private Photos() {}

    /**
     * The photos of a folder in the order of their names.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static List<Path> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("no such folder: " + folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> photos =
                    files.filter(file -> isPhoto(file.toString())).sorted().toList();
            if (photos.isEmpty()) {
                throw new IllegalArgumentException("no photos in " + folder);
            }
            return photos;
        }
    }

    /**
     * Every second file, so that what is chosen on one half can be reported on the other.
     *
     * @param half {@code even}, {@code odd}, or empty for all
     */
    public static List<Path> half(List<Path> files, String half) {
        if (!Set.of("", "even", "odd").contains(half)) {
            throw new IllegalArgumentException("--half takes even or odd");
        }
        return IntStream.range(0, files.size())
                .filter(i -> half.isEmpty() || (i % 2 == 0) == half.equals("even"))
                .mapToObj(files::get)
                .toList();
    }

    private static boolean isPhoto(String name) {
        return name.toLowerCase(Locale.ROOT).matches(".*\\.(png|jpg|jpeg|webp)");
    }

    /** By the way of production. */
    public static Photo decode(Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        PhotoType type = name.endsWith("png") ? PhotoType.PNG : name.endsWith("webp") ? PhotoType.WEBP : PhotoType.JPEG;
        try {
            return PhotoDecoder.decode(Files.readAllBytes(file), type);
        } catch (PhotoException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    public static BufferedImage image(Photo photo) {
        int width = photo.gray().width();
        BufferedImage image = new BufferedImage(width, photo.gray().height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, photo.gray().height(), photo.rgb(), 0, width);
        return image;
    }

    public static Photo photo(BufferedImage image) {
        int width = image.getWidth();
        return Photo.ofRgb(width, image.getHeight(), image.getRGB(0, 0, width, image.getHeight(), null, 0, width));
    }

    /** Saved as JPEG and read again. */
    public static BufferedImage throughJpeg(BufferedImage image, double quality) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality((float) quality);
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
