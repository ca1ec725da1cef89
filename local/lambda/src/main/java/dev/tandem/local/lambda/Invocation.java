package dev.tandem.local.lambda;

import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One run of a function that somebody waits for. The future always completes: with a result, also where the function
 * failed, timed out or its process died, or with {@link ThrottledException}.
 */
record Invocation(
        String requestId,
        String functionArn,
        String traceId,
        byte[] payload,
        boolean wantsLog,
        long submittedNanos,
        CompletableFuture<InvocationResult> result) {

    static Invocation of(String functionName, String requestId, byte[] payload, boolean wantsLog) {
        HexFormat hex = HexFormat.of();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String trace = "Root=1-" + hex.toHexDigits((int) (System.currentTimeMillis() / 1000)) + "-"
                + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextInt()) + ";Sampled=0";
        return new Invocation(
                requestId,
                Arns.function(functionName),
                trace,
                payload,
                wantsLog,
                System.nanoTime(),
                new CompletableFuture<>());
    }

    static String newRequestId() {
        // UUID.randomUUID draws on the secure random; ids of a local run need not be secret, and it is on the hot path.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
