package dev.tandem.forecast.refresh;

/** Where the files of the refresh are. All but the manifests are written once and never changed. */
public final class Keys {
    public static final String PREFIX = "forecast/";
    public static final String CHANGES = PREFIX + "changes/";
    public static final String RUNS = PREFIX + "runs/";
    public static final String MANIFESTS = PREFIX + "manifests/";
    public static final String GROUPS = PREFIX + "groups/";
    public static final String POOLS = PREFIX + "pools/";
    public static final String AGGREGATES = PREFIX + "aggregates/";
    public static final String EXPORTS = "exports/forecasts/";

    private Keys() {}

    public static String change(String id) {
        return CHANGES + id;
    }

    public static String plan(String plan) {
        return RUNS + plan + "/plan.json";
    }

    /** What is left of the plan for one execution. */
    public static String items(String plan, String execution) {
        return RUNS + plan + "/items-" + execution + ".json";
    }

    public static String manifest(String plan) {
        return MANIFESTS + plan + ".json";
    }

    /** What the series of the shop teach each other, as a run has learnt it. */
    public static String pool(String plan) {
        return POOLS + plan + ".json";
    }

    /** There when the run has learnt a pool of its own. */
    public static String learnt(String plan) {
        return RUNS + plan + "/pool.json";
    }

    /** Series and groups that failed, as JSON Lines. */
    public static String failures(String plan) {
        return RUNS + plan + "/failures.jsonl";
    }

    public static String history(int group, String plan) {
        return "%s%04d/%s/history".formatted(GROUPS, group, plan);
    }

    public static String forecasts(int group, String plan) {
        return "%s%04d/%s/forecasts".formatted(GROUPS, group, plan);
    }

    /** What a group adds to categories and regions; written with its forecasts. */
    public static String sums(int group, String plan) {
        return "%s%04d/%s/sums".formatted(GROUPS, group, plan);
    }

    /** Forecasts of categories, regions and the total, and what makes the series add up to them. */
    public static String aggregates(String plan) {
        return AGGREGATES + plan;
    }

    public static String export(String id, String name) {
        return EXPORTS + id + "/" + name;
    }
}
