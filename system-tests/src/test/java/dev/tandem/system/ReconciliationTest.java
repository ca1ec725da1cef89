package dev.tandem.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sqs.model.Message;

/** The nightly comparison of ledger and balance, started by its schedule. */
@ExtendWith(RunningTandem.Extension.class)
class ReconciliationTest {
    @Test
    void aBalanceThatWasTamperedWithIsReportedAndQueued(RunningTandem tandem) throws Exception {
        tandem.drop("stock/reconcile.csv", "mode,sequence,location,sku,quantity\ndelta,6001,WIESBADEN,TAMPERED-1,10\n");
        try (var dynamoDb = tandem.dynamoDb();
                var sqs = tandem.sqs();
                var stepFunctions = tandem.stepFunctions()) {
            String table = dynamoDb.listTables().tableNames().stream()
                    .filter(name -> name.contains("StockTable"))
                    .findFirst()
                    .orElseThrow();
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(Map.of(
                            "pk", AttributeValue.fromS("SKU#TAMPERED-1"), "sk", AttributeValue.fromS("LOC#WIESBADEN")))
                    .updateExpression("SET onHand = onHand + :one, available = available + :one")
                    .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))));

            String machine = stepFunctions.listStateMachines(request -> {}).stateMachines().stream()
                    .filter(found -> found.name().contains("StockReconciliation"))
                    .findFirst()
                    .orElseThrow()
                    .stateMachineArn();
            int before = stepFunctions
                    .listExecutions(request -> request.stateMachineArn(machine))
                    .executions()
                    .size();
            tandem.cloud().fireSchedule("StockReconciliationSchedule");
            List<ExecutionListItem> executions = RunningTandem.await(
                    "the reconciliation to end",
                    () -> stepFunctions
                            .listExecutions(request -> request.stateMachineArn(machine))
                            .executions(),
                    list -> list.size() > before
                            && list.stream().noneMatch(e -> e.status() == ExecutionStatus.RUNNING));
            assertThat(executions).allMatch(execution -> execution.status() == ExecutionStatus.SUCCEEDED);

            String queue = sqs.listQueues().queueUrls().stream()
                    .filter(url -> url.endsWith("StockDifferenceQueue"))
                    .findFirst()
                    .orElseThrow();
            List<Message> messages = RunningTandem.await(
                    "the difference on its queue",
                    () -> sqs.receiveMessage(request -> request.queueUrl(queue)
                                    .maxNumberOfMessages(10)
                                    .waitTimeSeconds(1))
                            .messages(),
                    found -> found.stream().anyMatch(message -> message.body().contains("TAMPERED-1")));
            assertThat(messages).anyMatch(message -> message.body().contains("WIESBADEN"));
        }
    }
}
