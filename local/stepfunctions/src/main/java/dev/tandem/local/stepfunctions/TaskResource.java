package dev.tandem.local.stepfunctions;

import java.util.Set;

/**
 * What a Task state calls.
 *
 * @param arn the resource without its pattern suffix
 * @param service as events name it: {@code lambda}, {@code sqs}, {@code states}, {@code aws-sdk:dynamodb}
 * @param action as events name it, with its suffix: {@code invoke}, {@code sendMessage.waitForTaskToken}
 * @param pattern how the state waits
 */
record TaskResource(String arn, String service, String action, Pattern pattern) {
    enum Pattern {
        REQUEST_RESPONSE,
        /** Waits for the child execution; the result's Output stays a string. */
        SYNC,
        /** Waits for the child execution; the result's Output is JSON. */
        SYNC_2,
        TASK_TOKEN
    }

    private static final String INTEGRATION = "arn:aws:states:::";
    private static final String START_EXECUTION = INTEGRATION + "states:startExecution";
    private static final Set<String> OPTIMISED = Set.of(
            "lambda:invoke",
            "sqs:sendMessage",
            "states:startExecution",
            "sns:publish",
            "events:putEvents",
            "dynamodb:getItem",
            "dynamodb:putItem",
            "dynamodb:updateItem",
            "dynamodb:deleteItem");

    /** @throws IllegalArgumentException for an ARN that is no function and no known integration */
    static TaskResource parse(String resource) {
        if (resource.matches("arn:aws[a-z-]*:lambda:[^:]+:[^:]+:function:[^:]+(:[^:]+)?")) {
            return new TaskResource(resource, "lambda", "", Pattern.REQUEST_RESPONSE);
        }
        if (!resource.startsWith(INTEGRATION)) {
            throw new IllegalArgumentException("is neither a function nor a service integration: " + resource);
        }
        String call = resource.substring(INTEGRATION.length());
        Pattern pattern = Pattern.REQUEST_RESPONSE;
        String bare = call;
        if (call.endsWith(".waitForTaskToken")) {
            pattern = Pattern.TASK_TOKEN;
            bare = call.substring(0, call.length() - ".waitForTaskToken".length());
        } else if (call.endsWith(".sync:2")) {
            pattern = Pattern.SYNC_2;
            bare = call.substring(0, call.length() - ".sync:2".length());
        } else if (call.endsWith(".sync")) {
            pattern = Pattern.SYNC;
            bare = call.substring(0, call.length() - ".sync".length());
        }
        boolean sync = pattern == Pattern.SYNC || pattern == Pattern.SYNC_2;
        if (sync && !bare.equals("states:startExecution")) {
            throw new IllegalArgumentException("waits for a job of a service that is not known here: " + resource);
        }
        if (!OPTIMISED.contains(bare) && !bare.matches("aws-sdk:[a-z0-9]+:[a-z][A-Za-z0-9]*")) {
            throw new IllegalArgumentException("is no service integration that is known here: " + resource);
        }
        int colon = bare.lastIndexOf(':');
        return new TaskResource(INTEGRATION + bare, bare.substring(0, colon), call.substring(colon + 1), pattern);
    }

    boolean functionArn() {
        return action.isEmpty();
    }

    boolean startsExecution() {
        return arn.equals(START_EXECUTION);
    }
}
