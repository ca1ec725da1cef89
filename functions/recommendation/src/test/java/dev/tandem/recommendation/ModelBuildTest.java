package dev.tandem.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.commons.TestClock;
import dev.tandem.recommendation.model.SessionQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From the log to published models and back into memory, in the steps of the workflow. */
class ModelBuildTest {
    /** A model that is one number; it is as good as that number. */
    private static final class NumberPart implements ModelPart<Double> {
        double next = 0.5;
        boolean broken;

        @Override
        public String name() {
            return "number";
        }

        @Override
        public Optional<Double> train(TrainingData data) {
            if (broken) {
                throw new IllegalStateException("Out of numbers");
            }
            return next < 0 ? Optional.empty() : Optional.of(next);
        }

        @Override
        public Figures judge(Double model, TrainingData heldOut) {
            return Figures.of(heldOut.sessions().size(), Map.of("auc", model));
        }

        @Override
        public String leadingFigure() {
            return "auc";
        }

        @Override
        public byte[] write(Double model) {
            return model.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Double read(byte[] file) {
            return Double.valueOf(new String(file, StandardCharsets.UTF_8));
        }
    }

    private final MemoryFiles files = new MemoryFiles();
    private final TestClock clock = new TestClock(Visits.START.plus(Duration.ofDays(40)));
    private final NumberPart number = new NumberPart();
    private final List<ModelPart<?>> parts = List.of(Parts.NEXT_ITEM, number);
    private final ModelBuild build = new ModelBuild(
            files,
            name -> parts.stream()
                    .filter(part -> part.name().equals(name))
                    .findFirst()
                    .orElseThrow(),
            clock);
    private final ModelPublication publication = new ModelPublication(files, clock);
    private final ModelShelf shelf = new ModelShelf(files, parts, clock);

    private ModelPublication.Input built(String name) {
        clock.advance(Duration.ofMinutes(2));
        List<ModelPublication.Result> results = new ArrayList<>();
        for (ModelPart<?> part : parts) {
            try {
                ModelBuild.Output output = build.run(new ModelBuild.Input(name, part.name()));
                results.add(new ModelPublication.Result(output.part(), output.candidate(), null));
            } catch (IllegalStateException e) {
                results.add(new ModelPublication.Result(
                        part.name(),
                        null,
                        new ModelPublication.Failure("IllegalState", String.valueOf(e.getMessage()))));
            }
        }
        return new ModelPublication.Input(name, results, List.of(), null);
    }

    private ModelReport run(String name) {
        return publication.run(built(name));
    }

    private static ModelReport.PartReport part(ModelReport report, String name) {
        return report.parts().stream()
                .filter(part -> part.part().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertStatus(
            ModelReport report, ModelReport.PartStatus nextItem, ModelReport.PartStatus number) {
        assertThat(report.parts())
                .as(report.toString())
                .extracting(ModelReport.PartReport::status)
                .containsExactly(nextItem, number);
    }

    private String after(String item) {
        return shelf.current()
                .of(Parts.NEXT_ITEM)
                .orElseThrow()
                .recommend(SessionQuery.of(List.of(item)))
                .getFirst()
                .item();
    }

    private void log(List<BehaviourEvent> events) {
        BehaviourLog log = Visits.log(files);
        for (int from = 0; from < events.size(); from += 100) {
            log.append(events.subList(from, Math.min(events.size(), from + 100)));
        }
    }

    @Test
    void aLogBecomesModelsThatHaveLearntItsSessions() {
        log(Visits.chains(3, 600, Visits.START, 1));
        ModelReport report = run("first");
        assertThat(report.status()).as(report.toString()).isEqualTo(ModelReport.Status.PUBLISHED);
        ModelReport.PartReport nextItem = part(report, "next-item");
        assertThat(nextItem.sessions()).isEqualTo(600);
        assertThat(nextItem.events()).isEqualTo(2400);
        assertThat(nextItem.figures().metric("hr@20")).isGreaterThan(0.8);
        assertThat(after("I7")).isEqualTo("I10");
        assertThat(shelf.current().of(number)).contains(0.5);
        assertThat(Manifest.read(files)
                        .orElseThrow()
                        .part("next-item")
                        .orElseThrow()
                        .items())
                .isEqualTo(50);
    }

    @Test
    void eventsThatComeTwiceAreLearntOnce() {
        List<BehaviourEvent> events = Visits.chains(3, 60, Visits.START, 1);
        log(events);
        int written = files.byKey.size();
        log(events);
        assertThat(files.byKey).as("the same calls write the same files").hasSize(written);
        Visits.log(files).append(events.reversed());
        assertThat(part(run("build"), "next-item").events()).isEqualTo(240);
    }

    @Test
    void theWholeBehaviourIsReadBack() {
        Visits.log(files)
                .append(List.of(
                        new BehaviourEvent(
                                "e2",
                                "s",
                                "u",
                                Visits.START.plusSeconds(2),
                                Kind.SCROLL,
                                "I1",
                                null,
                                null,
                                -40.5,
                                0.75,
                                null,
                                null,
                                null,
                                null),
                        new BehaviourEvent(
                                "e1",
                                "s",
                                null,
                                Visits.START,
                                Kind.CLICK,
                                "I1",
                                null,
                                null,
                                null,
                                null,
                                "price",
                                null,
                                null,
                                null),
                        new BehaviourEvent(
                                "e3",
                                "s",
                                "u",
                                Visits.START.plusSeconds(3),
                                Kind.ADD_TO_CART,
                                "I1",
                                2,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null)));
        files.write(BehaviourLog.PREFIX + "torn.jsonl", "", "{\"eventId\":".getBytes(StandardCharsets.UTF_8));
        BehaviourLog.Content content = BehaviourLog.read(files);
        assertThat(content.unreadable()).isEqualTo(1);
        List<TrainingData.Event> events = content.data().sessions().getFirst().events();
        assertThat(events)
                .extracting(TrainingData.Event::kind)
                .containsExactly(Kind.CLICK, Kind.SCROLL, Kind.ADD_TO_CART);
        assertThat(events.getFirst().zone()).isEqualTo("price");
        assertThat(events.get(1).scrollPxPerSecond()).isEqualTo(-40.5f);
        assertThat(events.get(1).scrollDepth()).isEqualTo(0.75f);
        assertThat(events.getLast().quantity()).isEqualTo(2);
        assertThat(events.getFirst().userId()).isEmpty();
        assertThat(events.getLast().userId()).isNotEmpty();
    }

    @Test
    void aModelThatIsWorseOnDaysNeitherHasSeenStaysAwayAndTheOtherPartIsPublished() {
        log(Visits.chains(3, 600, Visits.START, 1));
        run("first");
        String first = shelf.current().versions().get("next-item");
        // What came in since is as before, but most of the log is lost, and what is left of it says something else.
        files.byKey.keySet().removeIf(key -> key.startsWith(BehaviourLog.PREFIX));
        log(Visits.chains(7, 300, Visits.START, 3));
        log(Visits.chains(3, 100, Visits.START.plus(Duration.ofDays(20)), 2));
        number.next = 0.6;
        ModelReport report = run("second");
        assertStatus(report, ModelReport.PartStatus.WORSE_THAN_IN_USE, ModelReport.PartStatus.PUBLISHED);
        assertThat(part(report, "next-item").inUse().metric("mrr@20"))
                .isGreaterThan(part(report, "next-item").figures().metric("mrr@20"));
        assertThat(shelf.current().versions()).containsEntry("next-item", first);
        assertThat(shelf.current().of(number)).contains(0.6);
        assertThat(Manifest.read(files)
                        .orElseThrow()
                        .part("number")
                        .orElseThrow()
                        .comparedWith()
                        .metric("auc"))
                .isEqualTo(0.5);
    }

    @Test
    void aPartThatFailsOrHasNoDataStaysAsItIsAndIsOnRecord() {
        log(Visits.chains(3, 200, Visits.START, 1));
        run("first");
        log(Visits.chains(3, 200, Visits.START.plus(Duration.ofDays(10)), 5));
        number.broken = true;
        ModelReport broken = run("second");
        assertThat(broken.status()).isEqualTo(ModelReport.Status.PARTLY_FAILED);
        assertStatus(broken, ModelReport.PartStatus.PUBLISHED, ModelReport.PartStatus.FAILED);
        assertThat(part(broken, "number").reason()).contains("Out of numbers");
        number.broken = false;
        number.next = -1;
        assertStatus(run("third"), ModelReport.PartStatus.PUBLISHED, ModelReport.PartStatus.NO_DATA);
        assertThat(shelf.current().of(number)).contains(0.5);
    }

    @Test
    void theSameLogAgainIsNotWorseAndNewBehaviourIsTakenUp() {
        log(Visits.chains(3, 600, Visits.START, 1));
        run("first");
        Map<String, String> first = shelf.current().versions();
        ModelReport again = run("again");
        assertThat(again.status()).as(again.toString()).isEqualTo(ModelReport.Status.PUBLISHED);
        assertThat(first).isNotEmpty();
        log(Visits.chains(3, 200, Visits.START.plus(Duration.ofDays(10)), 5));
        ModelReport more = run("more");
        assertThat(more.status()).as(more.toString()).isEqualTo(ModelReport.Status.PUBLISHED);
        assertThat(shelf.current().versions())
                .as("two minutes later the shelf has the new ones")
                .containsEntry("next-item", part(more, "next-item").version());
        assertThat(files.list(ModelReport.PREFIX)).hasSize(3);
    }

    @Test
    void publishingTwiceChangesNothingAndALateBuildDoesNotUndoANewerOne() {
        log(Visits.chains(3, 200, Visits.START, 1));
        ModelPublication.Input slow = built("slow");
        number.next = 0.7;
        ModelPublication.Input quick = built("quick");
        publication.run(quick);
        byte[] manifest = files.byKey.get(Manifest.KEY);
        assertStatus(publication.run(quick), ModelReport.PartStatus.PUBLISHED, ModelReport.PartStatus.PUBLISHED);
        assertThat(files.byKey.get(Manifest.KEY)).isEqualTo(manifest);
        assertStatus(publication.run(slow), ModelReport.PartStatus.OVERTAKEN, ModelReport.PartStatus.OVERTAKEN);
        assertThat(files.byKey.get(Manifest.KEY)).isEqualTo(manifest);
        assertThat(shelf.current().of(number)).contains(0.7);
    }

    @Test
    void aCorruptOrFutureModelIsRefusedAndTheOldOneStaysWhileOtherPartsAreTaken() {
        log(Visits.chains(3, 200, Visits.START, 1));
        run("first");
        Map<String, String> held = shelf.current().versions();
        Manifest first = Manifest.read(files).orElseThrow();
        byte[] manifest = files.byKey.get(Manifest.KEY);

        clock.advance(ModelShelf.EVERY);
        files.write(
                Manifest.KEY,
                "",
                text(manifest).replace("\"format\":2", "\"format\":3").getBytes(StandardCharsets.UTF_8));
        assertThat(shelf.current().versions()).isEqualTo(held);
        assertThatThrownBy(() -> Manifest.read(files)).isInstanceOf(IllegalArgumentException.class);

        files.write(Manifest.KEY, "", manifest);
        number.next = 0.6;
        run("second");
        Manifest.Part torn =
                Manifest.read(files).orElseThrow().part("next-item").orElseThrow();
        byte[] file = files.byKey.get(torn.key()).clone();
        file[file.length / 2] ^= 1;
        files.write(torn.key(), "", file);
        assertThat(shelf.current().versions())
                .as("the hash does not match")
                .containsEntry(
                        "next-item", first.part("next-item").orElseThrow().version());
        assertThat(shelf.current().of(number)).contains(0.6);

        clock.advance(ModelShelf.EVERY);
        files.write(
                Manifest.KEY,
                "",
                text(files.byKey.get(Manifest.KEY))
                        .replace(torn.sha256(), ModelBuild.sha256(file))
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(shelf.current().versions())
                .as("the checksum does not match")
                .containsEntry(
                        "next-item", first.part("next-item").orElseThrow().version());
        assertThat(part(run("third"), "next-item").reason())
                .as("one that cannot be read does not stand in the way")
                .isEqualTo("There was no model to compare with");
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void aManifestOfAnEarlierFormatCountsAsNone() {
        files.write(Manifest.KEY, "", "{\"format\":1,\"key\":\"old\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(shelf.current().versions()).isEmpty();
        log(Visits.chains(3, 200, Visits.START, 1));
        assertThat(run("first").status()).isEqualTo(ModelReport.Status.PUBLISHED);
        assertThat(shelf.current().versions()).hasSize(2);
    }

    @Test
    void withoutDataThereIsNoModelAndAFailureLeavesItsRecord() {
        assertThat(run("empty").status()).isEqualTo(ModelReport.Status.NO_DATA);
        assertThat(shelf.current().versions()).isEmpty();
        ModelReport failed = publication.run(new ModelPublication.Input(
                "night", null, null, new ModelPublication.Failure("States.Timeout", "too long")));
        assertThat(failed.status()).isEqualTo(ModelReport.Status.FAILED);
        assertThat(failed.reason()).isEqualTo("States.Timeout: too long");
        assertThat(files.list(ModelReport.PREFIX)).hasSize(2);
    }
}
