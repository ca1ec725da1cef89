package dev.tandem.recommendation;

/** Under which key a state is kept. */
final class StateKeys {
    private static final String USER = "USER#";

    private StateKeys() {}

    static String session(String sessionId) {
        return "SESSION#" + sessionId;
    }

    /** What a person bought, whatever the session. */
    static String user(String userId) {
        return USER + userId;
    }

    static boolean isUser(String key) {
        return key.startsWith(USER);
    }
}
