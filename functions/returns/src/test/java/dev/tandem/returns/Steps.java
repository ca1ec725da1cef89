package dev.tandem.returns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import dev.tandem.returns.lifecycle.Outgoing;
import java.util.List;

/** The steps of the workflow, as it takes them, and what left the domain. */
record Steps(Desk desk) {
    static final String AS_NEW = "[{\"lineId\":\"1\",\"condition\":\"as-new\"}]";
    static final String WRONG = "[{\"lineId\":\"1\",\"condition\":\"wrong-item\"}]";

    String inStore(String choice) {
        desk.order("O-1", Desk.order("wear/shirts", 3, 4990));
        String id = desk.approved(desk.open("O-1", 2, "TOO_SMALL", "store"));
        desk.shopper("ChooseCompensation", id, "{\"choice\":\"" + choice + "\"}");
        scannedInStore(id);
        return id;
    }

    void scannedInStore(String id) {
        assertThat(desk.staff("ScanReturn", id, "{\"kind\":\"store\",\"location\":\"WIESBADEN\"}")
                        .status())
                .isEqualTo(202);
        move(id, "SCAN", "");
        await(id, "write-off", "token-1");
    }

    JsonNode move(String id, String move, String more) {
        return desk.task(
                "MoveReturn",
                "{\"returnId\":\"%s\",\"move\":\"%s\",\"at\":\"%s\"%s}".formatted(id, move, desk.now, more));
    }

    void await(String id, String step, String token) {
        desk.task(
                "AwaitReturnStep",
                "{\"returnId\":\"%s\",\"step\":\"%s\",\"token\":\"%s\",\"at\":\"%s\"}"
                        .formatted(id, step, token, desk.now));
    }

    JsonNode settle(String id, String grades) {
        String fact = grades.isEmpty() ? "" : ",\"fact\":{\"by\":\"staff:clerk\",\"grades\":" + grades + "}";
        return desk.task("SettleReturn", "{\"returnId\":\"%s\",\"at\":\"%s\"%s}".formatted(id, desk.now, fact));
    }

    List<JsonNode> sent(Outgoing.To to) {
        return desk.sent.stream()
                .filter(message -> message.to() == to)
                .map(message -> Json.tree(message.body()))
                .toList();
    }

    Desk.Answer shown(String id) {
        return desk.shopper("GetReturn", id, null);
    }
}
