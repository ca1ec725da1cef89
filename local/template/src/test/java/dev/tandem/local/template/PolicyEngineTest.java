package dev.tandem.local.template;

import static dev.tandem.local.template.PolicyEngine.Verdict.ALLOWED;
import static dev.tandem.local.template.PolicyEngine.Verdict.DENIED_EXPLICITLY;
import static dev.tandem.local.template.PolicyEngine.Verdict.NOT_ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyEngineTest {

    private static final String STOCK = "arn:aws:dynamodb:eu-central-1:000000000000:table/StockTable";

    private static PolicyEngine policy(String... statements) {
        try {
            String document = "{\"Statement\":[" + String.join(",", statements) + "]}";
            return PolicyEngine.of(List.of(new ObjectMapper().readTree(document)));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String statement(String effect, String action, String resource) {
        return "{\"Effect\":\"%s\",\"Action\":\"%s\",\"Resource\":\"%s\"}".formatted(effect, action, resource);
    }

    @Test
    void whatNoStatementMentionsIsRefused() {
        PolicyEngine policy = policy(statement("Allow", "dynamodb:Query", STOCK));
        assertThat(policy.evaluate("dynamodb:Query", STOCK)).isEqualTo(ALLOWED);
        assertThat(policy.evaluate("dynamodb:PutItem", STOCK)).isEqualTo(NOT_ALLOWED);
        assertThat(policy.evaluate("dynamodb:Query", STOCK + "/index/byLocation"))
                .isEqualTo(NOT_ALLOWED);
        assertThat(policy.evaluate("dynamodb:Query", STOCK.toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo(NOT_ALLOWED);
    }

    @Test
    void denyWinsOverAllowWhateverTheOrder() {
        String allow = statement("Allow", "s3:*", "*");
        String deny = statement("Deny", "s3:DeleteObject", "arn:aws:s3:::shop/reports/*");
        for (PolicyEngine policy : List.of(policy(allow, deny), policy(deny, allow))) {
            assertThat(policy.evaluate("s3:DeleteObject", "arn:aws:s3:::shop/reports/a/b.json"))
                    .isEqualTo(DENIED_EXPLICITLY);
            assertThat(policy.evaluate("s3:DeleteObject", "arn:aws:s3:::shop/drops/a"))
                    .isEqualTo(ALLOWED);
        }
    }

    @Test
    void wildcardsMatchAnyTextAndOneCharacterAndActionsIgnoreCase() {
        PolicyEngine policy = policy(statement("Allow", "DynamoDB:?etItem*", STOCK + "*"));
        assertThat(policy.allows("dynamodb:GetItem", STOCK)).isTrue();
        assertThat(policy.allows("dynamodb:getitem", STOCK + "/index/x")).isTrue();
        assertThat(policy.allows("dynamodb:BatchGetItem", STOCK)).isFalse();
        assertThat(policy(statement("Allow", "a.b:c+", "*")).allows("axb:cc", "r"))
                .isFalse();
    }

    @Test
    void listsAndNotActionAndNotResource() {
        PolicyEngine policy = policy(
                "{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"sts:*\"],\"Resource\":[\"arn:a\",\"arn:b\"]}",
                "{\"Effect\":\"Deny\",\"Action\":\"sqs:*\",\"NotResource\":\"arn:a\"}");
        assertThat(policy.allows("sqs:SendMessage", "arn:a")).isTrue();
        assertThat(policy.evaluate("sqs:SendMessage", "arn:b")).isEqualTo(DENIED_EXPLICITLY);
        assertThat(policy.evaluate("iam:GetRole", "arn:a")).isEqualTo(NOT_ALLOWED);
        assertThat(policy.evaluate("sns:Publish", "arn:c")).isEqualTo(NOT_ALLOWED);
    }

    @Test
    void conditionsReadTheContext() {
        PolicyEngine policy = policy(
                "{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":\"*\",\"Condition\":{\"StringLike\":{\"s3:prefix\":[\"drops/*\",\"reports/*\"]}}}",
                "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}");
        assertThat(policy.evaluate("s3:ListBucket", "b", Map.of("s3:prefix", "drops/x")))
                .isEqualTo(ALLOWED);
        assertThat(policy.evaluate("s3:ListBucket", "b", Map.of("s3:prefix", "other")))
                .isEqualTo(NOT_ALLOWED);
        assertThat(policy.evaluate("s3:ListBucket", "b")).isEqualTo(NOT_ALLOWED);
        assertThat(policy.evaluate(
                        "s3:ListBucket", "b", Map.of("s3:prefix", "drops/x", "aws:SecureTransport", "false")))
                .isEqualTo(DENIED_EXPLICITLY);
    }

    @Test
    void negatedAndIfExistsOperatorsPassWithoutTheKey() {
        PolicyEngine policy = policy(
                "{\"Effect\":\"Allow\",\"Action\":\"a:b\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"k\":\"v\"},\"StringEqualsIfExists\":{\"z\":\"1\"}}}");
        assertThat(policy.allows("a:b", "r")).isTrue();
        assertThat(policy.evaluate("a:b", "r", Map.of("k", "v"))).isEqualTo(NOT_ALLOWED);
        assertThat(policy.evaluate("a:b", "r", Map.of("z", "2"))).isEqualTo(NOT_ALLOWED);
    }

    @Test
    void whatIsNotUnderstoodIsRefusedAtLoad() {
        assertThatThrownBy(() -> policy(statement("Perhaps", "a:b", "*")))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("Perhaps");
        assertThatThrownBy(
                        () -> policy(
                                "{\"Effect\":\"Allow\",\"Action\":\"a:b\",\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}}"))
                .hasMessageContaining("IpAddress");
        assertThatThrownBy(() -> policy("{\"Effect\":\"Allow\",\"Resource\":\"*\"}"))
                .hasMessageContaining("Action");
    }
}
