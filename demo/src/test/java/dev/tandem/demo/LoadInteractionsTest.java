package dev.tandem.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadInteractionsTest {
    private static final LocalDate FIRST = LocalDate.parse("2000-01-01");
    private static final LocalDate LAST = LocalDate.parse("2030-01-01");

    @Test
    void sessionsAreViews(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("train.txt"),
                "SessionId\tItemId\tTime\n10036\t14957\t1592337718.0\n7\t3\t1592337765.5\n");
        List<ObjectNode> events = LoadInteractions.views(file, FIRST, LAST);
        assertThat(events).hasSize(2);
        assertThat(events.getFirst().toString())
                .isEqualTo("{\"eventId\":\"line-2\",\"sessionId\":\"views-10036\",\"consent\":true,"
                        + "\"at\":\"2020-06-16T20:01:58Z\",\"kind\":\"view\",\"sku\":\"14957\"}");
        assertThat(LoadInteractions.views(file, FIRST, LocalDate.parse("2020-06-15")))
                .isEmpty();
    }

    @Test
    void anotherFileIsRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("train.txt"), "a,b\n1,2\n");
        assertThatThrownBy(() -> LoadInteractions.views(file, FIRST, LAST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("SessionId");
    }

    @Test
    void invoicesAreBasketsAndCancellationsAreNot(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("sales.csv"), """
                Invoice,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country
                1,A,X,12,2009-12-01 07:45:00,6.95,13085.0,United Kingdom
                1,B,Y,3,2009-12-01 07:45:00,0.425,13085.0,United Kingdom
                C2,A,X,-1,2010-07-02 10:00:00,6.95,13085.0,France
                """);
        List<ObjectNode> events = LoadInteractions.purchases(file, FIRST, LAST);
        assertThat(events)
                .hasSize(2)
                .allMatch(event -> event.path("kind").asText().equals("purchase"));
        assertThat(events).extracting(event -> event.path("sessionId").asText()).containsOnly("invoice-1");
        assertThat(events).extracting(event -> event.path("eventId").asText()).doesNotHaveDuplicates();
    }
}
