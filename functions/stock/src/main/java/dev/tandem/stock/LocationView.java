package dev.tandem.stock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Json;
import org.jspecify.annotations.Nullable;

/** A location as the API shows it: its id, its details, and how far it is when somebody asked from a place. */
final class LocationView {
    private LocationView() {}

    static ObjectNode of(Location location, @Nullable Double distanceKm) {
        ObjectNode view = Json.object().put("locationId", location.locationId());
        view.setAll(Json.mapper().<ObjectNode>valueToTree(location.details()));
        if (distanceKm != null) {
            view.put("distanceKm", distanceKm);
        }
        return view;
    }
}
