package dev.tandem.returns.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;

/**
 * Something that has to leave, written with the step that it follows from and sent after it, again and again until it is known to be sent.
 * Whoever gets it knows a repeat by its id.
 *
 * @param body JSON
 */
public record Outgoing(String id, To to, String body) {

    /** @param life after the step; @param fact what was told */
    static Outgoing answer(Lifecycle life, String token, JsonNode fact) {
        return new Outgoing(
                "answer:" + life.returnId() + ":" + life.version(),
                To.WORKFLOW_ANSWER,
                Json.object().put("token", token).set("output", fact).toString());
    }

    /** Who gets it. */
    public enum To {
        /** Starts the workflow; an execution's name starts once. */
        WORKFLOW_START,
        /** Gives a task token back; a token counts once. */
        WORKFLOW_ANSWER,
        STOCK,
        PAYMENT,
        /** Goods for goods. */
        EXCHANGE,
        ESCALATION
    }
}
