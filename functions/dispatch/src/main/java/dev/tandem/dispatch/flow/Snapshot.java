package dev.tandem.dispatch.flow;

import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.TripStop;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.place.Bounds;
import dev.tandem.dispatch.place.GeoPoint;
import dev.tandem.dispatch.place.Zone;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A picture of a zone as SVG 1.1: who waits, who rides where, who is late. North is up. */
public final class Snapshot {
    private static final int WIDTH = 900;
    private static final int TOP = 60;
    private static final int MARGIN = 20;

    private final Board.Scene scene;
    private final StringBuilder svg = new StringBuilder();
    private final double metersPerPixel;
    private final GeoPoint northWest;
    private final int height;

    private Snapshot(Board.Scene scene) {
        this.scene = scene;
        Bounds bounds = scene.zone().bounds();
        GeoPoint southWest = corner(bounds, true, true);
        this.northWest = corner(bounds, false, true);
        GeoPoint northEast = corner(bounds, false, false);
        this.metersPerPixel = northWest.meters(northEast) / (WIDTH - 2 * MARGIN);
        this.height = TOP + 2 * MARGIN + (int) Math.min(4000, northWest.meters(southWest) / metersPerPixel);
    }

    private static GeoPoint corner(Bounds bounds, boolean south, boolean west) {
        return new GeoPoint(south ? bounds.south() : bounds.north(), west ? bounds.west() : bounds.east());
    }

    public static String draw(Board.Scene scene) {
        return new Snapshot(scene).draw();
    }

    private String draw() {
        Zone zone = scene.zone();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">"
                        .formatted(WIDTH, height, WIDTH, height));
        svg.append("<title>%s at %s</title>".formatted(escape(zone.name()), scene.at()));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#f4f6f8\" stroke=\"#9aa7b2\"/>"
                .formatted(MARGIN, TOP + MARGIN, WIDTH - 2 * MARGIN, height - TOP - 2 * MARGIN));
        text(MARGIN, 28, 18, zone.name() + ", " + scene.at());
        text(
                MARGIN,
                52,
                13,
                scene.live().waiting().size() + " waiting (squares, red when late), "
                        + scene.live().couriers().size()
                        + " couriers (green free, amber asked, blue on a trip, grey silent)");
        scene.couriers().values().forEach(this::way);
        scene.live().waiting().forEach(this::waiting);
        scene.live().couriers().forEach(this::courier);
        return svg.append("</svg>").toString();
    }

    private void way(Courier courier) {
        List<TripStop> stops = courier.trip() != null
                ? courier.trip().stops().stream().filter(TripStop::isOpen).toList()
                : courier.offer() != null ? courier.offer().stops() : List.of();
        GeoPoint from = scene.live().couriers().stream()
                .filter(present -> present.courierId().equals(courier.courierId()))
                .findFirst()
                .map(ZoneBook.Present::point)
                .orElse(null);
        for (TripStop stop : stops) {
            GeoPoint to = stop.site().point();
            if (from != null) {
                svg.append("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-dasharray=\"%s\"/>"
                        .formatted(x(from), y(from), x(to), y(to), "#7aa6d8", courier.trip() == null ? "4 4" : "none"));
            }
            from = to;
        }
    }

    private void waiting(Delivery delivery) {
        Instant now = scene.at();
        GeoPoint point = delivery.pickUp().point();
        svg.append("<rect x=\"%s\" y=\"%s\" width=\"8\" height=\"8\" fill=\"%s\"/>"
                .formatted(
                        number(px(point) - 4),
                        number(py(point) - 4),
                        delivery.deadline().isBefore(now) ? "#c62828" : "#37474f"));
    }

    private void courier(ZoneBook.Present present) {
        Courier courier = scene.couriers().get(present.courierId());
        String color = present.at().plus(Tick.SILENT).isBefore(scene.at()) || courier == null
                ? "#9e9e9e"
                : courier.offer() != null ? "#f9a825" : courier.trip() != null ? "#1565c0" : "#2e7d32";
        svg.append("<circle cx=\"%s\" cy=\"%s\" r=\"5\" fill=\"%s\"/>"
                .formatted(x(present.point()), y(present.point()), color));
    }

    private void text(int x, int y, int size, String words) {
        svg.append("<text x=\"%d\" y=\"%d\" font-family=\"sans-serif\" font-size=\"%d\">%s</text>"
                .formatted(x, y, size, escape(words)));
    }

    private String x(GeoPoint point) {
        return number(px(point));
    }

    private String y(GeoPoint point) {
        return number(py(point));
    }

    private double px(GeoPoint point) {
        GeoPoint onEdge = new GeoPoint(northWest.latitude(), point.longitude());
        double meters = northWest.meters(onEdge);
        return MARGIN + (point.longitude() < northWest.longitude() ? -meters : meters) / metersPerPixel;
    }

    private double py(GeoPoint point) {
        GeoPoint onEdge = new GeoPoint(point.latitude(), northWest.longitude());
        double meters = northWest.meters(onEdge);
        return TOP + MARGIN + (point.latitude() > northWest.latitude() ? -meters : meters) / metersPerPixel;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escape(String words) {
        StringBuilder escaped = new StringBuilder();
        words.codePoints().forEach(character -> {
            switch (character) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    // Control characters are no XML 1.0.
                    if (character >= 0x20 && character != 0xFFFE && character != 0xFFFF) {
                        escaped.appendCodePoint(character);
                    }
                }
            }
        });
        return escaped.toString();
    }
}
