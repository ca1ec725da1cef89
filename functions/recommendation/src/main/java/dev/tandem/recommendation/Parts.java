package dev.tandem.recommendation;

import java.util.List;

/** The parts there are. The workflow BuildModels names them too. */
final class Parts {
    static final NextItemPart NEXT_ITEM = new NextItemPart();
    static final IntentPart INTENT = new IntentPart();
    static final GraphPart GRAPH = new GraphPart();

    static final List<ModelPart<?>> ALL = List.of(NEXT_ITEM, INTENT, GRAPH);

    private Parts() {}

    static ModelPart<?> named(String name) {
        return ALL.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no part " + name));
    }
}
