package dev.tandem.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Issues and verifies the tokens of this machine: RS256 JSON Web Tokens with the claims of a Cognito user pool's ID token,
 * signed with a key that lives in the state folder. A stand-in for the pool, never for production.
 */
public final class DevelopmentTokens implements TokenVerifier {
    private static final String AUDIENCE = "tandem-development";
    private static final String ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_tandemdev";
    private static final Duration SKEW = Duration.ofSeconds(5);
    private static final int MAX_TOKEN = 8 * 1024;
    // API Gateway hands times to functions in this form.
    private static final DateTimeFormatter CLAIM_TIME = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final KeyPair keys;
    private final String keyId;
    private final Clock clock;

    private DevelopmentTokens(KeyPair keys, Clock clock) throws GeneralSecurityException {
        this.keys = keys;
        this.clock = clock;
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
        this.keyId = encode(digest).substring(0, 16);
    }

    /**
     * Opens the key of a state folder, or makes one.
     *
     * @param stateDir where {@code development-token.key} lives, or null to keep it in memory only
     * @throws IllegalStateException when the key file is there but no key
     */
    public static DevelopmentTokens open(@Nullable Path stateDir, Clock clock) {
        try {
            if (stateDir == null) {
                return new DevelopmentTokens(generate(), clock);
            }
            Path file = stateDir.resolve("development-token.key");
            if (!Files.exists(file)) {
                Files.createDirectories(stateDir);
                write(file, generate().getPrivate().getEncoded());
            }
            return new DevelopmentTokens(read(file), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the token key in " + stateDir + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no RSA", e);
        }
    }

    /**
     * A signed token.
     *
     * @param subject who: becomes {@code sub} and {@code cognito:username}
     * @param groups become {@code cognito:groups}
     */
    public String issue(String subject, List<String> groups, Duration life) {
        Instant now = clock.instant();
        ObjectNode claims = Jsons.MAPPER.createObjectNode();
        claims.put("sub", subject);
        if (!groups.isEmpty()) {
            groups.forEach(claims.putArray("cognito:groups")::add);
        }
        claims.put("cognito:username", subject);
        claims.put("iss", ISSUER).put("aud", AUDIENCE).put("token_use", "id");
        claims.put("auth_time", now.getEpochSecond()).put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(life).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        ObjectNode header = Jsons.MAPPER.createObjectNode();
        header.put("kid", keyId).put("alg", "RS256").put("typ", "JWT");
        String signed = encode(bytes(header)) + "." + encode(bytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    @Override
    public Verdict verify(String token) {
        String[] parts = token.length() > MAX_TOKEN ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) {
            return new Refused("it is no JSON Web Token");
        }
        JsonNode header = json(parts[0]);
        // The algorithm is ours to say, never the token's.
        if (header == null || !header.path("alg").asText().equals("RS256")) {
            return new Refused("it is not signed with RS256");
        }
        if (!signatureHolds(parts)) {
            return new Refused("its signature does not hold");
        }
        JsonNode claims = json(parts[1]);
        if (claims == null || !claims.isObject()) {
            return new Refused("it has no claims");
        }
        if (!claims.path("iss").asText().equals(ISSUER)
                || !claims.path("aud").asText().equals(AUDIENCE)) {
            return new Refused("it was issued for something else");
        }
        if (!claims.path("token_use").asText().equals("id")
                || claims.path("sub").asText().isEmpty()) {
            return new Refused("it is no ID token");
        }
        Instant now = clock.instant();
        if (!claims.path("exp").canConvertToLong()
                || !now.minus(SKEW)
                        .isBefore(Instant.ofEpochSecond(claims.path("exp").asLong()))) {
            return new Refused("it has expired");
        }
        return new Accepted(asText(claims));
    }

    private boolean signatureHolds(String[] parts) {
        byte[] given = decode(parts[2]);
        if (given == null) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(keys.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.ISO_8859_1));
            return signature.verify(given);
        } catch (GeneralSecurityException e) {
            // Thrown for a signature of the wrong length, which is one more way not to hold.
            return false;
        }
    }

    private static Map<String, String> asText(JsonNode claims) {
        Map<String, String> texts = new LinkedHashMap<>();
        claims.properties().forEach(claim -> {
            JsonNode value = claim.getValue();
            String text;
            if (value.isArray()) {
                List<String> items = value.valueStream().map(JsonNode::asText).toList();
                text = String.join(",", items);
            } else if (List.of("exp", "iat").contains(claim.getKey())) {
                text = CLAIM_TIME.format(Instant.ofEpochSecond(value.asLong()));
            } else {
                text = value.isValueNode() ? value.asText() : value.toString();
            }
            texts.put(claim.getKey(), text);
        });
        return texts;
    }

    private static KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    /** Only the owner may read it, and a half-written file is never taken for a key. */
    private static void write(Path file, byte[] key) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        boolean posix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        if (posix) {
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(part, key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("RSA");
        try {
            var secret = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file)));
            BigInteger modulus = secret.getModulus();
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(modulus, secret.getPublicExponent())), secret);
        } catch (InvalidKeySpecException | ClassCastException e) {
            throw new IllegalStateException("the token key " + file + " is damaged; delete it to get a new one", e);
        }
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable JsonNode json(String part) {
        byte[] bytes = decode(part);
        if (bytes == null) {
            return null;
        }
        try {
            return Jsons.MAPPER.readTree(bytes);
        } catch (IOException e) {
            return null;
        }
    }
}
