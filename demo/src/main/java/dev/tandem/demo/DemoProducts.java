package dev.tandem.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The demo shop's range: twelve articles in each department, each in five series; all of it made up. */
final class DemoProducts {
    /** @param cents price in the first series; later ones cost more */
    private record Article(String name, String category, int cents, String scenes) {}

    private static final List<String> SERIES = List.of("Kiesel", "Nordlicht", "Linde", "Morgenrot", "Werft");
    private static final List<String> BRANDS = List.of("Auenland", "Brise", "Cormoran", "Dachs & Sohn", "Eiderdaun");

    private static final Map<String, List<Article>> RANGE = Map.of(
            "BABY",
                    List.of(
                            new Article("Pram", "Prams", 44_900, "new-baby"),
                            new Article("Footmuff", "Prams", 5_990, "new-baby|winter"),
                            new Article("Rain cover", "Prams", 2_490, "new-baby|travel"),
                            new Article("Car seat", "Car seats", 18_900, "new-baby|travel"),
                            new Article("Cot", "Nursery", 24_900, "new-baby"),
                            new Article("Mattress", "Nursery", 8_900, "new-baby"),
                            new Article("Changing mat", "Nursery", 3_490, "new-baby"),
                            new Article("Bottle set", "Feeding", 2_990, "new-baby"),
                            new Article("Bottle warmer", "Feeding", 3_990, "new-baby"),
                            new Article("High chair", "Feeding", 12_900, "first-year"),
                            new Article("Baby monitor", "Nursery", 7_990, "new-baby"),
                            new Article("Carrier", "Prams", 9_900, "new-baby|travel")),
            "HOME",
                    List.of(
                            new Article("Saucepan", "Kitchen", 4_990, "moving-in"),
                            new Article("Frying pan", "Kitchen", 5_490, "moving-in"),
                            new Article("Knife", "Kitchen", 6_900, "moving-in|gift"),
                            new Article("Chopping board", "Kitchen", 2_490, "moving-in"),
                            new Article("Bed linen", "Bedroom", 5_990, "moving-in"),
                            new Article("Pillow", "Bedroom", 3_490, "moving-in"),
                            new Article("Duvet", "Bedroom", 8_990, "moving-in|winter"),
                            new Article("Towel set", "Bathroom", 3_990, "moving-in|gift"),
                            new Article("Bath mat", "Bathroom", 1_990, "moving-in"),
                            new Article("Table lamp", "Lighting", 4_490, "moving-in"),
                            new Article("Candle", "Lighting", 1_290, "gift|winter"),
                            new Article("Vase", "Decoration", 2_490, "gift")),
            "TOYS",
                    List.of(
                            new Article("Building blocks", "Construction", 2_990, "birthday"),
                            new Article("Marble run", "Construction", 4_990, "birthday"),
                            new Article("Wooden train", "Construction", 3_990, "birthday"),
                            new Article("Track set", "Construction", 2_490, "birthday"),
                            new Article("Doll", "Dolls", 3_490, "birthday"),
                            new Article("Doll's pram", "Dolls", 3_990, "birthday"),
                            new Article("Plush bear", "Dolls", 1_990, "new-baby|birthday"),
                            new Article("Puzzle", "Games", 1_290, "rainy-day"),
                            new Article("Card game", "Games", 990, "rainy-day|travel"),
                            new Article("Board game", "Games", 2_990, "rainy-day|birthday"),
                            new Article("Paint set", "Craft", 1_490, "rainy-day"),
                            new Article("Modelling clay", "Craft", 790, "rainy-day")),
            "GARDEN",
                    List.of(
                            new Article("Spade", "Tools", 3_490, "new-garden"),
                            new Article("Rake", "Tools", 2_490, "new-garden"),
                            new Article("Secateurs", "Tools", 2_990, "new-garden"),
                            new Article("Watering can", "Watering", 1_990, "new-garden|summer"),
                            new Article("Hose", "Watering", 3_990, "new-garden|summer"),
                            new Article("Sprinkler", "Watering", 2_490, "summer"),
                            new Article("Garden chair", "Furniture", 5_990, "summer"),
                            new Article("Garden table", "Furniture", 14_900, "summer"),
                            new Article("Parasol", "Furniture", 7_990, "summer"),
                            new Article("Grill", "Barbecue", 12_900, "summer"),
                            new Article("Charcoal", "Barbecue", 890, "summer"),
                            new Article("Grill tongs", "Barbecue", 1_490, "summer|gift")),
            "WEAR",
                    List.of(
                            new Article("Raincoat", "Jackets", 7_990, "travel"),
                            new Article("Winter jacket", "Jackets", 12_900, "winter"),
                            new Article("Rubber boots", "Shoes", 3_990, "travel"),
                            new Article("Sandals", "Shoes", 4_990, "summer"),
                            new Article("Trainers", "Shoes", 6_990, "everyday"),
                            new Article("T-shirt", "Basics", 1_490, "everyday|summer"),
                            new Article("Jumper", "Basics", 4_490, "everyday|winter"),
                            new Article("Jeans", "Basics", 5_990, "everyday"),
                            new Article("Scarf", "Accessories", 2_490, "winter|gift"),
                            new Article("Gloves", "Accessories", 1_990, "winter"),
                            new Article("Woolly hat", "Accessories", 1_690, "winter|gift"),
                            new Article("Sun hat", "Accessories", 1_490, "summer|travel")));

    private DemoProducts() {}

    /** The product file: CSV as a partner drops it, one line for each SKU. */
    static byte[] file() {
        StringBuilder csv = new StringBuilder("sku,name,category,brand,scenes,price,currency,variantGroup,updatedAt\n");
        List<String> skus = DemoShop.skus();
        for (int i = 0; i < skus.size(); i++) {
            String department = skus.get(i).substring(0, skus.get(i).indexOf('-'));
            List<Article> articles = RANGE.getOrDefault(department, List.of());
            int inDepartment = i / RANGE.size();
            Article article = articles.get(inDepartment % articles.size());
            int series = inDepartment / articles.size() % SERIES.size();
            int cents = article.cents() + article.cents() / 10 * series;
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%s %s,%s,%s,%s,%d.%02d,EUR,%s-%s,2026-01-02T06:00:00Z\n",
                    skus.get(i),
                    article.name(),
                    SERIES.get(series),
                    article.category(),
                    BRANDS.get(series),
                    article.scenes(),
                    cents / 100,
                    cents % 100,
                    department,
                    article.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "-")));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
