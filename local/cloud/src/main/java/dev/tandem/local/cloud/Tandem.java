package dev.tandem.local.cloud;

import dev.tandem.demo.Connection;
import dev.tandem.demo.DemoLoader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** {@code ./tandem up} and {@code ./tandem invoke}. */
public final class Tandem {

    /** Answers 404 from the function when it works: nobody sells this. */
    private static final String PROBE = "/v1/stock/TANDEM-READY";

    private Tandem() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /** Returns the exit code: 0, 1 when the start (or the function) failed, 2 for a wrong command line. */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Path root =
                Path.of(System.getProperty("tandem.root", ".")).toAbsolutePath().normalize();
        try {
            Arguments typed = Arguments.parse(arguments, root.resolve(".tandem/state"));
            Path template = typed.template().orElse(root.resolve("samplesam.json"));
            if (typed.command().equals("invoke")) {
                return Invoke.run(typed, template, root, out, err);
            }
            up(typed, template, root, out);
            return 0;
        } catch (Arguments.UsageException e) {
            err.println("tandem: " + e.getMessage());
            err.println(Arguments.USAGE);
            return 2;
        } catch (StartupException e) {
            err.println("tandem: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void up(Arguments typed, Path template, Path root, PrintStream out) throws InterruptedException {
        Options options = options(typed, template, root).withPort(typed.port());
        if (typed.template().isEmpty()) {
            options = options.withProbe(PROBE);
        }
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown::close, "shutdown"));
        EmbeddedCloud cloud = EmbeddedCloud.start(options, shutdown);
        if (typed.demo()) {
            out.println(demo(cloud));
        }
        describe(cloud, out);
        out.println("READY " + cloud.apiUrl());
        out.flush();
        // Until a signal: the hook then ends everything, also the JVM.
        new CountDownLatch(1).await();
    }

    static Options options(Arguments typed, Path template, Path root) {
        Options options = Options.ephemeral(template).withCache(root.resolve(".tandem/cache"));
        return typed.state().map(options::withState).orElse(options);
    }

    private static String demo(EmbeddedCloud cloud) throws InterruptedException {
        try {
            return DemoLoader.load(Connection.ofPort(cloud.apiUrl().getPort()));
        } catch (IOException e) {
            throw new StartupException("the demo shop could not be loaded: " + e.getMessage(), e);
        }
    }

    private static void describe(EmbeddedCloud cloud, PrintStream out) {
        row(out, "API", cloud.apiUrl().toString());
        row(out, "page", cloud.apiUrl() + "/_local");
        row(out, "AWS endpoint", cloud.awsEndpoint() + "   (DynamoDB, SQS, Lambda, Step Functions)");
        row(out, "S3 endpoint", cloud.s3Endpoint().toString());
        row(
                out,
                "AWS keys",
                "AWS_ACCESS_KEY_ID=" + Principals.OWNER + " AWS_SECRET_ACCESS_KEY=" + Principals.OWNER
                        + " AWS_DEFAULT_REGION=eu-central-1");
        row(
                out,
                "state",
                cloud.options()
                        .state()
                        .map(path -> path.toAbsolutePath().normalize().toString())
                        .orElse("none, all is forgotten at the end"));
        row(out, "shopper token", cloud.shopperToken());
        row(out, "staff token", cloud.staffToken());
        row(out, "courier token", cloud.courierToken());
        row(out, "partner key", cloud.partnerKey());
    }

    private static void row(PrintStream out, String name, String value) {
        out.printf("%-14s %s%n", name, value);
    }
}
