package dev.tandem.bench;

import dev.tandem.returns.photo.tag.CodeRead;
import dev.tandem.returns.photo.tag.ExpectedCode;
import dev.tandem.returns.photo.tag.TagReading;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Counts of a folder or condition. */
final class PrecheckTally {
    private final Latencies latencies = new Latencies();
    private final String suite;
    private final String protocol;
    private final String command;
    private int found;
    private int wrong;
    private int asked;
    private int accepted;

    PrecheckTally(String suite, String protocol, String command) {
        this.suite = suite;
        this.protocol = protocol;
        this.command = command;
    }

    void add(TagReading reading, long nanos) {
        latencies.add(nanos);
        found += reading instanceof TagReading.Found ? 1 : 0;
        wrong += reading instanceof TagReading.Mismatch ? 1 : 0;
    }

    void add(String code, Optional<CodeRead> read, long nanos) {
        latencies.add(nanos);
        boolean right = read.filter(one -> ExpectedCode.of(code).accepts(one)).isPresent();
        found += right ? 1 : 0;
        wrong += read.isPresent() && !right ? 1 : 0;
    }

    void ask(boolean accept) {
        asked++;
        accepted += accept ? 1 : 0;
    }

    void print(String method, String data) {
        Map<String, Number> metrics = new LinkedHashMap<>();
        metrics.put("found", (double) found / latencies.count());
        metrics.put("wrong", (double) wrong / latencies.count());
        if (asked > 0) {
            metrics.put("falseAccept", (double) accepted / asked);
            metrics.put("falseAccepts", accepted);
            metrics.put("askedWrongly", asked);
        }
        metrics.put("p50Ms", latencies.percentileMicros(0.5) / 1000.0);
        metrics.put("p95Ms", latencies.percentileMicros(0.95) / 1000.0);
        metrics.put("maxMs", latencies.percentileMicros(1) / 1000.0);
        new BenchLine(suite, method, data, protocol, latencies.count())
                .metrics(metrics)
                .latencies(latencies)
                .print(command);
    }
}
