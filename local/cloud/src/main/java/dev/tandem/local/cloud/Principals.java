package dev.tandem.local.cloud;

import dev.tandem.local.backends.Authorizer;
import dev.tandem.local.template.CloudTemplate;
import dev.tandem.local.template.PolicyEngine;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Least privilege on one machine: an access key that was handed to a function, workflow or schedule may do what its role
 * in the template allows. The key of the owner may do everything, as may every other key that no principal holds: who
 * reaches 127.0.0.1 owns the machine.
 */
final class Principals implements Authorizer {

    /** Key id and secret of the person at the keyboard, for {@code aws --endpoint-url}. */
    static final String OWNER = "tandem";

    private record Principal(String name, PolicyEngine policies) {}

    private static final Logger LOG = LoggerFactory.getLogger(Principals.class);

    private final String secret;
    private final Map<String, Principal> byKey = new ConcurrentHashMap<>();
    private final Map<String, String> keyByRoleArn = new ConcurrentHashMap<>();

    /** @param secret the secret access key that all principals of the template share */
    Principals(String secret) {
        this.secret = secret;
    }

    /** The principals of a template: one for each function, so that a refusal names it, and one for each role. */
    static Principals of(CloudTemplate template, String secret) {
        Principals principals = new Principals(secret);
        template.functions().forEach(f -> principals.add("FN", f.name(), template.policiesOf(f.roleId())));
        template.roles().forEach(role -> {
            String key = principals.add("ROLE", role.logicalId(), role.engine());
            principals.keyByRoleArn.put(role.arn(), key);
        });
        return principals;
    }

    private String add(String kind, String name, PolicyEngine policies) {
        String key = key(kind, name);
        if (byKey.putIfAbsent(key, new Principal(name, policies)) != null) {
            throw new StartupException("two resources are called " + name + " but for punctuation");
        }
        return key;
    }

    /** Key ids must be alphanumeric for DynamoDB Local. */
    private static String key(String kind, String name) {
        return "TANDEM" + kind + name.replaceAll("[^A-Za-z0-9]", "");
    }

    String functionKey(String function) {
        return key("FN", function);
    }

    /** The key of a role, the owner's for a role that the template does not declare. */
    String roleKey(String roleArn) {
        return keyByRoleArn.getOrDefault(roleArn, OWNER);
    }

    /** The key of a role by its logical id. */
    static String roleKeyOf(String roleId) {
        return key("ROLE", roleId);
    }

    String secret() {
        return secret;
    }

    /** The secret of a key id; empty for a key that nobody was given. */
    Optional<String> secretOf(String accessKeyId) {
        if (accessKeyId.equals(OWNER)) {
            return Optional.of(OWNER);
        }
        return byKey.containsKey(accessKeyId) ? Optional.of(secret) : Optional.empty();
    }

    @Override
    public Decision check(String accessKeyId, String action, String resourceArn) {
        Principal principal = byKey.get(accessKeyId);
        if (principal == null || principal.policies.allows(action, resourceArn)) {
            return Decision.allow();
        }
        LOG.warn("Refused: {} may not {} on {}", principal.name, action, resourceArn);
        return Decision.deny("arn:aws:sts::000000000000:assumed-role/" + principal.name + "/" + principal.name);
    }
}
