package dev.tandem.returns.photo.tag;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the tag of the right item says.
 *
 * @param gtins any of these, as a bar code or within the text of a QR code
 * @param texts or exactly one of these as the text of a QR code; only how and whether its last line ends does not count
 */
public record ExpectedCode(Set<Gtin> gtins, Set<String> texts) {

    public ExpectedCode {
        gtins = Set.copyOf(gtins);
        texts = texts.stream().map(ExpectedCode::normal).collect(Collectors.toUnmodifiableSet());
        if (gtins.isEmpty() && texts.isEmpty()) {
            throw new IllegalArgumentException("nothing is expected");
        }
    }

    public static ExpectedCode gtin(Gtin gtin) {
        return new ExpectedCode(Set.of(gtin), Set.of());
    }

    /** A text that may be a GTIN. */
    public static ExpectedCode of(String text) {
        return Gtin.of(text.strip()).map(ExpectedCode::gtin).orElseGet(() -> new ExpectedCode(Set.of(), Set.of(text)));
    }

    public boolean accepts(CodeRead read) {
        Optional<Gtin> gtin = read.gtin();
        return gtin.filter(gtins::contains).isPresent()
                || (read.twoDimensional() && texts.contains(normal(read.text())));
    }

    /** The EAN-13 bar codes that would do, in a fixed order. */
    List<String> barCodes() {
        return new TreeSet<>(
                        gtins.stream().flatMap(gtin -> gtin.ean13().stream()).toList())
                .stream().toList();
    }

    private static String normal(String text) {
        return text.replace("\r\n", "\n").replaceAll("\n+$", "");
    }
}
