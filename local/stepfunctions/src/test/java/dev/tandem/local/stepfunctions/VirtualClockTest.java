package dev.tandem.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
    @Test
    void advanceRunsWhatIsDueInOrder() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        VirtualClock clock = VirtualClock.frozenAt(start);
        List<String> ran = new CopyOnWriteArrayList<>();
        clock.at(start.plusSeconds(3), () -> ran.add("third"));
        clock.at(start.plusSeconds(1), () -> ran.add("first"));
        clock.at(start.plusSeconds(2), () -> ran.add("withdrawn")).close();
        clock.at(start.plusSeconds(9), () -> ran.add("later"));
        clock.advance(Duration.ofSeconds(3));
        assertThat(ran).containsExactly("first", "third");
        assertThat(clock.now()).isEqualTo(start.plusSeconds(3));
        assertThat(clock.nextWake()).contains(start.plusSeconds(9));
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSystemClockWakesByItselfAndWhenItIsMoved() throws InterruptedException {
        try (VirtualClock clock = VirtualClock.system()) {
            assertThat(clock.now().getNano() % 1_000_000).isZero();
            CountDownLatch soon = new CountDownLatch(1);
            CountDownLatch far = new CountDownLatch(1);
            clock.at(clock.now().plus(Duration.ofDays(2000)), far::countDown);
            clock.at(clock.now().plusMillis(5), soon::countDown);
            assertThat(soon.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(far.getCount()).isEqualTo(1);
            clock.advance(Duration.ofDays(2001));
            assertThat(far.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
