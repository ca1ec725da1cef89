package dev.tandem.recommendation.graph;

import dev.tandem.recommendation.model.ItemIds;
import dev.tandem.recommendation.model.Lists;
import dev.tandem.recommendation.model.ModelFile;
import dev.tandem.recommendation.model.ModelFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What goes with what, in lists that are ready to be read: for every item what complements it and what can stand in for it, for every scene
 * its items. {@link GraphBuilder} walks the paths of the graph beforehand, so a question looks at a bounded number of list entries
 * for each of its items, whatever the size of the graph. Immutable; many threads may ask at once.
 */
public final class KnowledgeGraph {
    public static final String KIND = "knowledge-graph";
    public static final int VERSION = 1;
    /** Of the items of a question only the last so many are looked at. */
    public static final int MOST_ITEMS = 40;

    private final ItemIds items;
    private final int[] popularity;
    private final Lists complements;
    private final int[] kinds;
    private final int[] vias;
    private final Lists substitutes;
    private final String[] sceneNames;
    private final Lists sceneItems;
    private final Lists scenesOfItems;
    private final String[] labels;
    private final int[] labelOf;
    private final String[] names;
    private final ConcurrentLinkedQueue<PathSum> idle = new ConcurrentLinkedQueue<>();

    /**
     * @param kinds per complement the kind of way, as {@link GraphPath.Kind}'s number
     * @param vias per complement the item it leads through, or -1
     * @param labels names of brands and categories
     * @param names per item its name in the catalogue, or an empty text
     * @param labelOf per item the numbers of its category's and brand's names, or -1: two an item
     */
    KnowledgeGraph(
            ItemIds items,
            int[] popularity,
            Lists complements,
            int[] kinds,
            int[] vias,
            Lists substitutes,
            String[] sceneNames,
            Lists sceneItems,
            Lists scenesOfItems,
            String[] labels,
            int[] labelOf,
            String[] names) {
        this.items = items;
        this.popularity = popularity;
        this.complements = complements;
        this.kinds = kinds;
        this.vias = vias;
        this.substitutes = substitutes;
        this.sceneNames = sceneNames;
        this.sceneItems = sceneItems;
        this.scenesOfItems = scenesOfItems;
        this.labels = labels;
        this.labelOf = labelOf;
        this.names = names;
    }

    public int itemCount() {
        return items.size();
    }

    public boolean knows(String item) {
        return items.indexOf(item) >= 0;
    }

    /** What the catalogue calls an item, if it does. */
    public @Nullable String name(String item) {
        int number = items.indexOf(item);
        return number < 0 || names[number].isEmpty() ? null : names[number];
    }

    /** Ways from items to what complements them. */
    public int pathCount() {
        return complements.values().length;
    }

    /** What goes with all of some items, best first, none of them itself. An item that leads there from several counts by the sum. */
    public List<GraphPath> complements(Collection<String> from, int limit, Predicate<String> allowed) {
        return walk(from, complements, true, limit, allowed);
    }

    /** What can stand in for an item, best first. */
    public List<GraphPath> substitutes(String item, int limit, Predicate<String> allowed) {
        return walk(List.of(item), substitutes, false, limit, allowed);
    }

    /** What a scene such as "new baby" calls for, what is bought most first. */
    public List<GraphPath> forScene(String scene, int limit, Predicate<String> allowed) {
        int number = Arrays.binarySearch(sceneNames, scene);
        List<GraphPath> found = new ArrayList<>();
        for (int at = number < 0 ? 0 : sceneItems.starts()[number];
                number >= 0 && at < sceneItems.starts()[number + 1] && found.size() < limit;
                at++) {
            String item = items.id(sceneItems.values()[at]);
            if (allowed.test(item)) {
                found.add(new GraphPath(item, sceneItems.weights()[at], null, GraphPath.Kind.SCENE, scene));
            }
        }
        return found;
    }

    /**
     * What a person may want who bought these items: their complements, and the scenes that the items speak for. A scene counts by the share
     * of the items that are used in it, if there are at least two.
     */
    public List<GraphPath> forUser(Collection<String> bought, int limit, Predicate<String> allowed) {
        PathSum scratch = scratch();
        scratch.start(limit);
        List<String> asked = last(bought);
        add(scratch, asked, complements, true);
        int[] inScene = new int[sceneNames.length];
        for (String item : asked) {
            int number = items.indexOf(item);
            for (int at = number < 0 ? 0 : scenesOfItems.starts()[number];
                    number >= 0 && at < scenesOfItems.starts()[number + 1];
                    at++) {
                inScene[scenesOfItems.values()[at]]++;
            }
        }
        for (int scene = 0; scene < inScene.length; scene++) {
            double share = inScene[scene] < 2 ? 0 : (double) inScene[scene] / asked.size();
            for (int at = sceneItems.starts()[scene];
                    share > 0 && at < sceneItems.starts()[scene + 1];
                    at++) {
                scratch.add(
                        sceneItems.values()[at],
                        -1 - scene,
                        -1,
                        share * sceneItems.weights()[at]);
            }
        }
        return answer(scratch, asked, true, allowed);
    }

    private List<GraphPath> walk(
            Collection<String> from, Lists lists, boolean complementary, int limit, Predicate<String> allowed) {
        PathSum scratch = scratch();
        scratch.start(limit);
        List<String> asked = last(from);
        add(scratch, asked, lists, complementary);
        return answer(scratch, asked, complementary, allowed);
    }

    private static List<String> last(Collection<String> items) {
        List<String> all = items.stream().distinct().toList();
        return all.subList(Math.max(0, all.size() - MOST_ITEMS), all.size());
    }

    private void add(PathSum scratch, List<String> asked, Lists lists, boolean complementary) {
        for (String item : asked) {
            int number = items.indexOf(item);
            for (int at = number < 0 ? 0 : lists.starts()[number];
                    number >= 0 && at < lists.starts()[number + 1];
                    at++) {
                scratch.add(lists.values()[at], number, complementary ? at : -1, lists.weights()[at]);
            }
        }
    }

    private List<GraphPath> answer(
            PathSum scratch, List<String> asked, boolean complementary, Predicate<String> allowed) {
        for (String item : asked) {
            scratch.remove(items.indexOf(item));
        }
        int found = scratch.finish(item -> allowed.test(items.id(item)));
        List<GraphPath> answer = new ArrayList<>(found);
        for (int rank = 0; rank < found; rank++) {
            answer.add(path(scratch, rank, complementary));
        }
        idle.add(scratch);
        return answer;
    }

    private GraphPath path(PathSum scratch, int rank, boolean complementary) {
        int item = scratch.item(rank);
        double score = scratch.score(rank);
        int from = scratch.source(item);
        int at = scratch.position(item);
        if (from < 0) {
            return new GraphPath(items.id(item), score, null, GraphPath.Kind.SCENE, sceneNames[-1 - from]);
        }
        GraphPath.Kind kind = complementary ? GraphPath.Kind.ALL.get(kinds[at]) : GraphPath.Kind.INSTEAD;
        return new GraphPath(
                items.id(item), score, items.id(from), kind, via(kind, item, complementary ? vias[at] : -1));
    }

    private @Nullable String via(GraphPath.Kind kind, int item, int via) {
        return switch (kind) {
            case THROUGH_ITEM, LIKE_BOUGHT, BOUGHT_WITH_LIKE -> via < 0 ? null : items.id(via);
            case SCENE -> via < 0 ? null : sceneNames[via];
            case CATEGORY -> labelOf[2 * item] < 0 ? null : labels[labelOf[2 * item]];
            case BRAND -> labelOf[2 * item + 1] < 0 ? null : labels[labelOf[2 * item + 1]];
            default -> null;
        };
    }

    private PathSum scratch() {
        PathSum scratch = idle.poll();
        return scratch == null ? new PathSum(popularity) : scratch;
    }

    public ModelFile toFile() {
        String[] ids = new String[items.size()];
        Arrays.setAll(ids, items::id);
        ModelFile file = new ModelFile(KIND, VERSION)
                .put("items", ids)
                .put("popularity", popularity)
                .put("kinds", kinds)
                .put("vias", vias)
                .put("sceneNames", sceneNames)
                .put("labels", labels)
                .put("labelOf", labelOf)
                .put("names", names);
        complements.put(file, "complements");
        substitutes.put(file, "substitutes");
        sceneItems.put(file, "sceneItems");
        scenesOfItems.put(file, "scenesOfItems");
        return file;
    }

    /**
     * The graph of a file's bytes.
     *
     * @throws ModelFormatException when the bytes are no whole graph of a version known here
     */
    public static KnowledgeGraph of(byte[] bytes) throws ModelFormatException {
        ModelFile file = ModelFile.of(bytes, KIND, VERSION);
        String[] ids = file.strings("items");
        ItemIds items = ItemIds.of(List.of(ids));
        String[] sceneNames = file.strings("sceneNames");
        int size = ids.length;
        int[] kinds = file.ints("kinds");
        int[] vias = file.ints("vias");
        int[] popularity = file.ints("popularity");
        String[] labels = file.strings("labels");
        int[] labelOf = file.ints("labelOf");
        String[] names = file.strings("names");
        Lists complements = Lists.of(file, "complements", size, size, true);
        boolean sound = popularity.length == size
                && names.length == size
                && labelOf.length == 2 * size
                && kinds.length == complements.values().length
                && vias.length == kinds.length
                && items.size() == size;
        for (int i = 0; sound && i < size; i++) {
            sound = items.id(i).equals(ids[i]);
        }
        for (int at = 0; sound && at < kinds.length; at++) {
            sound = kinds[at] >= 0
                    && kinds[at] < GraphPath.Kind.ALL.size()
                    && vias[at] >= -1
                    && vias[at] < (kinds[at] == GraphPath.Kind.SCENE.ordinal() ? sceneNames.length : size);
        }
        for (int label : labelOf) {
            sound &= label >= -1 && label < labels.length;
        }
        for (int scene = 1; sound && scene < sceneNames.length; scene++) {
            sound = sceneNames[scene - 1].compareTo(sceneNames[scene]) < 0;
        }
        if (!sound) {
            throw new ModelFormatException("The sections of the model contradict each other");
        }
        return new KnowledgeGraph(
                items,
                popularity,
                complements,
                kinds,
                vias,
                Lists.of(file, "substitutes", size, size, true),
                sceneNames,
                Lists.of(file, "sceneItems", sceneNames.length, size, true),
                Lists.of(file, "scenesOfItems", size, sceneNames.length, false),
                labels,
                labelOf,
                names);
    }
}
