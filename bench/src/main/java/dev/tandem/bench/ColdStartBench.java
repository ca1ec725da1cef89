package dev.tandem.bench;

import dev.tandem.demo.Connection;
import dev.tandem.demo.DemoLoader;
import dev.tandem.local.cloud.EmbeddedCloud;
import dev.tandem.local.lambda.FunctionDefinition;
import dev.tandem.local.lambda.InvocationResult;
import dev.tandem.local.lambda.LambdaOptions;
import dev.tandem.local.lambda.LambdaService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * From spawn to the first answer, a new process each time, with the ahead-of-time cache and without, beside a bare handler in the
 * same run ({@code --functions A,B}: only these). Each function gets its sample event; the tables behind it hold the demo shop. {@code overBare} is the median over the
 * bare handler's median without a cache.
 */
final class ColdStartBench {
    private final String command;

    ColdStartBench(String command) {
        this.command = command;
    }

    void run(Arguments arguments) throws IOException, InterruptedException {
        int runs = arguments.number("--runs", 7);
        Set<String> chosen = arguments
                .text("--functions")
                .map(names -> Set.of(names.split(",")))
                .orElse(Set.of());
        Path work = Files.createTempDirectory("tandem-bench");
        Path cache = Clouds.root().resolve(".tandem/cache");
        Progress.say("booting the embedded cloud");
        try (EmbeddedCloud cloud = Clouds.ephemeral()) {
            Progress.say(DemoLoader.load(Connection.ofPort(cloud.apiUrl().getPort())));
            FunctionDefinition hello = FunctionDefinition.of("Hello", zipOfHello(work), HelloHandler.class.getName());
            long bare = print("bare-hello", hello, "{}".getBytes(), cache, work, false, runs, Optional.empty());
            for (FunctionDefinition function : cloud.lambda().functions()) {
                if (!chosen.isEmpty() && !chosen.contains(function.name())) {
                    continue;
                }
                Path sample = sample(function.name());
                if (!Files.exists(sample)) {
                    Progress.say("no sample event for " + function.name());
                    continue;
                }
                byte[] event = Files.readAllBytes(sample);
                print(function.name() + "-aot", function, event, cache, work, true, runs, Optional.of(bare));
                print(function.name(), function, event, cache, work, false, runs, Optional.of(bare));
            }
        }
    }

    /** The sample event of a function: its name in kebab case. */
    static Path sample(String function) {
        String name = function.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
        return Clouds.root().resolve("events/" + name + ".json");
    }

    private long print(
            String method,
            FunctionDefinition function,
            byte[] event,
            Path cache,
            Path work,
            boolean aot,
            int runs,
            Optional<Long> bareMicros)
            throws IOException {
        Progress.say(method + ": " + runs + " cold starts");
        Latencies latencies = new Latencies();
        for (int i = 0; i < runs; i++) {
            Path folder = Files.createTempDirectory(work, "run");
            LambdaOptions options =
                    LambdaOptions.in(cache, folder).withMaxProcesses(1).withAotCache(aot);
            try (LambdaService lambda = new LambdaService(options)) {
                lambda.define(function);
                long start = System.nanoTime();
                InvocationResult result = lambda.invoke(function.name(), event);
                latencies.add(System.nanoTime() - start);
                if (result.functionError().isPresent()) {
                    throw new IOException(function.name() + " failed: "
                            + new String(result.payload(), java.nio.charset.StandardCharsets.UTF_8));
                }
            }
        }
        long median = latencies.percentileMicros(0.5);
        BenchLine line = new BenchLine(
                        "cold-start", method, "sample event", "new process each, spawn to first answer", runs)
                .latencies(latencies)
                .throughput(1e6 / median);
        bareMicros.ifPresent(bare -> line.metrics(Map.of("overBare", median / (double) bare)));
        line.print(command);
        return median;
    }

    private static Path zipOfHello(Path folder) throws IOException {
        Path zip = folder.resolve("hello.zip");
        String name = HelloHandler.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file);
                InputStream in = HelloHandler.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no class file of " + name);
            }
            out.putNextEntry(new ZipEntry(name));
            in.transferTo(out);
            out.closeEntry();
        }
        return zip;
    }
}
