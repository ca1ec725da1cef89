package dev.tandem.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.recommendation.model.InteractionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextItemDataTest {
    @TempDir
    Path folder;

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("sessions.txt"), content).toString();
    }

    @Test
    void readsSessionsInOrderOfTimeAndMarksItemsThatTheTrainingDataLack() throws IOException {
        List<NextItemData.Event> events = NextItemData.read(
                file("SessionId\tItemId\tTime\n2\t7\t20.0\n2\t5\t10.0\n3\t5\t1\n\n4\t5\t1\n4\t6\t2\n"));
        InteractionLog log = NextItemData.log(events, 2);
        assertThat(log.sessions().length).isEqualTo(6);
        assertThat(log.events()).isEqualTo(10);

        List<NextItemData.Event> test = List.of(
                new NextItemData.Event("t", "9", 3),
                new NextItemData.Event("t", "6", 1),
                new NextItemData.Event("u", "5", 1));
        // A session of one event has nothing to predict.
        assertThat(NextItemData.sessions(test, log.items()))
                .singleElement()
                .isEqualTo(new int[] {log.items().indexOf("6"), -1});
    }

    @Test
    void saysInOneLineWhatIsWrongWithAFile() {
        assertThatThrownBy(() -> NextItemData.read(folder.resolve("none").toString()))
                .hasMessageStartingWith("cannot read");
        assertThatThrownBy(() -> NextItemData.read(file("a,b,c\n"))).hasMessageContaining("header");
        assertThatThrownBy(() -> NextItemData.read(file("SessionId\tItemId\tTime\n1\t2\n")))
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> NextItemData.read(file("SessionId\tItemId\tTime\n1\t2\tNaN\n")))
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> NextItemData.read(file("SessionId\tItemId\tTime\n")))
                .hasMessageContaining("no events");
    }

    @Test
    void flagsHaveNoValue() {
        Arguments arguments = Arguments.withFlags(
                List.of("--train", "a", "--exclude-current", "--test", "b"),
                Set.of("--exclude-current"),
                "--train",
                "--test");
        assertThat(arguments.flag("--exclude-current")).isTrue();
        assertThat(arguments.text("--test")).contains("b");
        assertThatThrownBy(() -> Arguments.of(List.of("--exclude-current"), "--train"))
                .hasMessageContaining("--exclude-current");
    }
}
