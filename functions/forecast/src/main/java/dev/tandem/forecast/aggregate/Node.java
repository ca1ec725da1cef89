package dev.tandem.forecast.aggregate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What forecasts are added up to.
 *
 * @param key of the category or region; empty for the total, and for series without one
 */
public record Node(Level level, String key) implements Comparable<Node> {
    /** How series are added up. */
    public enum Level {
        CATEGORY,
        REGION,
        TOTAL;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Node TOTAL = new Node(Level.TOTAL, "");

    private static final Comparator<Node> ORDER =
            Comparator.comparing(Node::level).thenComparing(Node::key);

    /** The nodes that a cell counts for, by level. */
    static List<Node> of(Cell cell) {
        return List.of(new Node(Level.CATEGORY, cell.category()), new Node(Level.REGION, cell.region()), TOTAL);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(level.name());
        out.writeUTF(key);
    }

    static Node read(DataInputStream in) throws IOException {
        return new Node(Level.valueOf(in.readUTF()), in.readUTF());
    }

    @Override
    public int compareTo(Node other) {
        return ORDER.compare(this, other);
    }
}
