package dev.tandem.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.recommendation.model.Recommendation;
import dev.tandem.recommendation.model.SessionQuery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the log to a published model and back into memory. */
class ModelBuildTest {
    private final MemoryFiles files = new MemoryFiles();
    private final Visits.Hand clock = new Visits.Hand(Visits.START.plus(Duration.ofDays(40)));
    private final NextItems.Trainer trainer = new SessionModel.Trainer();
    private final ModelBuild build = new ModelBuild(files, trainer, clock);
    private final ModelShelf shelf = new ModelShelf(files, trainer, clock);

    private ModelReport run(String name) {
        clock.advance(Duration.ofMinutes(2));
        return build.run(new ModelBuild.Input(name, null));
    }

    private String after(String item) {
        List<Recommendation> answer =
                shelf.current().orElseThrow().items().recommend(SessionQuery.of(List.of(item)));
        return answer.getFirst().item();
    }

    private void log(List<BehaviourEvent> events) {
        BehaviourLog log = new BehaviourLog(files);
        for (int from = 0; from < events.size(); from += 100) {
            log.append(events.subList(from, Math.min(events.size(), from + 100)));
        }
    }

    @Test
    void aLogBecomesAModelThatHasLearntItsSessions() {
        log(Visits.chains(3, 600, Visits.START, 1));
        ModelReport report = run("first");
        assertThat(report.status()).as(report.toString()).isEqualTo(ModelReport.Status.PUBLISHED);
        assertThat(report.sessions()).isEqualTo(600);
        assertThat(report.interactions()).isEqualTo(2400);
        assertThat(report.figures().hitRate()).isGreaterThan(0.8);
        assertThat(after("I7")).isEqualTo("I10");
        assertThat(ModelBuild.manifest(files).orElseThrow().items()).isEqualTo(50);
    }

    @Test
    void eventsThatComeTwiceAreLearntOnce() {
        List<BehaviourEvent> events = Visits.chains(3, 60, Visits.START, 1);
        log(events);
        int written = files.byKey.size();
        log(events);
        assertThat(files.byKey).as("the same calls write the same files").hasSize(written);
        new BehaviourLog(files).append(events.reversed());
        assertThat(run("build").interactions()).isEqualTo(240);
    }

    @Test
    void aModelThatIsWorseOnDaysNeitherHasSeenIsNotPublished() {
        log(Visits.chains(3, 600, Visits.START, 1));
        String first = run("first").version();
        // What came in since is as before, but most of the log is lost, and what is left of it says something else.
        files.byKey.keySet().removeIf(key -> key.startsWith(BehaviourLog.PREFIX));
        log(Visits.chains(7, 300, Visits.START, 3));
        log(Visits.chains(3, 100, Visits.START.plus(Duration.ofDays(20)), 2));
        ModelReport report = run("second");
        assertThat(report.status()).as(report.toString()).isEqualTo(ModelReport.Status.WORSE_THAN_IN_USE);
        assertThat(report.inUse().reciprocalRank()).isGreaterThan(report.figures().reciprocalRank());
        assertThat(shelf.current().orElseThrow().version()).isEqualTo(first);
    }

    @Test
    void theSameLogAgainIsNotWorseAndNewBehaviourIsTakenUp() {
        log(Visits.chains(3, 600, Visits.START, 1));
        String first = run("first").version();
        assertThat(shelf.current().orElseThrow().version()).isEqualTo(first);
        ModelReport again = run("again");
        assertThat(again.status()).as(again.toString()).isEqualTo(ModelReport.Status.PUBLISHED);
        log(Visits.chains(3, 200, Visits.START.plus(Duration.ofDays(10)), 5));
        ModelReport more = run("more");
        assertThat(more.status()).as(more.toString()).isEqualTo(ModelReport.Status.PUBLISHED);
        assertThat(shelf.current().orElseThrow().version())
                .as("two minutes later the shelf has the new one")
                .isEqualTo(more.version());
        assertThat(files.list(ModelReport.PREFIX)).hasSize(3);
    }

    @Test
    void aCorruptOrFutureModelIsRefusedAndTheOldOneStays() {
        log(Visits.chains(3, 200, Visits.START, 1));
        run("first");
        String held = shelf.current().orElseThrow().version();
        byte[] manifest = files.byKey.get(Manifest.KEY);
        Manifest good = ModelBuild.manifest(files).orElseThrow();

        clock.advance(ModelShelf.EVERY);
        files.write(Manifest.KEY, "", new String(manifest).replace(held, "torn").getBytes());
        assertThat(shelf.current().orElseThrow().version()).isEqualTo(held);

        clock.advance(ModelShelf.EVERY);
        files.write(Manifest.KEY, "", new String(manifest).replace("\"format\":1", "\"format\":2").getBytes());
        assertThat(shelf.current().orElseThrow().version()).isEqualTo(held);

        clock.advance(ModelShelf.EVERY);
        byte[] file = files.byKey.get(good.key()).clone();
        file[file.length / 2] ^= 1;
        files.write("models/recommendation/versions/torn.bin", "", file);
        files.write(
                Manifest.KEY,
                "",
                new String(manifest)
                        .replace(held, "torn")
                        .replace(good.sha256(), ModelBuild.sha256(file))
                        .getBytes());
        assertThat(shelf.current().orElseThrow().version()).isEqualTo(held);
    }

    @Test
    void withoutDataThereIsNoModelAndAFailureLeavesItsRecord() {
        assertThat(run("empty").status()).isEqualTo(ModelReport.Status.NO_DATA);
        assertThat(shelf.current()).isEmpty();
        ModelReport failed = build.run(new ModelBuild.Input("night", new ModelBuild.Failure("States.Timeout", "too long")));
        assertThat(failed.status()).isEqualTo(ModelReport.Status.FAILED);
        assertThat(files.list(ModelReport.PREFIX)).hasSize(2);
    }
}
