package dev.tandem.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadSalesTest {
    @Test
    void readsInvoiceLinesOfTheDaysAskedFor(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("sales.csv"), """
                Invoice,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country
                1,A,"X, red",12,2009-12-01 07:45:00,6.95,13085.0,United Kingdom
                1,B,Y,3,2009-12-01 07:45:00,0.425,13085.0,United Kingdom
                C2,A,"X, red",-1,2010-07-02 10:00:00,6.95,13085.0,France
                3,A,"X, red",1,2010-07-03 10:00:00,6.95,13085.0,France
                """);
        List<OnlineRetail.Line> lines =
                OnlineRetail.read(file, LocalDate.parse("2009-12-01"), LocalDate.parse("2010-07-02"));
        assertThat(lines)
                .containsExactly(
                        new OnlineRetail.Line("1", 1, "A", "12", "2009-12-01T07:45:00Z", "695", "United Kingdom"),
                        new OnlineRetail.Line("1", 2, "B", "3", "2009-12-01T07:45:00Z", "43", "United Kingdom"),
                        new OnlineRetail.Line("C2", 1, "A", "-1", "2010-07-02T09:00:00Z", "695", "France"));
    }

    @Test
    void readsTheSecondYearToo(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("sales.csv"), """
                InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
                1,A,"X, red",12,2010-12-01 07:45:00,6.95,13085.0,United Kingdom
                """);
        assertThat(OnlineRetail.read(file, LocalDate.MIN, LocalDate.MAX))
                .containsExactly(
                        new OnlineRetail.Line("1", 1, "A", "12", "2010-12-01T07:45:00Z", "695", "United Kingdom"));
    }

    @Test
    void neverSplitsAnInvoiceAcrossFiles() {
        List<OnlineRetail.Line> lines = new ArrayList<>();
        for (int i = 0; i < 25_000; i++) {
            lines.add(new OnlineRetail.Line("I" + i / 7, i % 7 + 1, "A", "1", "2009-12-01T07:45:00Z", "1", "UK"));
        }
        List<List<OnlineRetail.Line>> files = LoadSales.split(lines);
        assertThat(files).hasSize(3);
        assertThat(files.stream().mapToInt(List::size).sum()).isEqualTo(25_000);
        for (int i = 1; i < files.size(); i++) {
            assertThat(files.get(i).getFirst().invoice())
                    .isNotEqualTo(files.get(i - 1).getLast().invoice());
        }
    }
}
