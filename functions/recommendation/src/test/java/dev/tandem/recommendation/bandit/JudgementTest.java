package dev.tandem.recommendation.bandit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private static final Instant ISSUED = Instant.parse("2026-03-02T09:00:00Z");
    private static final byte[] KEY = new byte[RecommendationId.KEY_BYTES];
    private static final Segment SEGMENT = new Segment("cart", IntentBand.HIGH);
    private static final Weights WEIGHTS = Weights.of(List.of(), LocalDate.parse("2026-03-02"));
    private static final RecommendationId ID =
            RecommendationId.of(SEGMENT, WEIGHTS.draw(0.5), ISSUED, 0x7fff_1234_5678_9abcL, List.of("A", "B"));
    private static final String TEXT = ID.write(KEY, "s-1");

    private static Judgement judge(byte[] key, String text, String session, String sku, Duration after) {
        Instant at = ISSUED.plus(after);
        return Judgement.of(key, text, session, sku, at, Outcome.CLICKED, at);
    }

    private static String code(Judgement judgement) {
        return judgement instanceof Judgement.Refused refused ? refused.code() : "ACCEPTED";
    }

    @Test
    void anIdSaysWhatItWasMadeOf() {
        assertThat(TEXT).matches("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");
        assertThat(RecommendationId.read(KEY, "s-1", TEXT).orElseThrow()).satisfies(read -> {
            assertThat(read.segment()).isEqualTo(SEGMENT);
            assertThat(read.arm()).isEqualTo(ID.arm());
            assertThat(read.propensity()).isEqualTo((float) WEIGHTS.draw(0.5).propensity());
            assertThat(read.issuedAt()).isEqualTo(ISSUED);
            assertThat(read.random()).isEqualTo(0x1234_5678_9abcL);
            assertThat(read.holds("A") && read.holds("B")).isTrue();
        });
    }

    @Test
    void whatIsNotFeedbackToThisAnswerIsRefusedWithItsReason() {
        byte[] other = KEY.clone();
        other[0] = 1;
        assertThat(code(judge(KEY, TEXT, "s-1", "A", Duration.ofMinutes(1)))).isEqualTo("ACCEPTED");
        assertThat(code(judge(KEY, TEXT, "s-1", "A", Duration.ofHours(-3))))
                .as("a clock behind ours")
                .isEqualTo("ACCEPTED");
        assertThat(code(judge(KEY, TEXT, "s-2", "A", Duration.ZERO))).isEqualTo("ID_FORGED_OR_FOREIGN");
        assertThat(code(judge(other, TEXT, "s-1", "A", Duration.ZERO))).isEqualTo("ID_FORGED_OR_FOREIGN");
        assertThat(code(judge(KEY, TEXT, "s-1", "A", Duration.ofDays(8)))).isEqualTo("ID_EXPIRED");
        assertThat(code(judge(KEY, TEXT, "s-1", "Z", Duration.ZERO))).isEqualTo("ITEM_NOT_IN_ANSWER");
        assertThat(code(judge(KEY, TEXT, "s-1", null, Duration.ZERO))).isEqualTo("ITEM_NOT_IN_ANSWER");
        assertThat(code(Judgement.of(
                        KEY,
                        TEXT,
                        "s-1",
                        "A",
                        ISSUED,
                        Outcome.CLICKED,
                        ISSUED.plus(Judgement.ACCEPTED).plusSeconds(1))))
                .as("an old event that comes when its record may be gone")
                .isEqualTo("ID_EXPIRED");
        for (String text : List.of(
                "", "x", "4d0a2f63-52a5-4b8e-8f3a-0a4a4f6c1b11", "A".repeat(63), "!".repeat(64), "_".repeat(64))) {
            assertThat(code(judge(KEY, text, "s-1", "A", Duration.ZERO)))
                    .as(text)
                    .isEqualTo("ID_MALFORMED");
        }
    }

    @Test
    void noChangeOfAnyCharacterGoesUnnoticed() {
        Random random = new Random(11);
        for (int i = 0; i < TEXT.length(); i++) {
            char[] changed = TEXT.toCharArray();
            char replacement = "ABCabc019-_".charAt(random.nextInt(11));
            if (changed[i] != replacement) {
                changed[i] = replacement;
                assertThat(code(judge(KEY, new String(changed), "s-1", "A", Duration.ZERO)))
                        .isNotEqualTo("ACCEPTED");
            }
        }
    }

    @Test
    void itemsThatWereNotInTheAnswerAreMostlyTold() {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            items.add("IN-" + i);
        }
        RecommendationId id = RecommendationId.of(SEGMENT, WEIGHTS.draw(0), ISSUED, 42, items);
        assertThat(items).allMatch(id::holds);
        int wrong = 0;
        for (int i = 0; i < 10_000; i++) {
            wrong += id.holds("OUT-" + i) ? 1 : 0;
        }
        assertThat(wrong).isBetween(1, 120);
    }
}
