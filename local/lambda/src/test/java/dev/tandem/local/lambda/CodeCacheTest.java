package dev.tandem.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeCacheTest {
    @TempDir
    Path folder;

    @Test
    void environmentsThatUnpackTheSameZipAtOnceAllGetItsClassPath() throws Exception {
        Path layer = zip("layer.zip", "java/lib/shared.jar");
        int threads = 6;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < 15; round++) {
                Path cache = folder.resolve("cache-" + round);
                Path code = zip("code-" + round + ".zip", "lib/function.jar");
                CyclicBarrier together = new CyclicBarrier(threads);
                Callable<CodePath> unpack = () -> {
                    together.await();
                    return new CodeCache(cache).codePath(code, List.of(layer));
                };
                List<Future<CodePath>> answers = new ArrayList<>();
                for (int thread = 0; thread < threads; thread++) {
                    answers.add(pool.submit(unpack));
                }
                for (Future<CodePath> answer : answers) {
                    assertThat(answer.get()).isEqualTo(answers.getFirst().get());
                    assertThat(answer.get().jars()).allMatch(Files::isRegularFile);
                }
            }
        }
    }

    private Path zip(String name, String entry) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(name.repeat(10_000).getBytes());
            zip.closeEntry();
        }
        return file;
    }
}
