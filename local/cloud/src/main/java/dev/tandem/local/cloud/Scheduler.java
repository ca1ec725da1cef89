package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.stepfunctions.VirtualClock;
import dev.tandem.local.template.Resource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the targets of schedules when they are due by the virtual clock, or now when somebody asks. Runs that were
 * missed (the machine slept, the clock was moved) are not caught up: each schedule then runs once.
 */
final class Scheduler implements AutoCloseable {

    /** Starts what a schedule points at; throws when that is refused or does not exist. */
    interface Target {
        void start(Resource.Schedule schedule, String input);
    }

    /** What the local page shows of a schedule. */
    record Status(
            Resource.Schedule schedule,
            Optional<Instant> next,
            Optional<Instant> lastFired,
            long fired,
            Optional<String> lastError) {}

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    private final VirtualClock clock;
    private final Target target;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private volatile boolean closed;

    private static final class Entry {
        private final Resource.Schedule schedule;
        private final ScheduleExpression expression;
        private VirtualClock.@Nullable Timer timer;
        private @Nullable Instant next;
        private @Nullable Instant lastFired;
        private @Nullable String lastError;
        private long fired;

        Entry(Resource.Schedule schedule, ScheduleExpression expression) {
            this.schedule = schedule;
            this.expression = expression;
        }
    }

    Scheduler(VirtualClock clock, List<Resource.Schedule> schedules, Target target) {
        this.clock = clock;
        this.target = target;
        for (Resource.Schedule schedule : schedules) {
            try {
                ScheduleExpression expression = ScheduleExpression.parse(schedule.expression(), schedule.zone());
                entries.put(schedule.name(), new Entry(schedule, expression));
            } catch (IllegalArgumentException e) {
                throw new StartupException("schedule " + schedule.name() + ": " + e.getMessage(), e);
            }
        }
    }

    void start() {
        entries.values().stream().filter(entry -> entry.schedule.enabled()).forEach(this::plan);
    }

    /** Runs a schedule now; false when there is none of that name. Throws what its target throws. */
    boolean fire(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            return false;
        }
        run(entry, clock.now());
        return true;
    }

    List<Status> status() {
        return entries.values().stream()
                .map(entry -> {
                    synchronized (entry) {
                        return new Status(
                                entry.schedule,
                                Optional.ofNullable(entry.next),
                                Optional.ofNullable(entry.lastFired),
                                entry.fired,
                                Optional.ofNullable(entry.lastError));
                    }
                })
                .toList();
    }

    private void plan(Entry entry) {
        synchronized (entry) {
            if (closed) {
                return;
            }
            entry.next = entry.expression.next(clock.now()).orElse(null);
            if (entry.next != null) {
                Instant due = entry.next;
                entry.timer = clock.at(due, () -> due(entry, due));
            }
        }
    }

    /** On the clock's thread, which must not be held: the target runs on its own. */
    private void due(Entry entry, Instant at) {
        plan(entry);
        Thread.ofVirtual().name("schedule-" + entry.schedule.name()).start(() -> {
            try {
                run(entry, at);
            } catch (RuntimeException e) {
                LOG.warn("Schedule {} could not start its target: {}", entry.schedule.name(), e.getMessage());
            }
        });
    }

    private void run(Entry entry, Instant at) {
        try {
            target.start(entry.schedule, input(entry.schedule, at));
            note(entry, null);
        } catch (RuntimeException e) {
            note(entry, e.getMessage());
            throw e;
        }
    }

    private void note(Entry entry, @Nullable String error) {
        synchronized (entry) {
            entry.fired++;
            entry.lastFired = clock.now();
            entry.lastError = error;
        }
    }

    /** The input of the template with the scheduler's context attributes filled in, or the event AWS sends without one. */
    static String input(Resource.Schedule schedule, Instant at) {
        String arn = "arn:aws:scheduler:eu-central-1:000000000000:schedule/default/" + schedule.name();
        String time = at.truncatedTo(ChronoUnit.SECONDS).toString();
        String id = UUID.randomUUID().toString();
        if (schedule.input().isPresent()) {
            return schedule.input()
                    .get()
                    .replace("<aws.scheduler.schedule-arn>", arn)
                    .replace("<aws.scheduler.scheduled-time>", time)
                    .replace("<aws.scheduler.execution-id>", id)
                    .replace("<aws.scheduler.attempt-number>", "1");
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "0");
        event.put("id", id);
        event.put("detail-type", "Scheduled Event");
        event.put("source", "aws.scheduler");
        event.put("account", "000000000000");
        event.put("time", time);
        event.put("region", "eu-central-1");
        event.putArray("resources").add(arn);
        event.put("detail", "{}");
        return event.toString();
    }

    @Override
    public void close() {
        closed = true;
        for (Entry entry : entries.values()) {
            synchronized (entry) {
                if (entry.timer != null) {
                    entry.timer.close();
                }
            }
        }
    }
}
