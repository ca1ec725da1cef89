package dev.tandem.local.lambda;

/** Names of the embedded cloud, which is one account in one region. */
final class Arns {
    static final String REGION = "eu-central-1";
    static final String ACCOUNT = "000000000000";
    private static final String FUNCTION_PREFIX = "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:";

    private Arns() {}

    static String function(String name) {
        return FUNCTION_PREFIX + name;
    }

    /** Name of a function given as name, partial ARN ({@code account:function:name}) or ARN, each with or without qualifier. */
    static String functionName(String reference) {
        int at = reference.indexOf("function:");
        String rest = at >= 0 ? reference.substring(at + "function:".length()) : reference;
        int qualifier = rest.indexOf(':');
        return qualifier >= 0 ? rest.substring(0, qualifier) : rest;
    }
}
