package dev.tandem.infra;

import static dev.tandem.infra.Functions.allow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;
import software.constructs.Construct;

/** Workflows, whose definition is the file in workflows/ as it stands, and everything that runs on a schedule. */
final class Workflows {
    /** What a schedule hands to its target. EventBridge Scheduler fills the time in. */
    static final String SCHEDULE_INPUT = "{\"scheduledAt\":\"<aws.scheduler.scheduled-time>\"}";

    private final Path root;
    private final Stores stores;
    private final Functions functions;
    private final Map<String, CfnStateMachine> machines = new LinkedHashMap<>();

    Workflows(Path root, Stores stores, Functions functions) {
        this.root = root;
        this.stores = stores;
        this.functions = functions;
    }

    CfnStateMachine machine(String workflow) {
        CfnStateMachine machine = machines.get(workflow);
        if (machine == null) {
            throw new IllegalStateException("No domain declares the workflow " + workflow);
        }
        return machine;
    }

    void add(Construct scope, Domain domain) {
        for (Domain.WorkflowSpec workflow : domain.workflows()) {
            CfnStateMachine machine = machine(scope, workflow, domain.tasksOf(workflow));
            machines.put(workflow.name(), machine);
            workflow.schedule()
                    .ifPresent(schedule -> schedule(scope, schedule, machine.getAttrArn(), "states:StartExecution"));
        }
        for (FunctionSpec function : domain.functions()) {
            if (function.trigger() instanceof Trigger.Schedule schedule) {
                schedule(scope, schedule, functions.alias(function.name()).getFunctionArn(), "lambda:InvokeFunction");
            }
        }
    }

    private CfnStateMachine machine(Construct scope, Domain.WorkflowSpec workflow, List<String> tasks) {
        LogGroup logs = LogGroup.Builder.create(scope, workflow.name() + "Logs")
                // Step Functions delivers only to groups whose names begin like this, once a policy gets long.
                .logGroupName("/aws/vendedlogs/states/" + Aws.STACK_NAME + "-" + workflow.name())
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Role role = Role.Builder.create(scope, workflow.name() + "Role")
                .assumedBy(new ServicePrincipal("states.amazonaws.com"))
                .inlinePolicies(Map.of(
                        "rights",
                        PolicyDocument.Builder.create()
                                .statements(rights(workflow, tasks))
                                .build()))
                .build();
        List<String> stars = new ArrayList<>(List.of("Resource::*"));
        workflow.items()
                .ifPresent(items -> stars.add("Resource::<" + items.bucket() + ".Arn>/" + items.prefix() + "*"));
        Nag.accept(
                role,
                "AwsSolutions-IAM5",
                "X-Ray and log delivery know no resources; objects are allowed under one prefix of one bucket",
                stars.toArray(String[]::new));
        CfnStateMachine machine = CfnStateMachine.Builder.create(scope, workflow.name())
                .definitionString(definition(workflow))
                .definitionSubstitutions(substitutions(workflow, tasks))
                .roleArn(role.getRoleArn())
                .stateMachineType("STANDARD")
                .tracingConfiguration(CfnStateMachine.TracingConfigurationProperty.builder()
                        .enabled(true)
                        .build())
                .loggingConfiguration(CfnStateMachine.LoggingConfigurationProperty.builder()
                        .level("ALL")
                        .includeExecutionData(false)
                        .destinations(List.of(CfnStateMachine.LogDestinationProperty.builder()
                                .cloudWatchLogsLogGroup(CfnStateMachine.CloudWatchLogsLogGroupProperty.builder()
                                        .logGroupArn(logs.getLogGroupArn())
                                        .build())
                                .build()))
                        .build())
                .build();
        if (workflow.items().isPresent()) {
            childExecutions(scope, workflow, machine, role);
        }
        return machine;
    }

    /** A distributed map starts child executions of its own machine, so these rights can only be given once it exists. */
    private void childExecutions(Construct scope, Domain.WorkflowSpec workflow, CfnStateMachine machine, Role role) {
        String name = machine.getAttrName();
        Policy policy = Policy.Builder.create(scope, workflow.name() + "ChildExecutions")
                .roles(List.of(role))
                .statements(List.of(
                        allow(List.of("states:StartExecution"), List.of(machine.getAttrArn())),
                        allow(
                                List.of("states:DescribeExecution", "states:StopExecution"),
                                List.of(Fn.sub(
                                        "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${Name}/*",
                                        Map.of("Name", name))))))
                .build();
        Nag.accept(policy, "AwsSolutions-IAM5", "Executions are named when they start; these are the machine's own");
    }

    private List<PolicyStatement> rights(Domain.WorkflowSpec workflow, List<String> tasks) {
        List<PolicyStatement> rights = new ArrayList<>();
        rights.add(allow(
                List.of("lambda:InvokeFunction"),
                tasks.stream()
                        .map(task -> functions.alias(task).getFunctionArn())
                        .toList()));
        workflow.items()
                .ifPresent(items -> rights.add(allow(
                        List.of("s3:GetObject"),
                        List.of(stores.bucket(items.bucket()).getBucketArn() + "/" + items.prefix() + "*"))));
        rights.add(allow(
                List.of(
                        "logs:CreateLogDelivery",
                        "logs:GetLogDelivery",
                        "logs:UpdateLogDelivery",
                        "logs:DeleteLogDelivery",
                        "logs:ListLogDeliveries",
                        "logs:PutResourcePolicy",
                        "logs:DescribeResourcePolicies",
                        "logs:DescribeLogGroups",
                        "xray:PutTraceSegments",
                        "xray:PutTelemetryRecords",
                        "xray:GetSamplingRules",
                        "xray:GetSamplingTargets"),
                List.of("*")));
        return rights;
    }

    private Map<String, String> substitutions(Domain.WorkflowSpec workflow, List<String> tasks) {
        Map<String, String> substitutions = new LinkedHashMap<>();
        tasks.forEach(task -> substitutions.put(task, functions.alias(task).getFunctionArn()));
        workflow.resources().forEach(resource -> substitutions.put(resource, stores.locator(resource)));
        return substitutions;
    }

    private String definition(Domain.WorkflowSpec workflow) {
        try {
            return Files.readString(root.resolve(workflow.file()));
        } catch (IOException e) {
            throw new UncheckedIOException("The workflow's definition cannot be read: " + workflow.file(), e);
        }
    }

    private void schedule(Construct scope, Trigger.Schedule schedule, String targetArn, String action) {
        Role role = Role.Builder.create(scope, schedule.name() + "Role")
                .assumedBy(new ServicePrincipal("scheduler.amazonaws.com"))
                .inlinePolicies(Map.of(
                        "rights",
                        PolicyDocument.Builder.create()
                                .statements(List.of(
                                        allow(List.of(action), List.of(targetArn)),
                                        allow(
                                                List.of("sqs:SendMessage"),
                                                List.of(stores.queue(Stores.SCHEDULE_DEAD_LETTERS)
                                                        .getQueueArn()))))
                                .build()))
                .build();
        CfnSchedule.Builder builder = CfnSchedule.Builder.create(scope, schedule.name())
                .scheduleExpression(schedule.expression())
                .flexibleTimeWindow(CfnSchedule.FlexibleTimeWindowProperty.builder()
                        .mode("OFF")
                        .build())
                .target(CfnSchedule.TargetProperty.builder()
                        .arn(targetArn)
                        .roleArn(role.getRoleArn())
                        .input(SCHEDULE_INPUT)
                        .retryPolicy(CfnSchedule.RetryPolicyProperty.builder()
                                .maximumRetryAttempts(3)
                                .maximumEventAgeInSeconds(3600)
                                .build())
                        .deadLetterConfig(CfnSchedule.DeadLetterConfigProperty.builder()
                                .arn(stores.queue(Stores.SCHEDULE_DEAD_LETTERS).getQueueArn())
                                .build())
                        .build());
        schedule.timeZone().ifPresent(builder::scheduleExpressionTimezone);
        builder.build();
    }
}
