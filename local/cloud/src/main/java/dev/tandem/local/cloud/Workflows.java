package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.tandem.local.backends.FrontDoor;
import dev.tandem.local.lambda.LambdaService;
import dev.tandem.local.stepfunctions.AwsJson;
import dev.tandem.local.stepfunctions.InvalidDefinitionException;
import dev.tandem.local.stepfunctions.StepFunctionsEngine;
import dev.tandem.local.stepfunctions.VirtualClock;
import dev.tandem.local.template.CloudTemplate;
import dev.tandem.local.template.Resource;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;

/** The state machines of the template in the local engine, reachable over the AWS protocol. */
final class Workflows {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Workflows() {}

    /** Starts the engine; executions that were cut short go on once {@link StepFunctionsEngine#resume} is called. */
    static StepFunctionsEngine start(
            StateFolder state,
            CloudTemplate template,
            Principals principals,
            VirtualClock clock,
            LambdaService lambda,
            FrontDoor frontDoor,
            URI s3Endpoint,
            Shutdown shutdown) {
        JsonProtocol services = shutdown.add(new JsonProtocol(frontDoor.endpoint()));
        WorkflowObjects objects = shutdown.add(new WorkflowObjects(s3Endpoint, principals));
        try {
            StepFunctionsEngine engine = shutdown.add(new StepFunctionsEngine(
                    state.lasting("executions"), clock, new WorkflowTasks(principals, lambda, services, objects)));
            Map<String, String> roleArns =
                    template.roles().stream().collect(Collectors.toMap(Resource.Role::logicalId, Resource.Role::arn));
            for (Resource.StateMachine machine : template.stateMachines()) {
                register(engine, machine, machine.roleId().map(roleArns::get).orElse(""));
            }
            frontDoor.attachTarget("AWSStepFunctions", exchange -> answer(engine, exchange));
            return engine;
        } catch (IOException e) {
            throw new StartupException("the kept executions cannot be read: " + e.getMessage(), e);
        }
    }

    private static void register(StepFunctionsEngine engine, Resource.StateMachine machine, String roleArn) {
        try {
            engine.register(machine.arn(), machine.name(), roleArn, machine.definition());
        } catch (InvalidDefinitionException e) {
            throw new StartupException("state machine " + machine.name() + ": " + e.getMessage(), e);
        }
    }

    private static void answer(StepFunctionsEngine engine, HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        JsonNode request = body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body);
        AwsJson answer =
                engine.handle(String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target")), request);
        byte[] bytes = MAPPER.writeValueAsBytes(answer.body());
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
