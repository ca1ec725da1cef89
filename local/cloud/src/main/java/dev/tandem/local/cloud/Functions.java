package dev.tandem.local.cloud;

import dev.tandem.local.backends.FrontDoor;
import dev.tandem.local.backends.SqsBackend;
import dev.tandem.local.lambda.FailedEvent;
import dev.tandem.local.lambda.LambdaOptions;
import dev.tandem.local.lambda.LambdaService;
import dev.tandem.local.lambda.SqsEventSource;
import dev.tandem.local.stepfunctions.VirtualClock;
import dev.tandem.local.template.Arns;
import dev.tandem.local.template.CloudTemplate;
import dev.tandem.local.template.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The functions of the template in the local Lambda service, and the queues that feed them. */
final class Functions {

    private Functions() {}

    static LambdaService start(
            Options options,
            StateFolder state,
            CloudTemplate template,
            Principals principals,
            Stores stores,
            VirtualClock clock,
            FrontDoor frontDoor) {
        Map<String, Resource.Function> byName =
                template.functions().stream().collect(Collectors.toMap(Resource.Function::name, Function.identity()));
        LambdaOptions defaults = LambdaOptions.in(options.cache(), state.folder("lambda"))
                .withMaxProcesses(options.maxProcessesPerFunction());
        LambdaService lambda = new LambdaService(defaults.withAsync(
                defaults.retryDelays(),
                (delay, action) -> clock.at(
                        clock.now().plus(delay), () -> Thread.ofVirtual().start(action)),
                (arn, event) -> giveUp(stores, byName, arn, event)));
        for (Resource.Function function : template.functions()) {
            lambda.define(FunctionSetup.define(
                    template,
                    function,
                    principals,
                    frontDoor.endpoint(),
                    stores.s3().endpoint()));
        }
        return lambda;
    }

    /** A dead-letter queue gets the bare event, a destination a record of what happened. */
    private static void giveUp(Stores stores, Map<String, Resource.Function> functions, String arn, FailedEvent event) {
        Resource.Function function = functions.get(event.functionName());
        boolean deadLetter =
                function != null && function.deadLetterArn().filter(arn::equals).isPresent();
        String message = deadLetter ? new String(event.payload(), StandardCharsets.UTF_8) : event.destinationRecord();
        if (Arns.service(arn).equals("sqs")) {
            stores.send(arn, message);
        }
    }

    /** Starts to poll every queue that feeds a function. */
    static void connectQueues(
            CloudTemplate template, LambdaService lambda, SqsClient client, SqsBackend sqs, Shutdown shutdown) {
        for (Resource.EventSource source : template.eventSources()) {
            if (source.enabled()) {
                shutdown.add(SqsEventSource.start(
                        client,
                        lambda,
                        new SqsEventSource.Mapping(
                                sqs.queueUrl(Arns.lastPart(source.queueArn())).toString(),
                                source.queueArn(),
                                source.functionName(),
                                source.batchSize(),
                                source.window(),
                                source.reportBatchItemFailures(),
                                source.maximumConcurrency().orElse(SqsEventSource.DEFAULT_CONCURRENCY))));
            }
        }
    }
}
