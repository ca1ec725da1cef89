package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Task tokens that someone may answer. */
final class TaskTokens {
    /** What became of an answer. */
    enum Outcome {
        ACCEPTED,
        /** The task is over: answered, timed out, stopped or retried. */
        OVER,
        UNKNOWN
    }

    private final Map<String, Pending> open = new ConcurrentHashMap<>();
    private final Map<String, Boolean> over = new ConcurrentHashMap<>();
    private final VirtualClock clock;

    TaskTokens(VirtualClock clock) {
        this.clock = clock;
    }

    /** One wait for an answer. Closing it makes later answers come too late. */
    final class Pending implements AutoCloseable {
        private final String token;
        private final Journal journal;
        private final String path;
        private final CompletableFuture<JsonNode> answer;
        private final @Nullable Duration heartbeat;
        private VirtualClock.@Nullable Timer heartbeatTimer;

        private Pending(
                String token,
                Journal journal,
                String path,
                CompletableFuture<JsonNode> answer,
                @Nullable Duration heartbeat) {
            this.token = token;
            this.journal = journal;
            this.path = path;
            this.answer = answer;
            this.heartbeat = heartbeat;
        }

        private synchronized Outcome take(@Nullable JsonNode output, @Nullable StateFailure failure) {
            if (answer.isDone()) {
                return Outcome.OVER;
            }
            ObjectNode line = Journal.line("answer", path);
            if (failure == null && output != null) {
                journal.append(line.set("out", output));
                answer.complete(output);
            } else if (failure != null) {
                journal.append(line.put("error", failure.error()).put("cause", failure.cause()));
                answer.completeExceptionally(failure);
            }
            return Outcome.ACCEPTED;
        }

        private synchronized Outcome beat() {
            if (answer.isDone()) {
                return Outcome.OVER;
            }
            if (heartbeat != null) {
                if (heartbeatTimer != null) {
                    heartbeatTimer.close();
                }
                Instant deadline = clock.now().plus(heartbeat);
                heartbeatTimer = clock.at(
                        deadline,
                        () -> answer.completeExceptionally(new StateFailure(
                                StateFailure.HEARTBEAT_TIMEOUT, "No heartbeat for " + heartbeat.toSeconds() + " s.")));
            }
            return Outcome.ACCEPTED;
        }

        @Override
        public synchronized void close() {
            if (heartbeatTimer != null) {
                heartbeatTimer.close();
            }
            answer.cancel(false);
            open.remove(token);
            if (over.size() > 10_000) {
                over.clear();
            }
            over.put(token, true);
        }
    }

    /** Waits for an answer to the token; an answer from before a restart completes at once. */
    Pending open(
            String token,
            Journal journal,
            String path,
            CompletableFuture<JsonNode> answer,
            @Nullable Duration heartbeat) {
        Pending pending = new Pending(token, journal, path, answer, heartbeat);
        open.put(token, pending);
        ObjectNode earlier = journal.recall("answer", path);
        if (earlier == null) {
            pending.beat();
        } else if (earlier.has("out")) {
            answer.complete(earlier.path("out"));
        } else {
            answer.completeExceptionally(new StateFailure(
                    earlier.path("error").textValue(), earlier.path("cause").textValue()));
        }
        return pending;
    }

    Outcome succeed(String token, JsonNode output) {
        Pending pending = open.get(token);
        return pending == null ? missing(token) : pending.take(output, null);
    }

    Outcome fail(String token, @Nullable String error, @Nullable String cause) {
        Pending pending = open.get(token);
        return pending == null ? missing(token) : pending.take(null, new StateFailure(error, cause));
    }

    Outcome heartbeat(String token) {
        Pending pending = open.get(token);
        return pending == null ? missing(token) : pending.beat();
    }

    private Outcome missing(String token) {
        return over.containsKey(token) ? Outcome.OVER : Outcome.UNKNOWN;
    }
}
