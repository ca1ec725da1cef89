package dev.tandem.returns.rma;

import java.util.List;
import java.util.Optional;

/** Counts the photos that have arrived; what they show is not looked at. */
public final class UploadedPhotos implements PhotoInspector {
    /** Where photos are kept. */
    public interface Store {
        /** Empty when it was not uploaded, or its time is over. */
        Optional<byte[]> read(String key);
    }

    private final Store store;

    public UploadedPhotos(Store store) {
        this.store = store;
    }

    @Override
    public Inspection inspect(Return rma) {
        int there = (int) rma.photos().stream()
                .filter(slot -> store.read(slot.key(rma.returnId())).isPresent())
                .count();
        return new Inspection(List.of(), there);
    }
}
