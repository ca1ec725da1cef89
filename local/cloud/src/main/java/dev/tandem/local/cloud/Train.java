package dev.tandem.local.cloud;

import dev.tandem.demo.Connection;
import dev.tandem.demo.DemoLoader;
import dev.tandem.local.lambda.AotCache;
import dev.tandem.local.lambda.LambdaOptions;
import dev.tandem.local.template.CloudTemplate;
import dev.tandem.local.template.Deployment;
import dev.tandem.local.template.Resource;
import dev.tandem.local.template.TemplateException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains the ahead-of-time caches of the template's functions at build time: one for each function zip with its layers,
 * by the sample events in {@code events/} against a demo shop. A cache that fits is kept.
 */
public final class Train {

    private static final Deployment NOWHERE = Deployment.local(URI.create("http://127.0.0.1:1"));

    private record Code(Path zip, List<Path> layers) {}

    private Train() {}

    public static void main(String[] arguments) {
        Path root =
                Path.of(System.getProperty("tandem.root", ".")).toAbsolutePath().normalize();
        System.exit(run(root, System.err));
    }

    static int run(Path root, PrintStream err) {
        LambdaOptions options = LambdaOptions.in(
                root.resolve(".tandem/cache"), root.resolve(".tandem/cache").resolve("training"));
        try {
            Map<Code, List<Resource.Function>> untrained =
                    byCode(CloudTemplate.load(root.resolve("samplesam.json"), Map.of(), NOWHERE));
            untrained.keySet().removeIf(code -> AotCache.isTrained(options, code.zip(), code.layers()));
            if (untrained.isEmpty()) {
                err.println("tandem: ahead-of-time caches are up to date");
                return 0;
            }
            // In a shop with goods a function goes all the way; the ways not gone here are the slow ones later.
            try (EmbeddedCloud cloud = EmbeddedCloud.start(Options.ephemeral(root.resolve("samplesam.json")))) {
                DemoLoader.load(Connection.ofPort(cloud.apiUrl().getPort()));
                int code = 0;
                for (Map.Entry<Code, List<Resource.Function>> entry :
                        byCode(cloud.template()).entrySet()) {
                    if (untrained.containsKey(entry.getKey())) {
                        code = Math.max(code, train(root, options, cloud, entry.getKey(), entry.getValue(), err));
                    }
                }
                return code;
            }
        } catch (TemplateException | StartupException | IOException e) {
            err.println("tandem: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static Map<Code, List<Resource.Function>> byCode(CloudTemplate template) {
        Map<Code, List<Resource.Function>> byCode = new LinkedHashMap<>();
        for (Resource.Function function : template.functions()) {
            byCode.computeIfAbsent(new Code(function.code(), template.layersOf(function)), code -> new ArrayList<>())
                    .add(function);
        }
        return byCode;
    }

    private static int train(
            Path root,
            LambdaOptions options,
            EmbeddedCloud cloud,
            Code code,
            List<Resource.Function> functions,
            PrintStream err)
            throws IOException {
        Map<String, String> environment = new HashMap<>();
        List<AotCache.Case> cases = new ArrayList<>();
        for (Resource.Function function : functions) {
            environment.putAll(function.environment());
            Path event = root.resolve("events").resolve(kebab(function.name()) + ".json");
            String handler = function.handler();
            int method = handler.indexOf("::");
            AotCache.Case one = new AotCache.Case(
                    method < 0 ? handler : handler.substring(0, method),
                    Files.exists(event) ? List.of(event) : List.of());
            if (Files.exists(event) && Files.readString(event).contains("\"httpMethod\"")) {
                cases.add(one);
            } else {
                // What fills the stores comes before what reads them.
                cases.addFirst(one);
            }
        }
        environment.put("AWS_ENDPOINT_URL", cloud.awsEndpoint().toString());
        environment.put("AWS_ENDPOINT_URL_S3", cloud.s3Endpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", Principals.OWNER);
        environment.put("AWS_SECRET_ACCESS_KEY", Principals.OWNER);
        AotCache.Report report =
                AotCache.train(options, new AotCache.Plan(code.zip(), code.layers(), environment, cases));
        err.println("tandem: " + code.zip().getFileName() + ": "
                + (report.trained()
                        ? "ahead-of-time cache trained in " + report.time().toMillis() + " ms"
                        : "no ahead-of-time cache: " + String.join("; ", report.remarks())));
        if (Boolean.getBoolean("tandem.remarks")) {
            report.remarks().forEach(remark -> err.println("  " + remark));
        }
        return report.trained() ? 0 : 1;
    }

    /** {@code LookupStock} gives {@code lookup-stock}. */
    static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
