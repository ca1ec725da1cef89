package dev.tandem.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineRetailTest {
    @TempDir
    Path folder;

    @Test
    void salesMovedToTodayKeepWeekdayAndHourOfTheShop() throws IOException {
        Path file = Files.writeString(folder.resolve("invoices.csv"), """
                Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
                1,A,Cup,2,2010-06-24 10:30:00,1.25,7,United Kingdom
                2,A,Cup,1,2010-12-09 15:00:00,1.25,8,France
                """);
        List<OnlineRetail.Line> lines = OnlineRetail.read(file, LocalDate.MIN, LocalDate.MAX);

        long weeks = OnlineRetail.weeksUntil(lines, LocalDate.parse("2026-11-21"));
        List<OnlineRetail.Line> moved =
                lines.stream().map(line -> line.later(weeks)).toList();

        // A Thursday in summer time stays half past ten of a Thursday; the last lies in the week up to the given day.
        assertThat(moved)
                .extracting(OnlineRetail.Line::soldAt)
                .containsExactly("2026-06-04T09:30:00Z", "2026-11-19T15:00:00Z");
        assertThat(moved).extracting(OnlineRetail.Line::quantity).containsExactly("2", "1");
    }

    @Test
    void salesAreMovedBackAsWell() throws IOException {
        Path file = Files.writeString(folder.resolve("invoices.csv"), """
                Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
                1,A,Cup,2,2010-12-09 10:30:00,1.25,7,United Kingdom
                """);
        List<OnlineRetail.Line> lines = OnlineRetail.read(file, LocalDate.MIN, LocalDate.MAX);
        assertThat(OnlineRetail.weeksUntil(lines, LocalDate.parse("2010-12-08")))
                .isEqualTo(-1);
        assertThat(OnlineRetail.weeksUntil(lines, LocalDate.parse("2010-12-09")))
                .isZero();
        assertThat(OnlineRetail.weeksUntil(lines, LocalDate.parse("2010-12-15")))
                .isZero();
        assertThat(OnlineRetail.weeksUntil(lines, LocalDate.parse("2010-12-16")))
                .isEqualTo(1);
    }
}
