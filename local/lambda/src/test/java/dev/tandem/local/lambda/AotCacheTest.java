package dev.tandem.local.lambda;

import static dev.tandem.local.lambda.TestFunctions.event;
import static dev.tandem.local.lambda.TestFunctions.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.local.lambda.fixture.ProbeHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    @TempDir
    Path folder;

    @Test
    void aTrainedCacheIsUsedByTheFunction() throws IOException {
        LambdaOptions options = LambdaOptions.in(folder.resolve("cache"), folder.resolve("work"));
        FunctionDefinition probe = TestFunctions.probe(folder, "Probe");
        Path sample = Files.write(folder.resolve("sample.json"), event("echo hello"));
        Path failing = Files.write(folder.resolve("failing.json"), event("throw a backend is missing"));
        AotCache.Plan plan = new AotCache.Plan(
                probe.codeZip(),
                List.of(),
                Map.of(),
                List.of(new AotCache.Case(ProbeHandler.class.getName(), List.of(sample, failing))));

        AotCache.Report report = AotCache.train(options, plan);

        assertThat(report.trained()).as("%s", report.remarks()).isTrue();
        assertThat(report.remarks()).singleElement().asString().contains("a backend is missing");
        assertThat(AotCache.train(options, plan).wasThere()).isTrue();
        try (Stream<Path> left = Files.list(report.file().getParent())) {
            assertThat(left).containsExactly(report.file());
        }
        assertThat(classesLoaded(options, probe)).containsPattern("ProbeHandler source: shared objects file");
        assertThat(classesLoaded(options.withAotCache(false), probe))
                .contains("ProbeHandler source: file:")
                .doesNotContain("ProbeHandler source: shared objects file");
    }

    private String classesLoaded(LambdaOptions options, FunctionDefinition probe) throws IOException {
        Path log = Files.createTempFile(folder, "loaded", ".log");
        try (LambdaService lambda = new LambdaService(options)) {
            lambda.define(probe.withEnvironment(Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log)));
            assertThat(text(lambda.invoke("Probe", event("echo fine")))).isEqualTo("\"fine\"");
        }
        return Files.readString(log);
    }

    @Test
    void aDomainThatCannotBeTrainedIsReportedAndStillRuns() throws IOException {
        LambdaOptions options = LambdaOptions.in(folder.resolve("cache"), folder.resolve("work"));
        FunctionDefinition probe = TestFunctions.probe(folder, "Probe");
        Path cache = AotCache.train(
                        options,
                        new AotCache.Plan(
                                probe.codeZip(),
                                List.of(),
                                Map.of("JAVA_TOOL_OPTIONS", "-XX:NoSuchOption"),
                                List.of(new AotCache.Case(ProbeHandler.class.getName(), List.of()))))
                .file();
        assertThat(cache).doesNotExist();
        Files.write(cache, new byte[] {1, 2, 3});
        try (LambdaService lambda = new LambdaService(options)) {
            lambda.define(probe);
            assertThat(text(lambda.invoke("Probe", event("echo fine")))).isEqualTo("\"fine\"");
        }
    }
}
