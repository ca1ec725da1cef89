package dev.tandem.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns resolved properties into typed resources, and says what is missing in words. */
final class ResourceReader {

    record Declared(String id, String type, JsonNode properties) {}

    /** Types that matter on AWS and have nothing to do on one machine. */
    private static final Set<String> WITHOUT_LOCAL_MEANING = Set.of(
            "AWS::CDK::Metadata",
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::CompositeAlarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::Logs::LogGroup",
            "AWS::Logs::MetricFilter",
            "AWS::Logs::ResourcePolicy",
            "AWS::Lambda::Permission",
            "AWS::Lambda::Alias",
            "AWS::Lambda::Version",
            "AWS::ApiGateway::Account",
            "AWS::ApiGateway::Authorizer",
            "AWS::ApiGateway::Deployment",
            "AWS::ApiGateway::GatewayResponse",
            "AWS::ApiGateway::RequestValidator",
            "AWS::ApiGateway::Stage",
            "AWS::ApiGateway::UsagePlan",
            "AWS::ApiGateway::UsagePlanKey",
            "AWS::Cognito::UserPool",
            "AWS::Cognito::UserPoolClient",
            "AWS::Cognito::UserPoolDomain",
            "AWS::Cognito::UserPoolGroup",
            "AWS::Cognito::UserPoolResourceServer",
            "AWS::KMS::Alias",
            "AWS::KMS::Key",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::Subscription",
            "AWS::SNS::Topic",
            "AWS::SNS::TopicPolicy",
            "AWS::SQS::QueuePolicy",
            "AWS::Scheduler::ScheduleGroup",
            "AWS::WAFv2::WebACL",
            "AWS::WAFv2::WebACLAssociation");

    private static final Set<String> RUN_HERE = Set.of(
            "AWS::ApiGateway::ApiKey",
            "AWS::ApiGateway::RestApi",
            "AWS::DynamoDB::Table",
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::Lambda::EventInvokeConfig",
            "AWS::Lambda::EventSourceMapping",
            "AWS::Lambda::LayerVersion",
            "AWS::S3::Bucket",
            "AWS::SQS::Queue",
            "AWS::Scheduler::Schedule",
            "AWS::Serverless::Api",
            "AWS::Serverless::Function",
            "AWS::Serverless::LayerVersion",
            "AWS::Serverless::StateMachine",
            "AWS::StepFunctions::StateMachine");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern LAYER_ARN = Pattern.compile("layer:([^:]+):\\d+$");

    private final Naming naming;
    private final Path folder;
    private final JsonNode globals;
    private final Map<String, Declared> declared;

    ResourceReader(Naming naming, Path folder, JsonNode globals, Map<String, Declared> declared) {
        this.naming = naming;
        this.folder = folder;
        this.globals = globals;
        this.declared = declared;
    }

    static boolean known(String type) {
        return runs(type) || WITHOUT_LOCAL_MEANING.contains(type);
    }

    static boolean runs(String type) {
        return RUN_HERE.contains(type);
    }

    Map<String, Resource> readAll() {
        Map<String, Resource> resources = new LinkedHashMap<>();
        declared.values().forEach(one -> read(one).ifPresent(resource -> resources.put(one.id(), resource)));
        return resources;
    }

    private Optional<Resource> read(Declared one) {
        String id = one.id();
        JsonNode p = one.properties();
        return switch (one.type()) {
            case "AWS::Serverless::Function" -> Optional.of(function(id, withGlobals(p)));
            case "AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion" ->
                Optional.of(new Resource.Layer(id, path(id, p, p.has("ContentUri") ? "ContentUri" : "Content")));
            case "AWS::DynamoDB::Table" -> Optional.of(new Resource.Table(id, naming.name(id), naming.arn(id), p));
            case "AWS::SQS::Queue" ->
                Optional.of(new Resource.Queue(
                        id, naming.name(id), naming.arn(id), String.valueOf(text(naming.ref(id))), p));
            case "AWS::S3::Bucket" ->
                Optional.of(new Resource.Bucket(id, naming.name(id), naming.arn(id), Notifications.read(id, p)));
            case "AWS::Lambda::EventSourceMapping" -> Optional.of(eventSource(id, p));
            case "AWS::Scheduler::Schedule" -> Optional.of(schedule(id, p));
            case "AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine" ->
                Optional.of(new Resource.StateMachine(
                        id,
                        naming.name(id),
                        naming.arn(id),
                        Definitions.read(id, p, folder),
                        roleId(p.path(p.has("RoleArn") ? "RoleArn" : "Role").asText())));
            case "AWS::ApiGateway::RestApi", "AWS::Serverless::Api" -> {
                JsonNode body = p.path(p.has("DefinitionBody") ? "DefinitionBody" : "Body");
                if (!body.isObject()) {
                    throw new TemplateException(id + ": the API has no inline OpenAPI document (Body)");
                }
                yield Optional.of(new Resource.Api(id, naming.name(id), body));
            }
            case "AWS::ApiGateway::ApiKey" ->
                Optional.of(new Resource.ApiKey(
                        id,
                        naming.name(id),
                        Optional.ofNullable(p.path("Value").textValue()),
                        p.path("Enabled").asBoolean(true)));
            case "AWS::IAM::Role" -> Optional.of(new Resource.Role(id, naming.arn(id), policies(id, p)));
            default -> Optional.empty();
        };
    }

    private static String text(@Nullable JsonNode node) {
        return node == null ? "" : node.asText();
    }

    private JsonNode withGlobals(JsonNode properties) {
        JsonNode shared = globals.path("Function");
        if (!shared.isObject()) {
            return properties;
        }
        ObjectNode merged = shared.deepCopy();
        properties.properties().forEach(field -> {
            if (field.getKey().equals("Environment")
                    && merged.path("Environment").isObject()) {
                ObjectNode variables = merged.withObject("/Environment/Variables");
                field.getValue().path("Variables").properties().forEach(v -> variables.set(v.getKey(), v.getValue()));
            } else {
                merged.set(field.getKey(), field.getValue());
            }
        });
        return merged;
    }

    private Resource.Function function(String id, JsonNode p) {
        if (p.has("Events") || p.has("Policies")) {
            throw new TemplateException(id + ": Events and Policies of a function are not read here;"
                    + " declare AWS::Lambda::EventSourceMapping, AWS::Scheduler::Schedule and AWS::IAM::Role");
        }
        Map<String, String> environment = new LinkedHashMap<>();
        p.path("Environment")
                .path("Variables")
                .properties()
                .forEach(v -> environment.put(v.getKey(), v.getValue().asText()));
        List<String> layers = new ArrayList<>();
        p.path("Layers").forEach(layer -> layers.add(layerId(id, layer.asText())));
        JsonNode reserved = p.path("ReservedConcurrentExecutions");
        JsonNode invoke = p.has("EventInvokeConfig") ? p.path("EventInvokeConfig") : invokeConfigOf(naming.name(id));
        JsonNode destination =
                invoke.path("DestinationConfig").path("OnFailure").path("Destination");
        JsonNode deadLetter = p.path(p.has("DeadLetterQueue") ? "DeadLetterQueue" : "DeadLetterConfig")
                .path("TargetArn");
        return new Resource.Function(
                id,
                naming.name(id),
                naming.arn(id),
                required(id, p, "Handler"),
                path(id, p, "CodeUri"),
                List.copyOf(layers),
                p.path("MemorySize").asInt(128),
                Duration.ofSeconds(p.path("Timeout").asInt(3)),
                Map.copyOf(environment),
                reserved.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(reserved.asInt()),
                roleId(p.path("Role").asText()),
                invoke.path("MaximumRetryAttempts").asInt(2),
                Optional.ofNullable(destination.textValue()),
                Optional.ofNullable(deadLetter.textValue()));
    }

    private JsonNode invokeConfigOf(String function) {
        return declared.values().stream()
                .filter(one -> one.type().equals("AWS::Lambda::EventInvokeConfig"))
                .map(Declared::properties)
                .filter(p -> Arns.functionName(p.path("FunctionName").asText())
                        .filter(function::equals)
                        .isPresent())
                .findFirst()
                .orElseGet(MAPPER::createObjectNode);
    }

    private String layerId(String function, String arn) {
        Matcher matcher = LAYER_ARN.matcher(arn);
        if (matcher.find()) {
            for (Declared one : declared.values()) {
                if (one.type().endsWith("::LayerVersion")
                        && naming.name(one.id()).equals(matcher.group(1))) {
                    return one.id();
                }
            }
        }
        throw new TemplateException(function + ": the layer " + arn + " is not declared in the template");
    }

    private Optional<String> roleId(String arn) {
        return declared.values().stream()
                .filter(one -> one.type().equals("AWS::IAM::Role"))
                .map(Declared::id)
                .filter(id -> naming.arn(id).equals(arn))
                .findFirst();
    }

    private List<JsonNode> policies(String id, JsonNode role) {
        List<JsonNode> documents = new ArrayList<>();
        role.path("Policies").forEach(policy -> documents.add(policy.path("PolicyDocument")));
        String name = naming.name(id);
        for (Declared one : declared.values()) {
            if (one.type().equals("AWS::IAM::Policy") || one.type().equals("AWS::IAM::ManagedPolicy")) {
                for (JsonNode holder : one.properties().path("Roles")) {
                    if (holder.asText().equals(name)) {
                        documents.add(one.properties().path("PolicyDocument"));
                    }
                }
            }
        }
        return List.copyOf(documents);
    }

    private Resource.EventSource eventSource(String id, JsonNode p) {
        if (p.has("FilterCriteria")) {
            throw new TemplateException(id + ": FilterCriteria is not known here");
        }
        String source = required(id, p, "EventSourceArn");
        if (!Arns.service(source).equals("sqs")) {
            throw new TemplateException(id + ": only queues are event sources here, not " + source);
        }
        boolean partial = false;
        for (JsonNode type : p.path("FunctionResponseTypes")) {
            partial |= type.asText().equals("ReportBatchItemFailures");
        }
        JsonNode maximum = p.path("ScalingConfig").path("MaximumConcurrency");
        return new Resource.EventSource(
                id,
                source,
                functionNamed(id, required(id, p, "FunctionName")),
                p.path("BatchSize").asInt(10),
                Duration.ofSeconds(p.path("MaximumBatchingWindowInSeconds").asInt(0)),
                partial,
                maximum.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(maximum.asInt()),
                p.path("Enabled").asBoolean(true));
    }

    private String functionNamed(String id, String reference) {
        String name = Arns.functionName(reference).orElse(reference);
        boolean exists = declared.values().stream()
                .anyMatch(one -> one.type().equals("AWS::Serverless::Function")
                        && naming.name(one.id()).equals(name));
        if (!exists) {
            throw new TemplateException(id + " names the function " + name + ", which the template does not declare");
        }
        return name;
    }

    private Resource.Schedule schedule(String id, JsonNode p) {
        JsonNode target = p.path("Target");
        String zone = p.path("ScheduleExpressionTimezone").asText("UTC");
        try {
            return new Resource.Schedule(
                    id,
                    naming.name(id),
                    required(id, p, "ScheduleExpression"),
                    ZoneId.of(zone),
                    !p.path("State").asText().equals("DISABLED"),
                    required(id, target, "Arn"),
                    Optional.ofNullable(target.path("Input").textValue()),
                    roleId(target.path("RoleArn").asText()));
        } catch (DateTimeException e) {
            throw new TemplateException(id + ": '" + zone + "' is no time zone", e);
        }
    }

    private Path path(String id, JsonNode p, String property) {
        return path(folder, id, p, property);
    }

    static Path path(Path folder, String id, JsonNode p, String property) {
        JsonNode value = p.path(property);
        if (!value.isTextual()) {
            throw new TemplateException(id + ": " + property + " must be a path in this repository, not " + value);
        }
        return folder.resolve(value.asText()).normalize();
    }

    static String required(String id, JsonNode p, String property) {
        JsonNode value = p.path(property);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new TemplateException(id + ": " + property + " is missing");
        }
        return value.asText();
    }
}
