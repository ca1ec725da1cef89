package dev.tandem.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LargeBodiesTest {
    private static final int MAX = 10_000_000;
    private final LargeBodies one = new LargeBodies(1, MAX, Duration.ofMillis(20));

    @Test
    void onlySoManyAreInMemoryAtOnce() {
        try (LargeBodies.Slot _ = one.enter(MAX)) {
            assertThatThrownBy(() -> one.enter(MAX)).hasMessageContaining("TOO_MANY_LARGE_BODIES");
            assertThatThrownBy(() -> one.enter(-1)).hasMessageContaining("TOO_MANY_LARGE_BODIES");
        }
        assertThatCode(() -> one.enter(MAX).close()).doesNotThrowAnyException();
    }

    @Test
    void smallAndRefusedOnesNeverWait() {
        try (LargeBodies.Slot _ = one.enter(MAX)) {
            assertThatCode(() -> one.enter(0).close()).doesNotThrowAnyException();
            assertThatCode(() -> one.enter(256 * 1024).close()).doesNotThrowAnyException();
            assertThatCode(() -> one.enter(MAX + 1L).close()).doesNotThrowAnyException();
        }
    }

    @Test
    void aChunkedBodyThatIsSmallGivesItsRoomBackAtOnceAndOnlyOnce() {
        try (LargeBodies.Slot chunked = one.enter(-1)) {
            chunked.settle(10);
            try (LargeBodies.Slot _ = one.enter(MAX)) {
                chunked.close();
                assertThatThrownBy(() -> one.enter(MAX)).isInstanceOf(ProblemException.class);
            }
        }
    }

    @Test
    void manyLargeBodiesAtOnceAreAllAnswered() throws Exception {
        try (var shop = new Shop();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String body = "{\"text\":\"" + "x".repeat(2_000_000) + "\"}";
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Callable<Integer> post =
                        () -> shop.send("POST", "/v1/items/query", body).statusCode();
                answers.add(threads.submit(post));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
    }
}
