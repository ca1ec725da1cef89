package dev.tandem.recommendation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A file is read back as it was written, or not at all. */
class ModelFileTest {
    private final SessionIndex index = SessionIndex.build(Logs.log(Logs.random(3, 60)));
    private final byte[] bytes = index.toFile().toBytes();

    @Test
    void anIndexAnswersTheSameAfterItsWayThroughAFile() throws IOException {
        SessionIndex read = SessionIndex.of(bytes);

        assertThat(read.toFile().toBytes()).isEqualTo(bytes);
        for (int i = 0; i < 100; i++) {
            SessionQuery query = SessionQuery.of(List.of(String.valueOf(i), String.valueOf(99 - i)));
            assertThat(read.recommend(query)).isEqualTo(index.recommend(query));
        }
        assertThat(read.sessionCount()).isEqualTo(60);
    }

    @Test
    void keepsEveryKindOfSection() throws IOException {
        ModelFile file = new ModelFile("test", 2)
                .put("ints", new int[] {1, -2, Integer.MAX_VALUE})
                .put("floats", new float[] {1.5f, Float.MIN_NORMAL})
                .put("doubles", new double[] {Math.PI})
                .put("strings", new String[] {"", "Käfig", "箱"});
        ModelFile read = ModelFile.of(file.toBytes(), "test", 3);

        assertThat(read.version()).isEqualTo(2);
        assertThat(read.ints("ints")).containsExactly(1, -2, Integer.MAX_VALUE);
        assertThat(read.floats("floats")).containsExactly(1.5f, Float.MIN_NORMAL);
        assertThat(read.doubles("doubles")).containsExactly(Math.PI);
        assertThat(read.strings("strings")).containsExactly("", "Käfig", "箱");
        assertThatThrownBy(() -> read.ints("none"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> read.doubles("ints")).isInstanceOf(ModelFormatException.class);
    }

    @Test
    void everyFlippedByteIsRefused() {
        Random random = new Random(1);
        for (int at = 0; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) (1 + random.nextInt(255));
            assertThatThrownBy(() -> SessionIndex.of(flipped)).isInstanceOf(ModelFormatException.class);
        }
    }

    @Test
    void everyCutFileIsRefused() {
        for (int length = 0; length < bytes.length; length += 1 + length / 50) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> SessionIndex.of(cut)).isInstanceOf(ModelFormatException.class);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> SessionIndex.of(longer)).isInstanceOf(ModelFormatException.class);
    }

    @Test
    void aFutureOrForeignFileIsRefusedAndSaysWhy() {
        byte[] future = new ModelFile(SessionIndex.KIND, SessionIndex.VERSION + 1).toBytes();
        assertThatThrownBy(() -> SessionIndex.of(future))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("version " + (SessionIndex.VERSION + 1));
        byte[] foreign = new ModelFile("graph", 1).toBytes();
        assertThatThrownBy(() -> SessionIndex.of(foreign)).hasMessageContaining("graph");
    }

    @Test
    void sectionsThatContradictEachOtherAreRefusedThoughTheChecksumIsRight() {
        ModelFile file = new ModelFile(SessionIndex.KIND, SessionIndex.VERSION)
                .put("items", new String[] {"a", "b"})
                .put("tuning", new double[17])
                .put("counts", new int[] {1, 1})
                .put("trending", new int[] {5})
                .put("trendShares", new float[] {1})
                .put("rising", new int[0])
                .put("revisits", new float[Revisits.LENGTHS * Revisits.RANKS])
                .put("sessionWeights", new float[0]);
        assertThatThrownBy(() -> SessionIndex.of(file.toBytes()))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("contradict");
    }
}
