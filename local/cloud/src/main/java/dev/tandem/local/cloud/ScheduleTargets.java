package dev.tandem.local.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tandem.local.backends.Authorizer;
import dev.tandem.local.backends.SqsBackend;
import dev.tandem.local.lambda.LambdaService;
import dev.tandem.local.stepfunctions.StepFunctionsEngine;
import dev.tandem.local.template.Arns;
import dev.tandem.local.template.Resource;
import java.nio.charset.StandardCharsets;

/** Starts what a schedule points at, if the schedule's role allows it. */
final class ScheduleTargets implements Scheduler.Target {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Principals principals;
    private final LambdaService lambda;
    private final StepFunctionsEngine workflows;
    private final SqsBackend sqs;

    ScheduleTargets(Principals principals, LambdaService lambda, StepFunctionsEngine workflows, SqsBackend sqs) {
        this.principals = principals;
        this.lambda = lambda;
        this.workflows = workflows;
        this.sqs = sqs;
    }

    @Override
    public void start(Resource.Schedule schedule, String input) {
        String target = schedule.targetArn();
        switch (Arns.service(target)) {
            case "lambda" -> {
                allow(schedule, "lambda:InvokeFunction");
                lambda.invokeAsync(Arns.functionName(target).orElseThrow(), input.getBytes(StandardCharsets.UTF_8));
            }
            case "states" -> {
                allow(schedule, "states:StartExecution");
                workflows.startExecution(target, null, json(schedule, input));
            }
            case "sqs" -> {
                allow(schedule, "sqs:SendMessage");
                sqs.call(
                        "SendMessage",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put(
                                        "QueueUrl",
                                        sqs.queueUrl(Arns.lastPart(target)).toString())
                                .put("MessageBody", input));
            }
            default -> throw new IllegalStateException("schedules cannot start " + target + " here");
        }
    }

    private static JsonNode json(Resource.Schedule schedule, String input) {
        try {
            return MAPPER.readTree(input);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the input of schedule " + schedule.name() + " is not JSON", e);
        }
    }

    private void allow(Resource.Schedule schedule, String action) {
        String key = schedule.roleId().map(Principals::roleKeyOf).orElse(Principals.OWNER);
        Authorizer.Decision decision = principals.check(key, action, schedule.targetArn());
        if (!decision.allowed()) {
            throw new IllegalStateException("the role of schedule " + schedule.name() + " does not allow " + action
                    + " on " + schedule.targetArn());
        }
    }
}
