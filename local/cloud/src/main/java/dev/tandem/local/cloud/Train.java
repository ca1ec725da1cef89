package dev.tandem.local.cloud;

import dev.tandem.local.lambda.AotCache;
import dev.tandem.local.lambda.LambdaOptions;
import dev.tandem.local.template.CloudTemplate;
import dev.tandem.local.template.Deployment;
import dev.tandem.local.template.Resource;
import dev.tandem.local.template.TemplateException;
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
 * by the sample events in {@code events/}. A cache that fits is kept.
 */
public final class Train {

    private record Code(Path zip, List<Path> layers) {}

    private Train() {}

    public static void main(String[] arguments) {
        Path root =
                Path.of(System.getProperty("tandem.root", ".")).toAbsolutePath().normalize();
        System.exit(run(root, System.err));
    }

    static int run(Path root, PrintStream err) {
        CloudTemplate template;
        try {
            template = CloudTemplate.load(
                    root.resolve("samplesam.json"), Map.of(), Deployment.local(URI.create("http://127.0.0.1:1")));
        } catch (TemplateException e) {
            err.println("tandem: " + e.getMessage());
            return 1;
        }
        Path cache = root.resolve(".tandem/cache");
        Map<Code, List<Resource.Function>> byCode = new LinkedHashMap<>();
        for (Resource.Function function : template.functions()) {
            byCode.computeIfAbsent(new Code(function.code(), template.layersOf(function)), code -> new ArrayList<>())
                    .add(function);
        }
        int code = 0;
        for (Map.Entry<Code, List<Resource.Function>> entry : byCode.entrySet()) {
            code = Math.max(code, train(root, cache, entry.getKey(), entry.getValue(), err));
        }
        return code;
    }

    private static int train(Path root, Path cache, Code code, List<Resource.Function> functions, PrintStream err) {
        Map<String, String> environment = new HashMap<>();
        List<AotCache.Case> cases = new ArrayList<>();
        for (Resource.Function function : functions) {
            environment.putAll(function.environment());
            Path event = root.resolve("events").resolve(kebab(function.name()) + ".json");
            String handler = function.handler();
            int method = handler.indexOf("::");
            cases.add(new AotCache.Case(
                    method < 0 ? handler : handler.substring(0, method),
                    Files.exists(event) ? List.of(event) : List.of()));
        }
        AotCache.Report report = AotCache.train(
                LambdaOptions.in(cache, cache.resolve("training")),
                new AotCache.Plan(code.zip(), code.layers(), environment, cases));
        err.println("tandem: " + code.zip().getFileName() + ": "
                + (report.wasThere()
                        ? "ahead-of-time cache is up to date"
                        : report.trained()
                                ? "ahead-of-time cache trained in "
                                        + report.time().toMillis() + " ms"
                                : "no ahead-of-time cache: " + String.join("; ", report.remarks())));
        return report.trained() ? 0 : 1;
    }

    /** {@code LookupStock} gives {@code lookup-stock}. */
    static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
