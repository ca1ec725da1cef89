package dev.tandem.local.lambda;

import dev.tandem.local.lambda.fixture.ProbeHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zips of test classes, and events for {@link ProbeHandler}. */
final class TestFunctions {
    private TestFunctions() {}

    static FunctionDefinition probe(Path folder, String name) {
        return FunctionDefinition.of(
                        name, zip(folder.resolve("probe.zip"), ProbeHandler.class), ProbeHandler.class.getName())
                .withMemory(256);
    }

    static byte[] event(String command) {
        return ('"' + command + '"').getBytes(StandardCharsets.UTF_8);
    }

    static String text(InvocationResult result) {
        return new String(result.payload(), StandardCharsets.UTF_8);
    }

    static Path zip(Path target, Class<?>... classes) {
        if (Files.exists(target)) {
            return target;
        }
        try (OutputStream file = Files.newOutputStream(target);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Class<?> member : classes) {
                String resource = member.getName().replace('.', '/') + ".class";
                ZipEntry entry = new ZipEntry(resource);
                entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                try (InputStream content = member.getResourceAsStream("/" + resource)) {
                    content.transferTo(zip);
                }
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }
}
