package dev.tandem.local.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the operation of a path: fixed segments before parameters, parameters before a greedy {@code {name+}}. */
final class RouteTable {
    /** An operation and the decoded values of its path parameters. */
    record Match(Resource resource, Map<String, String> parameters) {}

    /** The operations of a path template by method. */
    record Resource(String template, List<String> names, TreeMap<String, Operation> operations) {
        @Nullable
        Operation operation(String method) {
            Operation exact = operations.get(method);
            return exact != null ? exact : operations.get("ANY");
        }
    }

    private static final class Node {
        final Map<String, Node> fixed = new HashMap<>();

        @Nullable
        Node parameter;

        @Nullable
        Resource here;

        @Nullable
        Resource greedy;
    }

    private final Node root = new Node();

    /**
     * Adds an operation under its template.
     *
     * @throws ContractException when two templates differ only in the names of their parameters
     */
    void add(Operation operation) {
        String template = operation.resource();
        Node node = root;
        List<String> names = new ArrayList<>();
        List<String> segments =
                template.equals("/") ? List.of() : List.of(template.substring(1).split("/", -1));
        boolean greedy = false;
        for (String segment : segments) {
            if (greedy) {
                throw new ContractException(template, "nothing can follow a greedy parameter");
            }
            if (segment.startsWith("{") && segment.endsWith("}")) {
                greedy = segment.endsWith("+}");
                names.add(segment.substring(1, segment.length() - (greedy ? 2 : 1)));
                if (!greedy) {
                    if (node.parameter == null) {
                        node.parameter = new Node();
                    }
                    node = node.parameter;
                }
            } else if (segment.isEmpty() || segment.indexOf('{') >= 0) {
                throw new ContractException(template, "a segment is empty or only partly a parameter");
            } else {
                node = node.fixed.computeIfAbsent(segment, _ -> new Node());
            }
        }
        Resource known = greedy ? node.greedy : node.here;
        if (known == null) {
            known = new Resource(template, List.copyOf(names), new TreeMap<>());
            if (greedy) {
                node.greedy = known;
            } else {
                node.here = known;
            }
        } else if (!known.template().equals(template)) {
            throw new ContractException(template, "is the same path as " + known.template());
        }
        known.operations().put(operation.method(), operation);
    }

    /**
     * Finds the resource of a raw path.
     *
     * @return null when the contract has no such path
     * @throws ProblemException 400 MALFORMED_PATH when the path cannot be decoded or climbs ({@code ..})
     */
    @Nullable
    Match find(String rawPath) {
        String[] segments =
                rawPath.equals("/") ? new String[0] : rawPath.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            segments[i] = decode(segments[i]);
        }
        return find(root, segments, 0, new ArrayList<>());
    }

    private static @Nullable Match find(Node node, String[] segments, int index, List<String> values) {
        if (index == segments.length) {
            return node.here == null ? null : match(node.here, values, null);
        }
        String segment = segments[index];
        Node next = node.fixed.get(segment);
        if (next != null) {
            Match match = find(next, segments, index + 1, values);
            if (match != null) {
                return match;
            }
        }
        if (node.parameter != null && !segment.isEmpty()) {
            values.add(segment);
            Match match = find(node.parameter, segments, index + 1, values);
            if (match != null) {
                return match;
            }
            values.removeLast();
        }
        if (node.greedy != null && !segment.isEmpty()) {
            return match(node.greedy, values, String.join("/", List.of(segments).subList(index, segments.length)));
        }
        return null;
    }

    private static Match match(Resource resource, List<String> values, @Nullable String greedy) {
        Map<String, String> parameters = LinkedHashMap.newLinkedHashMap(values.size() + 1);
        for (int i = 0; i < values.size(); i++) {
            parameters.put(resource.names().get(i), values.get(i));
        }
        if (greedy != null) {
            parameters.put(resource.names().getLast(), greedy);
        }
        return new Match(resource, parameters);
    }

    private static String decode(String segment) {
        String decoded;
        try {
            decoded = Percent.decode(segment, false);
        } catch (IllegalArgumentException e) {
            throw malformed(e.getMessage());
        }
        if (Percent.hasControlCharacter(decoded)) {
            throw malformed("a control character");
        }
        if (decoded.equals(".") || decoded.equals("..")) {
            throw malformed("the segment '" + decoded + "'");
        }
        return decoded;
    }

    private static ProblemException malformed(@Nullable String what) {
        return Problem.of(400, "MALFORMED_PATH", "The path cannot be used: " + what + ".")
                .asException();
    }
}
