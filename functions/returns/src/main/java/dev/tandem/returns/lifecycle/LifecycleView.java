package dev.tandem.returns.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lifecycle as the API shows it: without its tokens. */
public record LifecycleView(
        Stage stage,
        @Nullable Wait waitsFor,
        Lifecycle.@Nullable Clock clock,
        List<Lifecycle.Passage> steps,
        List<Slot> slots,
        @Nullable Slot slot,
        @Nullable String centreId,
        @Nullable String location,
        List<Disposal> disposals,
        List<String> escalations,
        boolean paid) {

    public static LifecycleView of(Lifecycle life) {
        return new LifecycleView(
                life.stage(),
                life.waiting() == null ? null : life.waiting().step(),
                life.clock().orElse(null),
                life.passages(),
                life.slot() == null ? life.offered() : List.of(),
                life.slot(),
                life.centreId(),
                life.location(),
                life.disposals(),
                life.escalations(),
                life.paid());
    }
}
