package dev.tandem.demo;

import java.util.List;

/**
 * The shop's places: 12 stores and 3 warehouses of the Rhine-Main region in Germany. Towns and coordinates are real (town centres,
 * to about 100 m), the shops are made up.
 */
final class DemoLocations {
    /** A place; hours are local, the same Monday to Saturday, closed on Sunday as is the law there. */
    record Place(
            String id,
            String name,
            boolean store,
            double lat,
            double lon,
            String opens,
            String closes,
            String preparation) {}

    static final List<Place> ALL = List.of(
            store("FRA-ZEIL", "Frankfurt Zeil", 50.1147, 8.6850, "09:30", "20:00"),
            store("FRA-SACHS", "Frankfurt Sachsenhausen", 50.0999, 8.6867, "10:00", "19:00"),
            store("OFFENBACH", "Offenbach Frankfurter Strasse", 50.1056, 8.7610, "09:30", "19:00"),
            store("HANAU", "Hanau Marktplatz", 50.1328, 8.9169, "09:30", "19:00"),
            store("WIESBADEN", "Wiesbaden Kirchgasse", 50.0795, 8.2385, "10:00", "20:00"),
            store("MAINZ", "Mainz Am Brand", 49.9996, 8.2757, "09:30", "20:00"),
            store("DARMSTADT", "Darmstadt Luisenplatz", 49.8728, 8.6512, "10:00", "20:00"),
            store("BADHOMBURG", "Bad Homburg Louisenstrasse", 50.2267, 8.6180, "10:00", "18:30"),
            store("RUESSELSHEIM", "Ruesselsheim Bahnhofstrasse", 49.9920, 8.4130, "09:30", "18:30"),
            store("ASCHAFFENBURG", "Aschaffenburg City", 49.9757, 9.1455, "09:30", "19:00"),
            store("FRIEDBERG", "Friedberg Kaiserstrasse", 50.3350, 8.7550, "09:30", "18:30"),
            store("GIESSEN", "Giessen Seltersweg", 50.5841, 8.6730, "10:00", "19:00"),
            warehouse("WH-GERAU", "Warehouse Gross-Gerau", 49.9214, 8.4818),
            warehouse("WH-RODGAU", "Warehouse Rodgau", 50.0257, 8.8855),
            warehouse("WH-BUTZBACH", "Warehouse Butzbach", 50.4361, 8.6700));

    private DemoLocations() {}

    private static Place store(String id, String name, double lat, double lon, String opens, String closes) {
        return new Place(id, name, true, lat, lon, opens, closes, "PT1H");
    }

    private static Place warehouse(String id, String name, double lat, double lon) {
        return new Place(id, name, false, lat, lon, "06:00", "22:00", "PT2H");
    }
}
