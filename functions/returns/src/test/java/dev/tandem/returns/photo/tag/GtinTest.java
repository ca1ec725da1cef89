package dev.tandem.returns.photo.tag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GtinTest {
    @Test
    void theSameNumberInAllItsForms() {
        Gtin gtin = Gtin.of("012345678905").orElseThrow();

        assertThat(Gtin.of("0012345678905")).contains(gtin);
        assertThat(Gtin.of("00012345678905")).contains(gtin);
        assertThat(gtin.ean13()).contains("0012345678905");
        assertThat(Gtin.of("10012345678902").orElseThrow().ean13()).isEmpty();
    }

    @Test
    void wrongCheckDigitsZerosAndShortCodesAreNone() {
        assertThat(Gtin.of("4006381333932")).isEmpty();
        assertThat(Gtin.of("0000000000000")).isEmpty();
        assertThat(Gtin.of("96385074")).isEmpty();
        assertThat(Gtin.of("40063813339A1")).isEmpty();
    }

    @Test
    void isFoundInTheTextOfAQrCode() {
        Gtin gtin = Gtin.of("4006381333931").orElseThrow();

        assertThat(Gtin.inText("https://example.com/01/04006381333931/10/AB?x=1"))
                .contains(gtin);
        assertThat(Gtin.inText("(01)04006381333931(21)77")).contains(gtin);
        assertThat(Gtin.inText("0104006381333931")).contains(gtin);
        assertThat(Gtin.inText("ean 4006381333931, size M")).contains(gtin);
        assertThat(Gtin.inText("https://example.com/4006381333932")).isEmpty();
        assertThat(Gtin.inText("tel 004940063813339310000")).isEmpty();
    }
}
