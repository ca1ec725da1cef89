package dev.tandem.local.backends;

/** Decides whether the holder of an access key may do something. Called on every request, from many threads. */
@FunctionalInterface
public interface Authorizer {
    /** Lets every request pass. */
    Authorizer ALLOW_ALL = (accessKeyId, action, resourceArn) -> Decision.allow();

    /**
     * @param accessKeyId as in the request's signature; empty when it was not signed
     * @param action in the form of IAM, for example {@code dynamodb:PutItem}
     * @param resourceArn the table, index, queue, object, ... or {@code *} where the action has no resource
     */
    Decision check(String accessKeyId, String action, String resourceArn);

    /**
     * @param who the principal as the refusal names it, for example a role's ARN; may be empty
     */
    record Decision(boolean allowed, String who) {
        private static final Decision ALLOW = new Decision(true, "");

        public static Decision allow() {
            return ALLOW;
        }

        public static Decision deny(String who) {
            return new Decision(false, who);
        }

        /** The sentence AWS answers with. */
        String refusal(String action, String resourceArn) {
            return "User: " + who + " is not authorized to perform: " + action + " on resource: " + resourceArn
                    + " because no identity-based policy allows the " + action + " action";
        }
    }
}
