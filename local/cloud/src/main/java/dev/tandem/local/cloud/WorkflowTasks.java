package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tandem.local.backends.Authorizer;
import dev.tandem.local.lambda.FunctionNotFoundException;
import dev.tandem.local.lambda.InvocationResult;
import dev.tandem.local.lambda.LambdaService;
import dev.tandem.local.lambda.ThrottledException;
import dev.tandem.local.stepfunctions.TaskCall;
import dev.tandem.local.stepfunctions.TaskFailedException;
import dev.tandem.local.stepfunctions.TaskInvoker;
import dev.tandem.local.template.Arns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * What Task states, item readers and result writers can call, each in the name of the workflow's role. Requests of the
 * SDK integrations and of the optimised ones have the shape of the service's own JSON protocol, so they pass through.
 */
final class WorkflowTasks implements TaskInvoker {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String INTEGRATION = "arn:aws:states:::";
    private static final Map<String, String> TARGETS =
            Map.of("dynamodb", "DynamoDB_20120810", "sqs", "AmazonSQS", "sfn", "AWSStepFunctions");

    private final Principals principals;
    private final LambdaService lambda;
    private final JsonProtocol services;
    private final WorkflowObjects objects;

    WorkflowTasks(Principals principals, LambdaService lambda, JsonProtocol services, WorkflowObjects objects) {
        this.principals = principals;
        this.lambda = lambda;
        this.services = services;
        this.objects = objects;
    }

    @Override
    public JsonNode invoke(TaskCall call) throws TaskFailedException, InterruptedException {
        String resource = call.resource();
        if (Arns.service(resource).equals("lambda")) {
            return function(call, resource, call.arguments());
        }
        if (!resource.startsWith(INTEGRATION)) {
            throw new TaskFailedException("States.Runtime", "no such resource: " + resource);
        }
        String bare = resource.substring(INTEGRATION.length());
        boolean sdk = bare.startsWith("aws-sdk:");
        String[] parts = (sdk ? bare.substring("aws-sdk:".length()) : bare).split(":", 2);
        String service = parts[0];
        String action = parts.length > 1 ? parts[1] : "";
        if (service.equals("lambda") && action.equals("invoke")) {
            return lambdaInvoke(call);
        }
        if (service.equals("s3")) {
            return objects.call(principals.roleKey(call.roleArn()), action, call.arguments(), !sdk);
        }
        String target = TARGETS.get(service);
        if (target == null || action.isEmpty()) {
            throw new TaskFailedException("States.Runtime", "the embedded cloud has no integration " + resource);
        }
        JsonNode body = service.equals("sqs") ? messageAsText(call.arguments()) : call.arguments();
        String operation = action.substring(0, 1).toUpperCase(Locale.ROOT) + action.substring(1);
        try {
            return services.call(principals.roleKey(call.roleArn()), target + "." + operation, body);
        } catch (JsonProtocol.RefusedException e) {
            throw new TaskFailedException(errorPrefix(service, sdk) + "." + e.type(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new TaskFailedException(
                    errorPrefix(service, sdk) + ".SdkClientException", String.valueOf(e.getMessage()));
        }
    }

    /** A message body that is no text is sent as JSON, as the optimised integration does. */
    private static JsonNode messageAsText(JsonNode arguments) {
        JsonNode message = arguments.path("MessageBody");
        if (message.isTextual() || message.isMissingNode() || !(arguments instanceof ObjectNode object)) {
            return arguments;
        }
        ObjectNode copy = object.deepCopy();
        copy.put("MessageBody", message.toString());
        return copy;
    }

    private static String errorPrefix(String service, boolean sdk) {
        return switch (service) {
            case "dynamodb" -> sdk ? "DynamoDb" : "DynamoDB";
            case "sqs" -> sdk ? "Sqs" : "SQS";
            default -> "Sfn";
        };
    }

    private JsonNode lambdaInvoke(TaskCall call) throws TaskFailedException {
        JsonNode arguments = call.arguments();
        String function = arguments.path("FunctionName").asText();
        JsonNode payload = arguments.has("Payload") ? arguments.path("Payload") : MAPPER.createObjectNode();
        ObjectNode answer = MAPPER.createObjectNode();
        if (arguments.path("InvocationType").asText().equals("Event")) {
            allow(call, function);
            try {
                lambda.invokeAsync(function, payload.toString().getBytes(StandardCharsets.UTF_8));
            } catch (FunctionNotFoundException e) {
                throw new TaskFailedException("Lambda.ResourceNotFoundException", String.valueOf(e.getMessage()));
            }
            answer.set("Payload", MAPPER.createObjectNode());
            return answer.put("StatusCode", 202);
        }
        answer.put("ExecutedVersion", "$LATEST");
        answer.set("Payload", function(call, function, payload));
        return answer.put("StatusCode", 200);
    }

    private JsonNode function(TaskCall call, String function, JsonNode payload) throws TaskFailedException {
        allow(call, function);
        InvocationResult result;
        try {
            result = lambda.invoke(function, payload.toString().getBytes(StandardCharsets.UTF_8));
        } catch (FunctionNotFoundException e) {
            throw new TaskFailedException("Lambda.ResourceNotFoundException", String.valueOf(e.getMessage()));
        } catch (ThrottledException e) {
            throw new TaskFailedException("Lambda.TooManyRequestsException", String.valueOf(e.getMessage()));
        }
        String text = new String(result.payload(), StandardCharsets.UTF_8);
        if (result.failed()) {
            throw new TaskFailedException(result.errorType().orElse("Lambda.Unknown"), text);
        }
        try {
            return text.isEmpty() ? MAPPER.nullNode() : MAPPER.readTree(text);
        } catch (IOException e) {
            return TextNode.valueOf(text);
        }
    }

    private void allow(TaskCall call, String function) throws TaskFailedException {
        String arn = function.startsWith("arn:")
                ? function
                : "arn:aws:lambda:eu-central-1:000000000000:function:" + function;
        String key = principals.roleKey(call.roleArn());
        Authorizer.Decision decision = principals.check(key, "lambda:InvokeFunction", arn);
        if (!decision.allowed()) {
            throw new TaskFailedException(
                    "Lambda.AWSLambdaException",
                    "User: " + decision.who() + " is not authorized to perform: lambda:InvokeFunction on resource: "
                            + arn);
        }
    }
}
