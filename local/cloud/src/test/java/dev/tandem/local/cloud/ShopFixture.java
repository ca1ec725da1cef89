package dev.tandem.local.cloud;

import dev.tandem.local.cloud.shop.LookUpItemHandler;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds the shop of shop-template.json in a folder: its function zip from the test classes, its layer from the class path. */
final class ShopFixture {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ShopFixture() {}

    /** Returns the path of the template. */
    static Path build(Path folder) throws IOException, URISyntaxException {
        Path classes = Path.of(Objects.requireNonNull(
                        LookUpItemHandler.class.getProtectionDomain().getCodeSource())
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes.resolve("dev/tandem/local/cloud/shop"))) {
            zip(
                    folder.resolve("shop.zip"),
                    files.filter(Files::isRegularFile).toList(),
                    file -> classes.relativize(file).toString());
        }
        List<Path> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> Stream.of(
                                "/software/amazon/awssdk/",
                                "/com/fasterxml/jackson/core/",
                                "/reactive-streams/",
                                "/slf4j-api/",
                                "/eventstream/")
                        .anyMatch(jar.replace('\\', '/')::contains))
                .map(Path::of)
                .toList();
        zip(folder.resolve("sdk-layer.zip"), jars, jar -> "java/lib/" + jar.getFileName());
        Path template = folder.resolve("shop-template.json");
        try (InputStream source =
                Objects.requireNonNull(ShopFixture.class.getResourceAsStream("/shop-template.json"))) {
            Files.copy(source, template);
        }
        return template;
    }

    private static void zip(Path target, List<Path> files, java.util.function.Function<Path, String> name)
            throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(name.apply(file)));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }

    static HttpResponse<String> get(URI base, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> post(URI base, String path, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Asks until the answer is as wanted; fails with the last answer when that takes too long. */
    static <T> T await(Callable<T> question, Predicate<T> wanted) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            T answer = question.call();
            if (wanted.test(answer)) {
                return answer;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("still " + answer + " after " + PATIENCE);
            }
            Thread.sleep(50);
        }
    }
}
