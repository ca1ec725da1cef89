package dev.tandem.local.gateway;

import static dev.tandem.local.gateway.RoutingTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorisationTest {
    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = new Shop();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void aGoodTokenPassesWithItsClaimsAsText() throws Exception {
        for (String header :
                List.of(shop.token("staff", "operations"), "Bearer " + shop.token("staff", "operations"))) {
            JsonNode claims =
                    Shop.event(shop.get("/v1/mine", "Authorization", header)).at("/requestContext/authorizer/claims");
            assertThat(claims.path("sub").asText()).isEqualTo("shopper-1");
            assertThat(claims.path("cognito:groups").asText()).isEqualTo("staff,operations");
            assertThat(claims.path("token_use").asText()).isEqualTo("id");
            assertThat(claims.path("exp").isTextual()).isTrue();
        }
    }

    @Test
    void noTokenAndBadTokensAre401() throws Exception {
        HttpResponse<String> missing = shop.send("POST", "/v1/items", "{}");
        assertProblem(missing, 401, "TOKEN_MISSING");
        assertThat(missing.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        String good = shop.token();
        String other = DevelopmentTokens.open(null, Clock.systemUTC()).issue("x", List.of(), Duration.ofMinutes(1));
        String expired = shop.tokens.issue("x", List.of(), Duration.ofMinutes(-1));
        String[] parts = good.split("\\.");
        String unsigned = encode("{\"alg\":\"none\"}") + "." + parts[1] + ".";
        String symmetric = encode("{\"alg\":\"HS256\"}") + "." + parts[1] + "." + parts[2];
        String promoted =
                parts[0] + "." + encode("{\"sub\":\"admin\",\"cognito:groups\":[\"staff\"]}") + "." + parts[2];
        for (String bad : List.of(
                "x",
                "..",
                "a.b.c",
                "Bearer",
                "Basic YTpi",
                other,
                expired,
                unsigned,
                symmetric,
                promoted,
                good + "A",
                good.substring(0, good.length() - 4),
                parts[0] + "." + parts[1] + ".AAAA",
                "y".repeat(10_000))) {
            assertProblem(shop.send("POST", "/v1/items", "{}", "Authorization", bad), 401, "TOKEN_INVALID");
        }
    }

    @Test
    void partnersNeedTheirKey() throws Exception {
        assertProblem(shop.send("POST", "/v1/partner-drops", "{}"), 403, "API_KEY_REQUIRED");
        assertProblem(shop.send("POST", "/v1/partner-drops", "{}", "x-api-key", "guess"), 403, "API_KEY_INVALID");
        HttpResponse<String> passed = shop.send("POST", "/v1/partner-drops", "{}", "X-API-Key", Shop.PARTNER_KEY);
        assertThat(Shop.event(passed).at("/requestContext/identity/apiKeyId").asText())
                .isEqualTo("partner-one");
    }

    @Test
    void schemesOfOneAlternativeMustAllHold() throws Exception {
        String path = "/v1/items/A";
        assertProblem(shop.send("DELETE", path, null, "x-api-key", Shop.PARTNER_KEY), 401, "TOKEN_MISSING");
        assertProblem(shop.send("DELETE", path, null, "Authorization", shop.token()), 403, "API_KEY_REQUIRED");
        HttpResponse<String> both =
                shop.send("DELETE", path, null, "Authorization", shop.token(), "x-api-key", Shop.PARTNER_KEY);
        assertThat(both.statusCode()).isEqualTo(200);
    }

    @Test
    void oneAlternativeIsEnough() throws Exception {
        assertThat(shop.get("/v1/mine", "x-api-key", Shop.PARTNER_KEY).statusCode())
                .isEqualTo(200);
        assertThat(shop.get("/v1/mine", "Authorization", shop.token()).statusCode())
                .isEqualTo(200);
        assertProblem(shop.get("/v1/mine"), 401, "TOKEN_MISSING");
        assertProblem(shop.get("/v1/mine", "Authorization", "x"), 401, "TOKEN_INVALID");
    }

    @Test
    void anOptionalTokenMustStillBeGood() throws Exception {
        assertThat(shop.get("/v1/maybe").statusCode()).isEqualTo(200);
        assertThat(Shop.event(shop.get("/v1/maybe", "Authorization", shop.token()))
                        .at("/requestContext/authorizer/claims/sub")
                        .asText())
                .isEqualTo("shopper-1");
        assertProblem(shop.get("/v1/maybe", "Authorization", "x"), 401, "TOKEN_INVALID");
    }

    @Test
    void strangersLearnNothingOfTheContract() throws Exception {
        assertProblem(shop.send("POST", "/v1/items", "not json"), 401, "TOKEN_MISSING");
    }

    @Test
    void tokensOutliveARestart(@TempDir Path state) throws Exception {
        String token = DevelopmentTokens.open(state, Clock.systemUTC()).issue("a", List.of(), Duration.ofDays(1));
        assertThat(DevelopmentTokens.open(state, Clock.systemUTC()).verify(token))
                .isInstanceOf(TokenVerifier.Accepted.class);
        Path key = state.resolve("development-token.key");
        assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
        Files.write(key, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> DevelopmentTokens.open(state, Clock.systemUTC()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void tokensEndWithTheirTime() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        var now = new Instant[] {start};
        var clock = new Clock() {
            @Override
            public Instant instant() {
                return now[0];
            }

            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        DevelopmentTokens tokens = DevelopmentTokens.open(null, clock);
        String token = tokens.issue("a", List.of(), Duration.ofMinutes(10));
        assertThat(tokens.verify(token))
                .isInstanceOfSatisfying(
                        TokenVerifier.Accepted.class,
                        accepted -> assertThat(accepted.claims())
                                .containsEntry("exp", "Thu Jan 01 00:10:00 UTC 2026")
                                .doesNotContainKey("cognito:groups"));
        now[0] = start.plus(Duration.ofMinutes(11));
        assertThat(tokens.verify(token)).isEqualTo(new TokenVerifier.Refused("it has expired"));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
