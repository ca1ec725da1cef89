package dev.tandem.demo;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code ./tandem load sales FILE ...}, {@code ./tandem load demand FILE ...} and {@code ./tandem load interactions FILE --kind views|purchases ...}. */
public final class Load {
    private static final String USAGE = """
        usage: ./tandem load sales FILE [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--port 8080]
               ./tandem load demand FILE [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--ending yesterday|YYYY-MM-DD] [--port 8080]
               ./tandem load interactions FILE --kind views|purchases [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--port 8080]\
        """;

    private Load() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            System.exit(run(args));
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            System.err.println("tandem load: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int run(String[] args) throws IOException, InterruptedException {
        boolean interactions = args.length > 0 && args[0].equals("interactions");
        if (args.length < 2 || !interactions && !Set.of("sales", "demand").contains(args[0])) {
            throw new IllegalArgumentException(USAGE);
        }
        Path file = Path.of(args[1]);
        if (!Files.isReadable(file)) {
            throw new IOException("cannot read " + file);
        }
        String own = interactions ? "--kind" : args[0].equals("demand") ? "--ending" : "--from";
        Map<String, String> options =
                options(args, Stream.of(own, "--from", "--to", "--port").collect(toSet()));
        LocalDate from = LocalDate.parse(options.getOrDefault("--from", "1900-01-01"));
        LocalDate to = LocalDate.parse(options.getOrDefault("--to", "2999-12-31"));
        String kind = options.getOrDefault("--kind", "");
        if (interactions && !Set.of("views", "purchases").contains(kind)) {
            throw new IllegalArgumentException(USAGE);
        }
        Connection connection = Connection.ofPort(Integer.parseInt(options.getOrDefault("--port", "8080")));
        if (interactions) {
            System.out.println(new LoadInteractions(connection, System.err)
                    .run(file, kind.equals("purchases"), from, to)
                    .toPrettyString());
            return 0;
        }
        try (PartnerDoor door = new PartnerDoor(connection);
                ForecastDoor forecasts = new ForecastDoor(connection)) {
            if (args[0].equals("demand")) {
                System.out.println(new LoadDemand(door, forecasts, System.err)
                        .run(file, from, to, ending(options.get("--ending")))
                        .toPrettyString());
                return 0;
            }
            System.out.println(
                    new LoadSales(door, System.err).run(file, from, to).toPrettyString());
        }
        return 0;
    }

    private static @Nullable LocalDate ending(@Nullable String day) {
        if (day == null) {
            return null;
        }
        return day.equals("yesterday") ? LocalDate.now(ZoneOffset.UTC).minusDays(1) : LocalDate.parse(day);
    }

    private static Map<String, String> options(String[] args, Set<String> known) {
        Map<String, String> options = new HashMap<>();
        for (int i = 2; i < args.length; i += 2) {
            if (!known.contains(args[i]) || i + 1 == args.length) {
                throw new IllegalArgumentException(USAGE);
            }
            options.put(args[i], args[i + 1]);
        }
        return options;
    }
}
