package dev.tandem.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** One line of a bench: a method on a data set by a protocol, with what was measured. */
final class BenchLine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final ObjectNode line = JSON.createObjectNode();

    BenchLine(String suite, String method, String data, String protocol, long cases) {
        line.put("suite", suite)
                .put("method", method)
                .put("data", data)
                .put("protocol", protocol)
                .put("cases", cases);
    }

    BenchLine latencies(Latencies latencies) {
        line.putObject("latencyMicros")
                .put("p50", micros(latencies, 0.5))
                .put("p90", micros(latencies, 0.9))
                .put("p99", micros(latencies, 0.99))
                .put("max", micros(latencies, 1));
        return this;
    }

    /** To a tenth: the models answer in a few microseconds. */
    private static double micros(Latencies latencies, double share) {
        return Math.round(latencies.percentileNanos(share) / 100.0) / 10.0;
    }

    BenchLine throughput(double perSecond) {
        line.put("throughputPerSecond", Math.round(perSecond * 10) / 10.0);
        return this;
    }

    BenchLine metrics(Map<String, ? extends Number> metrics) {
        ObjectNode node = line.withObjectProperty("metrics");
        metrics.forEach((name, value) -> node.put(name, Math.round(value.doubleValue() * 10_000) / 10_000.0));
        return this;
    }

    BenchLine seconds(String what, double seconds) {
        line.withObjectProperty("seconds").put(what, Math.round(seconds * 1000) / 1000.0);
        return this;
    }

    BenchLine bytes(String what, long bytes) {
        line.withObjectProperty("bytes").put(what, bytes);
        return this;
    }

    void print(String command) {
        System.out.println(line.put("command", command));
    }
}
