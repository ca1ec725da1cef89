package dev.tandem.infra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LayerVersion;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** The functions of all domains with their layers, roles, log groups, aliases and queue triggers. */
final class Functions {
    static final String ALIAS = "live";
    static final String COMMONS_LAYER_ZIP = "layers/commons/target/commons-layer.zip";
    static final String RUNTIME_LAYER_ZIP = "layers/runtime/target/runtime-layer.zip";

    private final Artifacts artifacts;
    private final Stores stores;
    private final Rights rights;
    private final List<LayerVersion> layers;
    private final Map<String, Code> codeByZip = new LinkedHashMap<>();
    private final Map<String, Alias> aliases = new LinkedHashMap<>();
    private final Map<String, Function> functions = new LinkedHashMap<>();

    /** @param shared where the layers are, which all functions load */
    Functions(Construct shared, Artifacts artifacts, Stores stores) {
        this.artifacts = artifacts;
        this.stores = stores;
        this.rights = new Rights(stores);
        this.layers = List.of(
                layer(shared, "CommonsLayer", COMMONS_LAYER_ZIP, "Tandem's shared code"),
                layer(shared, "RuntimeLayer", RUNTIME_LAYER_ZIP, "Third-party libraries"));
    }

    /** Logical id of the alias that every caller of the function goes through. */
    private static String aliasId(String function) {
        return function + "Live";
    }

    Alias alias(String function) {
        Alias alias = aliases.get(function);
        if (alias == null) {
            throw new IllegalStateException("No domain declares the function " + function);
        }
        return alias;
    }

    Map<String, Function> all() {
        return functions;
    }

    private LayerVersion layer(Construct scope, String id, String zip, String description) {
        return LayerVersion.Builder.create(scope, id)
                .code(artifacts.code(zip))
                .description(description)
                .compatibleRuntimes(List.of(Runtime.JAVA_25))
                .compatibleArchitectures(List.of(Architecture.ARM_64))
                // Old versions of a function keep working while the new one is rolled out.
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
    }

    void add(Construct scope, FunctionSpec spec) {
        LogGroup logs = LogGroup.Builder.create(scope, spec.name() + "Logs")
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Role role = role(scope, spec, logs);
        Function function = Function.Builder.create(scope, spec.name())
                .description(spec.purpose())
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler(spec.handler())
                .code(codeByZip.computeIfAbsent(spec.zip(), artifacts::code))
                .layers(layers)
                .memorySize(spec.memoryMegabytes())
                .timeout(Duration.seconds(spec.timeoutSeconds()))
                .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                .environment(environment(spec))
                .role(role.withoutPolicyUpdates())
                .logGroup(logs)
                .loggingFormat(LoggingFormat.JSON)
                .tracing(Tracing.ACTIVE)
                .build();
        // The alias below publishes the version that the warning asks for.
        Annotations.of(function).acknowledgeWarning("@aws-cdk/aws-lambda:snapStartRequirePublish");
        if (!spec.invokedAsynchronously()) {
            Nag.accept(
                    function,
                    "Serverless-LambdaDLQ",
                    "Never invoked asynchronously: the gateway, the queue or the workflow that calls sees each failure");
        } else {
            ((CfnFunction) function.getNode().getDefaultChild())
                    .setDeadLetterConfig(CfnFunction.DeadLetterConfigProperty.builder()
                            .targetArn(
                                    stores.queue(Stores.SCHEDULE_DEAD_LETTERS).getQueueArn())
                            .build());
        }
        Alias alias = Alias.Builder.create(scope, aliasId(spec.name()))
                .aliasName(ALIAS)
                .version(function.getCurrentVersion())
                .build();
        functions.put(spec.name(), function);
        aliases.put(spec.name(), alias);
        spec.queue().ifPresent(trigger -> mapQueue(scope, spec, trigger, alias));
    }

    private void mapQueue(Construct scope, FunctionSpec spec, Trigger.Queue trigger, Alias alias) {
        CfnEventSourceMapping mapping = CfnEventSourceMapping.Builder.create(scope, spec.name() + "Source")
                .eventSourceArn(stores.queue(trigger.queue()).getQueueArn())
                .functionName(alias.getFunctionArn())
                .batchSize(trigger.batchSize())
                .functionResponseTypes(List.of("ReportBatchItemFailures"))
                .scalingConfig(CfnEventSourceMapping.ScalingConfigProperty.builder()
                        .maximumConcurrency(trigger.maximumConcurrency())
                        .build())
                .build();
        Nag.accept(
                mapping,
                "Serverless-LambdaEventSourceMappingDestination",
                "A mapping of a queue takes no destination: the queue's own redrive rule is the one there is");
    }

    private Map<String, String> environment(FunctionSpec spec) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("TANDEM_STAGE", stores.stage());
        environment.put("POWERTOOLS_SERVICE_NAME", spec.domain());
        environment.put("POWERTOOLS_METRICS_NAMESPACE", "Tandem");
        for (Grant grant : spec.grants()) {
            environment.put(grant.variable(), rights.locator(grant));
        }
        spec.queue()
                .ifPresent(trigger -> environment.put(
                        "DEAD_LETTER_QUEUE_URL", stores.locator(Domain.deadLetterQueueOf(trigger.queue()))));
        return environment;
    }

    private Role role(Construct scope, FunctionSpec spec, LogGroup logs) {
        List<PolicyStatement> statements = new ArrayList<>();
        statements.add(allow(List.of("logs:CreateLogStream", "logs:PutLogEvents"), List.of(logs.getLogGroupArn())));
        statements.add(allow(List.of("xray:PutTraceSegments", "xray:PutTelemetryRecords"), List.of("*")));
        for (Grant grant : spec.grants()) {
            statements.addAll(rights.statements(grant));
        }
        spec.queue().ifPresent(trigger -> {
            statements.add(allow(
                    List.of(
                            "sqs:ReceiveMessage",
                            "sqs:DeleteMessage",
                            "sqs:GetQueueAttributes",
                            "sqs:ChangeMessageVisibility"),
                    List.of(stores.queue(trigger.queue()).getQueueArn())));
            statements.add(allow(
                    List.of("sqs:SendMessage"),
                    List.of(stores.queue(Domain.deadLetterQueueOf(trigger.queue()))
                            .getQueueArn())));
        });
        if (spec.invokedAsynchronously()) {
            statements.add(allow(
                    List.of("sqs:SendMessage"),
                    List.of(stores.queue(Stores.SCHEDULE_DEAD_LETTERS).getQueueArn())));
        }
        Role role = Role.Builder.create(scope, spec.name() + "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .inlinePolicies(Map.of(
                        "rights",
                        PolicyDocument.Builder.create().statements(statements).build()))
                .build();
        acceptStars(role, spec);
        return role;
    }

    private static void acceptStars(Role role, FunctionSpec spec) {
        String reason = "X-Ray knows no resources; objects are allowed by exact action under one prefix of one bucket";
        List<String> findings = new ArrayList<>(List.of("Resource::*"));
        for (Grant grant : spec.grants()) {
            if (grant instanceof Grant.OnBucket on) {
                on.prefixes().forEach(prefix -> findings.add("Resource::<" + on.resource() + ".Arn>/" + prefix + "*"));
            }
        }
        Nag.accept(role, "AwsSolutions-IAM5", reason, findings.toArray(String[]::new));
        Nag.accept(role, "Serverless-LambdaStarPermissions", reason);
    }

    static PolicyStatement allow(List<String> actions, List<String> resources) {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(resources)
                .build();
    }
}
