package dev.tandem.local.backends;

/**
 * One permission that a request takes.
 *
 * @param action in the form of IAM, for example {@code sqs:SendMessage}
 * @param resource an ARN, or {@code *} where the action has none
 */
record Need(String action, String resource) {}
