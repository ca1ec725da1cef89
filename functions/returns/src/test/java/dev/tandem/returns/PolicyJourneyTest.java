package dev.tandem.returns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.TestContext;
import dev.tandem.commons.drops.MemoryDrops;
import dev.tandem.returns.policy.PolicyTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Policies: dropped, checked, tried, put in force. */
class PolicyJourneyTest {
    private static final String STRICT = """
            {"version":"strict-1","title":"Two weeks","effectiveFrom":"2026-01-01T00:00:00Z","defaults":{"windowDays":14,"photos":1},
             "rules":[{"id":"fee","when":{"channels":["courier"]},"then":{"fee":{"EUR":599}},"because":"The courier has become dearer."}]}""";
    private final Desk desk = new Desk();
    private final MemoryDrops drops = new MemoryDrops();

    private JsonNode drop(String name, String policy) throws Exception {
        String key = "partner-drops/return-policies/" + name;
        drops.drop(key, policy.getBytes(StandardCharsets.UTF_8));
        ImportReturnPolicyHandler handler = new ImportReturnPolicyHandler(
                new PolicyTable(desk.dynamoDb, desk.environment.require("POLICY_TABLE")),
                drops,
                (message, code, reason) -> {
                    throw new AssertionError(code);
                },
                desk.clock);
        String event = "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"eventTime\":\"" + desk.now
                + "\",\"s3\":{\"object\":{\"key\":\"" + key + "\",\"sequencer\":\"1\"}}}]}";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        var batch = Json.object();
        batch.putArray("Records").addObject().put("messageId", "m").put("body", event);
        handler.handleRequest(new ByteArrayInputStream(Json.writeBytes(batch)), out, new TestContext());
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"batchItemFailures\":[]}");
        return Json.tree(drops.text("reports/" + key + ".json"));
    }

    @Test
    void aDroppedPolicyIsStoredOnceAndNeverReplaced() throws Exception {
        assertThat(drop("a.json", STRICT).path("status").asText()).isEqualTo("STORED");
        assertThat(drop("a.json", STRICT).path("status").asText())
                .as("the same delivery again")
                .isEqualTo("STORED");
        assertThat(drop("b.json", STRICT).path("status").asText()).isEqualTo("ALREADY_STORED");
        JsonNode other = drop("c.json", STRICT.replace("599", "699"));
        assertThat(other.path("status").asText()).isEqualTo("INVALID");
        assertThat(other.at("/problems/0/code").asText()).isEqualTo("VERSION_TAKEN");
        assertThat(desk.staff("ListReturnPolicies", "", null).text("/inForce")).isEqualTo("house-1");
        assertThat(desk.shopper("ListReturnPolicies", "", null).status()).isEqualTo(403);
    }

    @Test
    void anUnlawfulPolicyIsRefusedWithTheRuleThatBreaksTheLaw() throws Exception {
        JsonNode report = drop("x.json", STRICT.replace("\"windowDays\":14", "\"windowDays\":7"));
        assertThat(report.path("status").asText()).isEqualTo("INVALID");
        assertThat(report.at("/problems/0/path").asText()).isEqualTo("defaults.windowDays");
        assertThat(report.at("/problems/0/code").asText()).isEqualTo("BELOW_LAW");
        Desk.Answer answer =
                desk.staff("AddReturnPolicy", "", STRICT.replace("\"fee\":{", "\"finalSale\":true,\"fee\":{"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/problems/0/path")).isEqualTo("rules[0].then.finalSale");
    }

    @Test
    void aPolicyIsTriedBeforeItIsPutInForceAndDecidesOnlyWhatIsOpenedAfter() {
        desk.order("O-1", Desk.order("wear/shirts", 4, 4990));
        String before = desk.approved("O-1", 1, "TOO_SMALL");
        desk.now = desk.now.plus(Duration.ofDays(15));
        desk.approved("O-1", 1, "TOO_SMALL");
        String open = desk.open("O-1", 1, "TOO_SMALL").text("/returnId");

        assertThat(desk.staff("AddReturnPolicy", "", STRICT).status()).isEqualTo(201);
        Desk.Answer trial =
                desk.staff("DryRunReturnPolicy", "strict-1", "{\"from\":\"2026-03-01\",\"to\":\"2026-03-31\"}");
        assertThat(trial.text("/tried")).isEqualTo("2");
        assertThat(trial.text("/changes/APPROVED to REJECTED")).isEqualTo("1");
        assertThat(trial.text("/changes/APPROVED to APPROVED")).isEqualTo("1");
        assertThat(trial.text("/refundChanges/EUR")).isEqualTo("-300");
        assertThat(trial.text("/examples/0/returnId")).isEqualTo(before);
        assertThat(desk.staff("ListReturnPolicies", "", null).text("/inForce")).isEqualTo("house-1");

        desk.now = desk.now.plusSeconds(60);
        assertThat(desk.staff("ActivateReturnPolicy", "strict-1", null).status())
                .isEqualTo(200);
        assertThat(desk.staff("ActivateReturnPolicy", "nowhere", null).status()).isEqualTo(404);
        assertThat(desk.shopper("PrecheckReturn", open, null).text("/decision/policyVersion"))
                .isEqualTo("house-1");
        String after = desk.open("O-1", 1, "TOO_SMALL").text("/returnId");
        Desk.Answer rejected = desk.shopper("PrecheckReturn", after, null);
        assertThat(rejected.text("/decision/policyVersion")).isEqualTo("strict-1");
        assertThat(rejected.text("/state")).isEqualTo("REJECTED");
    }

    @Test
    void whoReturnsNearlyEverythingIsLookedAt() {
        for (int i = 0; i < 11; i++) {
            desk.order("H-" + i, Desk.order("wear/shirts", 1, 4990));
        }
        for (int i = 0; i < 10; i++) {
            desk.approved("H-" + i, 1, "NOT_LIKED");
            desk.now = desk.now.plusSeconds(1);
        }
        String id = desk.open("H-10", 1, "NOT_LIKED").text("/returnId");
        Desk.Answer checked = desk.shopper("PrecheckReturn", id, null);
        assertThat(checked.text("/state")).isEqualTo("IN_REVIEW");
        assertThat(checked.body().at("/decision/lines/0/grounds").findValuesAsText("rule"))
                .contains("frequent-returns");
    }
}
