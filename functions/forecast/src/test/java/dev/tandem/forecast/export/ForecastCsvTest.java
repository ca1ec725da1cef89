package dev.tandem.forecast.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastCsvTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "=1+1|'=1+1",
                "@SUM(A1)|'@SUM(A1)",
                "-2|'-2",
                "+2|'+2",
                "A-2|A-2",
                "a,b|\"a,b\"",
                "5\" nail|\"5\"\" nail\""
            })
    void textIsTextToASpreadsheetToo(String value, String cell) {
        assertThat(ForecastCsv.text(value)).isEqualTo(cell);
    }

    @Test
    void controlCharactersDoNotBreakRows() {
        assertThat(ForecastCsv.text("\t=1")).isEqualTo("'\t=1");
        assertThat(ForecastCsv.text("\r=1")).isEqualTo("\"'\r=1\"");
        assertThat(ForecastCsv.text("")).isEmpty();
    }
}
