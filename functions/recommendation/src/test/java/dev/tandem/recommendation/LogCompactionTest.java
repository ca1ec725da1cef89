package dev.tandem.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.commons.TestClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogCompactionTest {
    private final TestClock clock = new TestClock(Visits.START);

    private static void fill(DataFiles files) {
        List<BehaviourEvent> events = Visits.chains(3, 384, Visits.START, 1);
        for (int from = 0; from < events.size(); from += 16) {
            Visits.log(files).append(events.subList(from, from + 16));
        }
        // Delivered again, in another call.
        Visits.log(files).append(events.subList(10, 60));
    }

    private static TrainingData data(DataFiles files) {
        return BehaviourLog.read(files).data();
    }

    @Test
    void manyFilesOfADayBecomeOneAndTheLogSaysTheSame() {
        MemoryFiles files = new MemoryFiles();
        fill(files);
        TrainingData before = data(files);
        LogCompaction.Report report = new LogCompaction(files, clock).run();
        assertThat(report.complete()).isTrue();
        assertThat(report.filesBefore()).isGreaterThan(80);
        assertThat(report.filesAfter())
                .isEqualTo(files.list(BehaviourLog.PREFIX).size());
        assertThat(files.list(BehaviourLog.PREFIX)).hasSize(1).allMatch(key -> key.contains("/merged-"));
        assertThat(data(files)).isEqualTo(before);
        assertThat(new LogCompaction(files, clock).run().days())
                .as("nothing is left to do")
                .isZero();
    }

    @Test
    void whereverItIsStoppedNothingIsLostAndNothingCountsTwice() {
        MemoryFiles whole = new MemoryFiles();
        fill(whole);
        TrainingData before = data(whole);
        for (int steps = 0; steps < 3; steps++) {
            int allowed = steps;
            MemoryFiles files = new MemoryFiles() {
                private int done;

                private void step() {
                    if (done++ == allowed) {
                        throw new IllegalStateException("stopped");
                    }
                }

                @Override
                public void write(String key, String contentType, byte[] content) {
                    step();
                    super.write(key, contentType, content);
                }

                @Override
                public void delete(List<String> keys) {
                    // Half of them go before it stops.
                    super.delete(keys.subList(0, keys.size() / 2));
                    step();
                    super.delete(keys);
                }
            };
            files.byKey.putAll(whole.byKey);
            if (allowed < 2) {
                assertThatThrownBy(() -> new LogCompaction(files, clock).run()).hasMessage("stopped");
            }
            assertThat(data(files)).as("stopped at step " + allowed).isEqualTo(before);
        }
    }

    @Test
    void aFileThatComesMeanwhileStaysAndADayWithFewFilesIsLeftAlone() {
        MemoryFiles files = new MemoryFiles() {
            @Override
            public void delete(List<String> keys) {
                Visits.log(this).append(Visits.chains(5, 1, Visits.START.plus(Duration.ofHours(1)), 9));
                super.delete(keys);
            }
        };
        fill(files);
        new LogCompaction(files, clock).run();
        assertThat(data(files).sessions()).hasSize(385);
        assertThat(files.list(BehaviourLog.PREFIX))
                .filteredOn(key -> !key.contains("/merged-"))
                .hasSize(1);
        assertThat(new LogCompaction(files, clock).run().days()).isZero();
    }
}
