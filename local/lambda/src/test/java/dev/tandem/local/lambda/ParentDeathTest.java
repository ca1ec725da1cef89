package dev.tandem.local.lambda;

import static dev.tandem.local.lambda.TestFunctions.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small parent JVM of its own is killed; its children must go too, whether idle or at work. */
class ParentDeathTest {
    @TempDir
    Path folder;

    @Test
    void childrenEndWithAParentThatIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallParent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            List<ProcessHandle> children = List.of(child(output.readLine()), child(output.readLine()));
            assertThat(children).doesNotHaveDuplicates().allMatch(ProcessHandle::isAlive);
            parent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            LambdaServiceTest.await(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            parent.destroyForcibly();
        }
    }

    private static ProcessHandle child(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    static final class SmallParent {
        private SmallParent() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Path folder = Path.of(arguments[0]);
            LambdaService lambda = new LambdaService(LambdaOptions.in(folder.resolve("cache"), folder.resolve("work")));
            lambda.define(TestFunctions.probe(folder, "Idle"));
            lambda.define(TestFunctions.probe(folder, "Busy").withTimeout(Duration.ofMinutes(10)));
            System.out.println(TestFunctions.text(lambda.invoke("Idle", event("pid"))));
            System.out.println(TestFunctions.text(lambda.invoke("Busy", event("pid"))));
            lambda.invokeAsync("Busy", event("sleep 600000"));
            Thread.currentThread().join();
        }
    }
}
