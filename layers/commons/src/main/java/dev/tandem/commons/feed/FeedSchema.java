package dev.tandem.commons.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of a feed, found by name whatever their order or case; others in the file are ignored and told. */
public final class FeedSchema {
    private final List<String> required;
    private final List<String> columns;
    private final Map<String, Integer> positions = new HashMap<>();

    private final Set<String> structured;

    private FeedSchema(List<String> required, List<String> optional, Set<String> structured) {
        this.structured = Set.copyOf(structured);
        this.required = List.copyOf(required);
        List<String> all = new ArrayList<>(required);
        all.addAll(optional);
        this.columns = List.copyOf(all);
        for (String column : columns) {
            positions.put(column.toLowerCase(Locale.ROOT), positions.size());
        }
    }

    public static FeedSchema of(List<String> required, List<String> optional) {
        return new FeedSchema(required, optional, Set.of());
    }

    /** The same with columns that may hold a list or an object: JSON text in CSV, plain JSON in JSON Lines. */
    public FeedSchema withStructured(String... names) {
        return new FeedSchema(required, columns.subList(required.size(), columns.size()), Set.of(names));
    }

    boolean isStructured(String column) {
        return structured.contains(column);
    }

    public List<String> required() {
        return required;
    }

    List<String> columns() {
        return columns;
    }

    @Nullable
    Integer position(String name) {
        return positions.get(name.strip().toLowerCase(Locale.ROOT));
    }
}
