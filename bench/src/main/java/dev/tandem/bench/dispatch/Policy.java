package dev.tandem.bench.dispatch;

import java.util.List;

/** Decides at a tick by what is known at that tick. */
public interface Policy {
    /** Instructions to idle riders; none twice. */
    List<Instruction> decide(Moment moment);

    /**
     * Fetch these, then bring those.
     *
     * @param rider index into the moment's day
     * @param pickUps requests in the order of the visits
     * @param dropOffs the same requests in the order of the visits
     */
    record Instruction(int rider, int[] pickUps, int[] dropOffs) {}

    /**
     * What is known: the day's shops and the riders whose shift has begun, the requests placed by now.
     *
     * @param waiting requests that are placed and not yet given to a rider, oldest first
     * @param riders those on duty, idle or not
     */
    record Moment(double now, Day day, List<Integer> waiting, List<OnDuty> riders) {
        /** Those who can be instructed at this tick. */
        public List<OnDuty> idle() {
            return riders.stream().filter(rider -> rider.freeAt <= now).toList();
        }
    }

    /** A rider on duty, where and when the last instruction ends; {@code served} counts the shift's orders so far. */
    record OnDuty(int rider, double x, double y, double freeAt, double on, double off, int served) {}
}
