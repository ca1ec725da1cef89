package dev.tandem.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudTemplateTest {

    private static final Deployment HERE = Deployment.local(URI.create("http://127.0.0.1:9000"));
    private static final Path FOLDER = Path.of("/shop");

    private static CloudTemplate load(String json, Map<String, String> parameters) {
        try {
            return CloudTemplate.read(new ObjectMapper().readTree(json), FOLDER, parameters, HERE);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static CloudTemplate resources(String resources) {
        return load("{\"Resources\":{" + resources + "}}", Map.of());
    }

    private static final String TABLE = "\"StockTable\":{\"Type\":\"AWS::DynamoDB::Table\",\"Properties\":{}}";
    private static final String FUNCTION = """
            "Lookup":{"Type":"AWS::Serverless::Function","Properties":{"Handler":"a.B","CodeUri":"f/target/f.zip",
              "MemorySize":512,"Timeout":10,"ReservedConcurrentExecutions":2,"AutoPublishAlias":"live",
              "Role":{"Fn::GetAtt":["LookupRole","Arn"]},"Layers":[{"Ref":"Commons"}],
              "DeadLetterQueue":{"Type":"SQS","TargetArn":{"Fn::GetAtt":["Dead","Arn"]}},
              "Environment":{"Variables":{"TABLE":{"Ref":"StockTable"},"QUEUE":{"Ref":"Dead"}}}}},
            "Commons":{"Type":"AWS::Serverless::LayerVersion","Properties":{"ContentUri":"layers/c.zip"}},
            "Dead":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"dead"}},
            "LookupRole":{"Type":"AWS::IAM::Role","Properties":{"Policies":[{"PolicyDocument":{"Statement":[
              {"Effect":"Allow","Action":"sqs:SendMessage","Resource":{"Fn::GetAtt":["Dead","Arn"]}}]}}]}},
            "LookupRoleDefaultPolicy":{"Type":"AWS::IAM::Policy","Properties":{"Roles":[{"Ref":"LookupRole"}],"PolicyDocument":{"Statement":[
              {"Effect":"Allow","Action":["dynamodb:Query"],"Resource":{"Fn::Join":["",[{"Fn::GetAtt":["StockTable","Arn"]},"/index/*"]]}}]}}}
            """;

    @Test
    void functionWithLayersRoleEnvironmentAndDeadLetterQueue() {
        CloudTemplate template = resources(TABLE + "," + FUNCTION);
        Resource.Function function = template.functions().getFirst();
        assertThat(function.name()).isEqualTo("Lookup");
        assertThat(function.arn()).isEqualTo("arn:aws:lambda:eu-central-1:000000000000:function:Lookup");
        assertThat(function.code()).isEqualTo(FOLDER.resolve("f/target/f.zip"));
        assertThat(template.layersOf(function)).containsExactly(FOLDER.resolve("layers/c.zip"));
        assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(function.reservedConcurrency()).isEqualTo(OptionalInt.of(2));
        assertThat(function.environment())
                .containsEntry("TABLE", "StockTable")
                .containsEntry("QUEUE", "http://127.0.0.1:9000/000000000000/dead");
        assertThat(function.deadLetterArn()).contains("arn:aws:sqs:eu-central-1:000000000000:dead");

        PolicyEngine policy = template.policiesOf(function.roleId());
        String table = "arn:aws:dynamodb:eu-central-1:000000000000:table/StockTable";
        assertThat(policy.allows("dynamodb:Query", table + "/index/byLocation")).isTrue();
        assertThat(policy.allows("dynamodb:Query", table)).isFalse();
        assertThat(policy.allows("sqs:SendMessage", "arn:aws:sqs:eu-central-1:000000000000:dead"))
                .isTrue();
    }

    @Test
    void bucketTellsTheQueueOfThePrefix() {
        CloudTemplate template = resources("""
                "Drop":{"Type":"AWS::SQS::Queue","Properties":{}},
                "PartnerBucket":{"Type":"AWS::S3::Bucket","Properties":{"NotificationConfiguration":{"QueueConfigurations":[
                  {"Event":"s3:ObjectCreated:*","Queue":{"Fn::GetAtt":["Drop","Arn"]},
                   "Filter":{"S3Key":{"Rules":[{"Name":"prefix","Value":"stock/"},{"Name":"suffix","Value":".csv"}]}}}]}}}""");
        Resource.Bucket bucket = template.buckets().getFirst();
        assertThat(bucket.name()).isEqualTo("tandem-partner-bucket");
        Resource.Notification notification = bucket.notifications().getFirst();
        assertThat(notification.targetArn()).isEqualTo("arn:aws:sqs:eu-central-1:000000000000:Drop");
        assertThat(notification.matches("s3:ObjectCreated:Put", "stock/a.csv")).isTrue();
        assertThat(notification.matches("s3:ObjectCreated:Put", "stock/a.json")).isFalse();
        assertThat(notification.matches("s3:ObjectCreated:Put", "sales/a.csv")).isFalse();
        assertThat(notification.matches("s3:ObjectRemoved:Delete", "stock/a.csv"))
                .isFalse();
    }

    @Test
    void mappingScheduleWorkflowAndApiNameTheFunctionThroughItsAlias() {
        CloudTemplate template = resources(TABLE + "," + FUNCTION + """
                ,"Feed":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{"Fn::GetAtt":["Dead","Arn"]},
                  "FunctionName":{"Ref":"Lookup.Alias"},"BatchSize":5,"FunctionResponseTypes":["ReportBatchItemFailures"]}},
                "Nightly":{"Type":"AWS::Scheduler::Schedule","Properties":{"ScheduleExpression":"cron(0 2 * * ? *)",
                  "ScheduleExpressionTimezone":"Europe/London","Target":{"Arn":{"Ref":"Flow"},"RoleArn":{"Fn::GetAtt":["LookupRole","Arn"]}}}},
                "Flow":{"Type":"AWS::StepFunctions::StateMachine","Properties":{"RoleArn":{"Fn::GetAtt":["LookupRole","Arn"]},
                  "DefinitionString":{"Fn::Join":["",["{\\"StartAt\\":\\"A\\",\\"Fn\\":\\"",{"Fn::GetAtt":["Lookup","Arn"]},":live\\"}"]]}}},
                "Api":{"Type":"AWS::ApiGateway::RestApi","Properties":{"Body":{"paths":{"/x":{"get":{"x-amazon-apigateway-integration":
                  {"uri":{"Fn::Sub":"arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Lookup.Arn}:live/invocations"}}}}}}}},
                "Key":{"Type":"AWS::ApiGateway::ApiKey","Properties":{"Enabled":true,"Name":"partner"}},
                "Errors":{"Type":"AWS::CloudWatch::Alarm","Properties":{"Dimensions":[{"Fn::GetAtt":["Nothing","Nope"]}]}}""");
        Resource.EventSource source = template.eventSources().getFirst();
        assertThat(source.functionName()).isEqualTo("Lookup");
        assertThat(source.batchSize()).isEqualTo(5);
        assertThat(source.reportBatchItemFailures()).isTrue();
        Resource.Schedule schedule = template.schedules().getFirst();
        assertThat(schedule.zone()).isEqualTo(ZoneId.of("Europe/London"));
        assertThat(schedule.targetArn())
                .isEqualTo(template.stateMachines().getFirst().arn());
        assertThat(schedule.roleId()).contains("LookupRole");
        assertThat(Arns.functionName(template.stateMachines()
                        .getFirst()
                        .definition()
                        .path("Fn")
                        .asText()))
                .contains("Lookup");
        String uri = template.apis().getFirst().body().findValue("uri").asText();
        assertThat(Arns.functionName(uri)).contains("Lookup");
        assertThat(template.apiKeys().getFirst().value()).isEmpty();
    }

    @Test
    void intrinsicFunctions() {
        CloudTemplate template = load("""
                {"Parameters":{"Stage":{"Type":"String","Default":"dev"},"Names":{"Type":"String","Default":"a,b,c"}},
                 "Conditions":{"IsProd":{"Fn::Equals":[{"Ref":"Stage"},"prod"]},"NotProd":{"Fn::Not":[{"Condition":"IsProd"}]},
                   "Both":{"Fn::And":[{"Condition":"NotProd"},{"Fn::Or":[{"Condition":"IsProd"},{"Condition":"NotProd"}]}]}},
                 "Mappings":{"Sizes":{"dev":{"delay":7}}},
                 "Resources":{
                   "Only":{"Type":"AWS::SQS::Queue","Condition":"IsProd","Properties":{}},
                   "Q":{"Type":"AWS::SQS::Queue","Condition":"Both","Properties":{
                     "QueueName":{"Fn::Join":["-",["q",{"Fn::Select":["1",{"Fn::Split":[",",{"Ref":"Names"}]}]}]]},
                     "DelaySeconds":{"Fn::FindInMap":["Sizes",{"Ref":"Stage"},"delay"]},
                     "KmsMasterKeyId":{"Fn::If":["IsProd","key",{"Ref":"AWS::NoValue"}]},
                     "Tag":{"Fn::Sub":["${Stage}/${Word}/${!Kept}/${AWS::AccountId}",{"Word":{"Ref":"Stage"}}]}}}}}
                """, Map.of("Names", "x,y"));
        assertThat(template.queues()).hasSize(1);
        Resource.Queue queue = template.queues().getFirst();
        assertThat(queue.properties().path("QueueName").asText()).isEqualTo("q-y");
        assertThat(queue.properties().path("DelaySeconds").asInt()).isEqualTo(7);
        assertThat(queue.properties().has("KmsMasterKeyId")).isFalse();
        assertThat(queue.properties().path("Tag").asText()).isEqualTo("dev/dev/${Kept}/000000000000");
    }

    @Test
    void whatCannotBeBootedIsSaidInOneLine() {
        assertThatThrownBy(() -> resources("\"X\":{\"Type\":\"AWS::EC2::Instance\"}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("X is of type AWS::EC2::Instance, which the embedded cloud does not know");
        assertThatThrownBy(() ->
                        resources("\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"Properties\":{\"X\":{\"Ref\":\"Nobody\"}}}"))
                .hasMessage("Q: Ref to 'Nobody', which the template does not declare");
        assertThatThrownBy(() ->
                        resources("\"Q\":{\"Type\":\"AWS::SQS::Queue\",\"Properties\":{\"X\":{\"Fn::Transform\":{}}}}"))
                .hasMessageContaining("Fn::Transform");
        assertThatThrownBy(() ->
                        load("{\"Parameters\":{\"P\":{\"Type\":\"String\"}},\"Resources\":{" + TABLE + "}}", Map.of()))
                .hasMessageContaining("parameter P");
        assertThatThrownBy(() -> load("{\"Resources\":{" + TABLE + "}}", Map.of("Typo", "x")))
                .hasMessageContaining("no parameter Typo");
        assertThatThrownBy(
                        () -> resources(
                                TABLE + "," + FUNCTION
                                        + ",\"M\":{\"Type\":\"AWS::Lambda::EventSourceMapping\",\"Properties\":{\"EventSourceArn\":{\"Fn::GetAtt\":\"Dead.Arn\"},\"FunctionName\":\"Nobody\"}}"))
                .hasMessageContaining("Nobody");
    }

    @Test
    void aFileThatIsNoTemplate(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("broken.json");
        assertThatThrownBy(() -> CloudTemplate.load(file, Map.of(), HERE)).hasMessageContaining("no template at");
        Files.writeString(file, "{\"Resources\":");
        assertThatThrownBy(() -> CloudTemplate.load(file, Map.of(), HERE))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("is not JSON");
    }
}
