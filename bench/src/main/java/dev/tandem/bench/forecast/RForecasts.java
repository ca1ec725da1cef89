package dev.tandem.bench.forecast;

import dev.tandem.forecast.model.DemandForecast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What R's package {@code forecast} answers, where it is installed. One process forecasts all series, so that its start does not count. */
public final class RForecasts {
    /** A series a line: frequency and values; answers a line: CPU seconds, means, then lower and upper bounds of 80 and 95 %. */
    private static final String SCRIPT = """
        suppressMessages(library(forecast))
        a <- commandArgs(TRUE)
        f <- get(a[1]); h <- as.integer(a[2]); m <- as.integer(a[3])
        out <- file(a[5], "w")
        for (line in readLines(a[4])) {
          y <- ts(as.numeric(strsplit(line, ",")[[1]]), frequency = m)
          t <- system.time(gcFirst = FALSE, p <- if (a[1] == "ets") forecast(ets(y), h = h, level = c(80, 95)) else f(y, h = h, level = c(80, 95)))
          v <- c(t[["user.self"]] + t[["sys.self"]], p$mean, p$lower[, 1], p$upper[, 1], p$lower[, 2], p$upper[, 2])
          writeLines(paste(format(v, digits = 15, trim = TRUE, scientific = TRUE), collapse = ","), out)
        }
        close(out)
        """;

    private RForecasts() {}

    /** @param cpuSeconds of the fit and the forecast, as R measures them, to a thousandth */
    public record Answer(DemandForecast forecast, double cpuSeconds) {}

    /** Whether {@code Rscript} starts and finds the package. */
    public static boolean available() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("Rscript", "-e", "library(forecast)")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * @param function {@code ets} or {@code thetaf}
     * @throws IOException when R fails
     */
    public static List<Answer> of(String function, List<M4File.Series> series, int frequency, int horizon)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("tandem-r");
        try {
            Path script = Files.writeString(folder.resolve("forecast.R"), SCRIPT);
            Path in = Files.write(
                    folder.resolve("in"),
                    series.stream()
                            .map(one -> Arrays.stream(one.history())
                                    .mapToObj(Double::toString)
                                    .collect(Collectors.joining(",")))
                            .toList());
            Path out = folder.resolve("out");
            Process process = new ProcessBuilder(
                            "Rscript",
                            script.toString(),
                            function,
                            "" + horizon,
                            "" + frequency,
                            in.toString(),
                            out.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException("Rscript ended with " + process.exitValue());
            }
            List<Answer> answers = new ArrayList<>();
            for (String line : Files.readAllLines(out)) {
                answers.add(answer(
                        function,
                        Arrays.stream(line.split(","))
                                .mapToDouble(Double::parseDouble)
                                .toArray(),
                        horizon));
            }
            return answers;
        } finally {
            for (String name : List.of("forecast.R", "in", "out")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    private static Answer answer(String function, double[] values, int horizon) {
        double[] mean = part(values, 0, horizon);
        // Ascending: 2.5, 10, 90, 97.5 %. Levels between them, which the score does not ask for, take the nearest one.
        double[][] known = {
            part(values, 3, horizon), part(values, 1, horizon), part(values, 2, horizon), part(values, 4, horizon)
        };
        double[][] quantiles = new double[DemandForecast.levelCount()][];
        for (int row = 0; row < quantiles.length; row++) {
            double level = DemandForecast.level(row);
            quantiles[row] = known[level < 0.1 ? 0 : level < 0.5 ? 1 : level <= 0.9 ? 2 : 3].clone();
        }
        return new Answer(new DemandForecast("R " + function.toLowerCase(Locale.ROOT), mean, quantiles), values[0]);
    }

    private static double[] part(double[] values, int block, int horizon) {
        return Arrays.copyOfRange(values, 1 + block * horizon, 1 + (block + 1) * horizon);
    }
}
