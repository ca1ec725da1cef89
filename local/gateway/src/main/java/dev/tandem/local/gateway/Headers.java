package dev.tandem.local.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Headers in the order and with the capitals they came in, looked up without regard to case. A plain list: a request has a
 * dozen of them, and a scan of a dozen is faster than any map.
 */
public final class Headers {
    private final List<String> names;
    private final List<String> values;

    public Headers() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    private Headers(List<String> names, List<String> values) {
        this.names = names;
        this.values = values;
    }

    /** Adds a value and keeps those of the same name. */
    public Headers add(String name, String value) {
        names.add(name);
        values.add(value);
        return this;
    }

    /** Replaces every value of that name. */
    public Headers set(String name, String value) {
        for (int i = names.size() - 1; i >= 0; i--) {
            if (names.get(i).equalsIgnoreCase(name)) {
                names.remove(i);
                values.remove(i);
            }
        }
        return add(name, value);
    }

    public @Nullable String first(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return values.get(i);
            }
        }
        return null;
    }

    public List<String> all(String name) {
        List<String> found = new ArrayList<>(1);
        forEach((candidate, value) -> {
            if (candidate.equalsIgnoreCase(name)) {
                found.add(value);
            }
        });
        return found;
    }

    public boolean has(String name) {
        return first(name) != null;
    }

    public int size() {
        return names.size();
    }

    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < names.size(); i++) {
            action.accept(names.get(i), values.get(i));
        }
    }

    /** Values by name; names that differ only in capitals fall together under the first spelling. */
    public Map<String, List<String>> toMap() {
        Map<String, List<String>> map = new LinkedHashMap<>();
        forEach((name, value) -> {
            for (Map.Entry<String, List<String>> entry : map.entrySet()) {
                if (entry.getKey().equalsIgnoreCase(name)) {
                    entry.getValue().add(value);
                    return;
                }
            }
            List<String> list = new ArrayList<>(1);
            list.add(value);
            map.put(name, list);
        });
        return map;
    }

    public Headers copy() {
        return new Headers(new ArrayList<>(names), new ArrayList<>(values));
    }

    /** Whether the text is a token of RFC 9110, which header names and methods must be. */
    static boolean isToken(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text can be a header value: no control characters but the tab, nothing beyond one byte. */
    static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 0x20 && c != '\t') || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return true;
    }
}
