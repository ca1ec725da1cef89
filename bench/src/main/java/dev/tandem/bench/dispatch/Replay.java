package dev.tandem.bench.dispatch;

import dev.tandem.bench.dispatch.Policy.Instruction;
import dev.tandem.bench.dispatch.Policy.Moment;
import dev.tandem.bench.dispatch.Policy.OnDuty;
import dev.tandem.bench.dispatch.Trip.Handover;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Replays a day: asks the policy at every tick, moves the riders as told. */
public final class Replay {
    private final Day day;
    private final Policy policy;
    private final double tickMinutes;
    private final double[] x;
    private final double[] y;
    private final double[] freeAt;
    private final int[] served;
    private final List<Trip> trips = new ArrayList<>();

    private Replay(Day day, Policy policy, double tickMinutes) {
        this.day = day;
        this.policy = policy;
        this.tickMinutes = tickMinutes;
        x = day.riders().stream().mapToDouble(Day.Rider::x).toArray();
        y = day.riders().stream().mapToDouble(Day.Rider::y).toArray();
        freeAt = day.riders().stream().mapToDouble(Day.Rider::on).toArray();
        served = new int[freeAt.length];
    }

    /**
     * Runs the whole day.
     *
     * @param tickMinutes how often the policy is asked
     * @param tickNanos told how long each decision took
     * @return every trip; whether it kept the rules is for {@link Checker} to say
     */
    public static List<Trip> run(Day day, Policy policy, double tickMinutes, LongConsumer tickNanos) {
        return new Replay(day, policy, tickMinutes).run(tickNanos);
    }

    private List<Trip> run(LongConsumer tickNanos) {
        int[] byPlacement = IntStream.range(0, day.requests().size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> day.requests().get(i).placed()))
                .mapToInt(Integer::intValue)
                .toArray();
        double end = day.riders().stream().mapToDouble(Day.Rider::off).max().orElse(0);
        List<Integer> waiting = new ArrayList<>();
        int placed = 0;
        for (double now = 0; now <= end; now += tickMinutes) {
            while (placed < byPlacement.length
                    && day.requests().get(byPlacement[placed]).placed() <= now) {
                waiting.add(byPlacement[placed++]);
            }
            Moment moment = new Moment(now, day, List.copyOf(waiting), onDuty(now));
            long start = System.nanoTime();
            List<Instruction> instructions = policy.decide(moment);
            tickNanos.accept(System.nanoTime() - start);
            for (Instruction instruction : instructions) {
                move(instruction, now);
                for (int request : instruction.pickUps()) {
                    waiting.remove((Integer) request);
                }
            }
        }
        return trips;
    }

    private List<OnDuty> onDuty(double now) {
        List<OnDuty> onDuty = new ArrayList<>();
        for (int i = 0; i < freeAt.length; i++) {
            Day.Rider rider = day.riders().get(i);
            if (rider.on() <= now && now <= rider.off()) {
                onDuty.add(new OnDuty(i, x[i], y[i], freeAt[i], rider.on(), rider.off(), served[i]));
            }
        }
        return onDuty;
    }

    private void move(Instruction instruction, double now) {
        int rider = instruction.rider();
        List<Handover> pickUps = new ArrayList<>();
        double clock = now;
        for (int i = 0; i < instruction.pickUps().length; ) {
            int shopIndex = day.requests().get(instruction.pickUps()[i]).shop();
            Day.Shop shop = day.shops().get(shopIndex);
            int next = i;
            double ready = 0;
            while (next < instruction.pickUps().length
                    && day.requests().get(instruction.pickUps()[next]).shop() == shopIndex) {
                ready = Math.max(
                        ready, day.requests().get(instruction.pickUps()[next++]).ready());
            }
            clock = Math.max(
                    ready, clock + day.travel(x[rider], y[rider], shop.x(), shop.y()) + day.pickUpService() / 2);
            for (; i < next; i++) {
                pickUps.add(new Handover(instruction.pickUps()[i], clock));
            }
            clock += day.pickUpService() / 2;
            x[rider] = shop.x();
            y[rider] = shop.y();
        }
        List<Handover> dropOffs = new ArrayList<>();
        for (int index : instruction.dropOffs()) {
            Day.Request request = day.requests().get(index);
            clock += day.travel(x[rider], y[rider], request.x(), request.y()) + day.dropOffService() / 2;
            dropOffs.add(new Handover(index, clock));
            clock += day.dropOffService() / 2;
            x[rider] = request.x();
            y[rider] = request.y();
        }
        freeAt[rider] = clock;
        served[rider] += instruction.dropOffs().length;
        trips.add(new Trip(rider, now, pickUps, dropOffs));
    }
}
