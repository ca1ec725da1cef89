package dev.tandem.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Distributed Map: readers, batches, tolerated failures, result files. */
class DistributedMapTest {
    private static final String PROCESSOR = """
            'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'P','States':{
              'P':{'Type':'Pass','End':true}}}""";
    private static final String WORKER = """
            'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'EXPRESS'},'StartAt':'T','States':{
              'T':{'Type':'Task','Resource':'arn:aws:lambda:eu-central-1:000000000000:function:Work','End':true}}}""";

    private final Map<String, String> bucket = new ConcurrentHashMap<>();
    private final Lab lab = new Lab();

    @BeforeEach
    void s3() {
        lab.on("getObject", call -> {
            String body = bucket.get(call.arguments().path("Key").asText());
            if (body == null) {
                throw new TaskFailedException("S3.NoSuchKeyException", "no such key");
            }
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            return answer.put("Body", body);
        });
        lab.on("putObject", call -> {
            bucket.put(
                    call.arguments().path("Key").asText(),
                    call.arguments().path("Body").asText());
            return Lab.json("{'ETag':'x'}");
        });
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static String map(String fields) {
        return "'StartAt':'M','States':{'M':{'Type':'Map'," + fields + ",'End':true}}";
    }

    private static String reader(String config) {
        return map(
                "'ItemReader':{'Resource':'arn:aws:states:::s3:getObject','Arguments':{'Bucket':'b','Key':'{% $states.input.key %}'},'ReaderConfig':{"
                        + config + "}}," + PROCESSOR);
    }

    @Test
    void readsJsonArraysObjectsAndWhatAPointerNames() {
        bucket.put("list", "[1,{\"a\":2}]");
        bucket.put("object", "{\"x\":1,\"deep\":{\"list\":[7,8]}}");
        assertThat(lab.output(reader("'InputType':'JSON'"), "{'key':'list'}")).isEqualTo("[1,{'a':2}]");
        assertThat(lab.output(reader("'InputType':'JSON','ItemsPointer':'/deep/list'"), "{'key':'object'}"))
                .isEqualTo("[7,8]");
        assertThat(lab.output(reader("'InputType':'JSON','MaxItems':1"), "{'key':'object'}"))
                .isEqualTo("[{'Key':'x','Value':1}]");
    }

    @Test
    void readsJsonLinesUpToMaxItems() {
        bucket.put("lines", "{\"a\":1}\n\n{\"a\":2}\r\n{\"a\":3}");
        assertThat(lab.output(reader("'InputType':'JSONL'"), "{'key':'lines'}")).isEqualTo("[{'a':1},{'a':2},{'a':3}]");
        assertThat(lab.output(reader("'InputType':'JSONL','MaxItems':'{% 2 %}'"), "{'key':'lines'}"))
                .isEqualTo("[{'a':1},{'a':2}]");
    }

    @Test
    void readsCsvWithQuotesDelimitersAndHeaders() {
        bucket.put("csv", "\ufeffsku,name\r\nA1,\"big, \"\"red\"\"\nbox\"\r\nB2\r\n\r\nC3,x,too many\n");
        assertThat(lab.output(reader("'InputType':'CSV','CSVHeaderLocation':'FIRST_ROW'"), "{'key':'csv'}")
                        .replace("\\'", "^"))
                .isEqualTo("[{'sku':'A1','name':'big, ^red^\\nbox'},{'sku':'B2','name':''},{'sku':'C3','name':'x'}]");
        bucket.put("pipes", "1|2\n3|4");
        assertThat(lab.output(
                        reader(
                                "'InputType':'CSV','CSVHeaderLocation':'GIVEN','CSVHeaders':['p','q'],'CSVDelimiter':'PIPE'"),
                        "{'key':'pipes'}"))
                .isEqualTo("[{'p':'1','q':'2'},{'p':'3','q':'4'}]");
    }

    @Test
    void readsAnInventoryManifest() throws IOException {
        bucket.put(
                "manifest",
                "{\"destinationBucket\":\"arn:aws:s3:::inventory\",\"fileFormat\":\"CSV\",\"fileSchema\":\"Bucket, Key\",\"files\":[{\"key\":\"data.csv.gz\"}]}");
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("\"b\",\"one\"\n\"b\",\"two\"\n".getBytes(StandardCharsets.UTF_8));
        }
        TaskInvoker text = call -> JsonNodeFactory.instance.objectNode().put("Body", bucket.get("manifest"));
        lab.on("getObject", call -> {
            if (call.arguments().path("Key").asText().equals("manifest")) {
                return text.invoke(call);
            }
            assertThat(call.arguments().path("Bucket").asText()).isEqualTo("inventory");
            return JsonNodeFactory.instance.objectNode().put("Body", zipped.toByteArray());
        });
        assertThat(lab.output(reader("'InputType':'MANIFEST'"), "{'key':'manifest'}"))
                .isEqualTo("[{'Bucket':'b','Key':'one'},{'Bucket':'b','Key':'two'}]");
    }

    @Test
    void listsObjectsPageByPage() {
        lab.on(
                "listObjectsV2",
                call -> call.arguments().has("ContinuationToken")
                        ? Lab.json("{'Contents':[{'Key':'c'}],'IsTruncated':false}")
                        : Lab.json(
                                "{'Contents':[{'Key':'a'},{'Key':'b'}],'IsTruncated':true,'NextContinuationToken':'t'}"));
        assertThat(lab.output(
                        map(
                                "'ItemReader':{'Resource':'arn:aws:states:::s3:listObjectsV2','Arguments':{'Bucket':'b','Prefix':'p/'}},"
                                        + "'ItemSelector':{'k':'{% $states.context.Map.Item.Value.Key %}','from':'{% $states.context.Map.Item.Source %}'},"
                                        + PROCESSOR),
                        "{}"))
                .isEqualTo("[{'k':'a','from':'s3://b/p/'},{'k':'b','from':'s3://b/p/'},{'k':'c','from':'s3://b/p/'}]");
    }

    @Test
    void aReaderThatFailsIsAnItemReaderFailure() {
        lab.machine(reader("'InputType':'JSON'"));
        ExecutionSummary missing = lab.run("{'key':'none'}");
        assertThat(missing.error()).isEqualTo("States.ItemReaderFailed");
        assertThat(missing.cause()).contains("NoSuchKey");
        bucket.put("bad", "{");
        assertThat(lab.run("{'key':'bad'}").error()).isEqualTo("States.ItemReaderFailed");
        assertThat(lab.types(missing.executionArn()))
                .containsSubsequence("MapRunStarted", "MapRunFailed", "MapStateFailed", "ExecutionFailed");
    }

    @Test
    void batchesByCountWithSharedInput() {
        assertThat(lab.output(
                        map("'Items':[1,2,3,4,5],'ItemSelector':{'v':'{% $states.context.Map.Item.Value %}'},"
                                + "'ItemBatcher':{'MaxItemsPerBatch':'{% $states.input.n %}','BatchInput':{'n':'{% $states.input.n %}'}},"
                                + PROCESSOR),
                        "{'n':2}"))
                .isEqualTo(
                        "[{'BatchInput':{'n':2},'Items':[{'v':1},{'v':2}]},{'BatchInput':{'n':2},'Items':[{'v':3},{'v':4}]},"
                                + "{'BatchInput':{'n':2},'Items':[{'v':5}]}]");
    }

    @Test
    void batchesByBytes() {
        JsonNode batches = lab.machine(
                        map("'Items':'{% [1000..1099] %}','ItemBatcher':{'MaxInputBytesPerBatch':100}," + PROCESSOR))
                .run("{}")
                .output();
        assertThat(batches.size()).isGreaterThan(1);
        assertThat(batches)
                .allSatisfy(batch -> assertThat(batch.toString().length()).isLessThanOrEqualTo(100));
        assertThat(batches.findValuesAsText("Items")).hasSize(batches.size());
    }

    @Test
    void childrenHaveTheirOwnHistoryAndSeeNoOuterVariable() {
        ExecutionSummary failed = lab.machine("""
                        'StartAt':'A','States':{'A':{'Type':'Pass','Assign':{'x':1},'Next':'M'},'M':{'Type':'Map','Items':[1],
                          'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'P','States':{
                            'P':{'Type':'Pass','Output':'{% $x %}','End':true}}},'End':true}}""").run("{}");
        assertThat(failed.error()).isEqualTo("States.ExceedToleratedFailureThreshold");
        assertThat(lab.types(failed.executionArn()))
                .doesNotContain("PassStateFailed")
                .contains("MapRunStarted", "MapRunFailed");
        assertThat(lab.events(failed.executionArn(), "PassStateEntered")).hasSize(1);
    }

    @Test
    void toleratesFailuresUpToTheCount() {
        failing("'ToleratedFailureCount':2", 2, true);
        failing("'ToleratedFailureCount':'{% 2 %}'", 3, false);
    }

    @Test
    void toleratesFailuresUpToThePercentage() {
        failing("'ToleratedFailurePercentage':30", 3, true);
        failing("'ToleratedFailurePercentage':'{% 30 %}'", 4, false);
    }

    @Test
    void withBothLimitsTheFirstThatIsPassedCounts() {
        failing("'ToleratedFailurePercentage':50,'ToleratedFailureCount':1", 2, false);
        failing("'ToleratedFailurePercentage':10,'ToleratedFailureCount':5", 2, false);
        failing("'ToleratedFailurePercentage':20,'ToleratedFailureCount':2", 2, true);
    }

    /** Ten items of which the first {@code bad} fail. */
    private void failing(String tolerance, int bad, boolean holds) {
        lab.on("Work", call -> {
            if (call.arguments().asInt() <= bad) {
                throw new TaskFailedException("Bad", "item");
            }
            return call.arguments();
        });
        ExecutionSummary done = lab.machine(map("'Items':'{% [1..10] %}'," + tolerance + "," + WORKER))
                .run("{}");
        if (holds) {
            assertThat(done.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(done.output()).hasSize(10);
            assertThat(Lab.text(done.output().get(0))).isEqualTo("{'Error':'Bad','Cause':'item'}");
        } else {
            assertThat(done.error()).isEqualTo("States.ExceedToleratedFailureThreshold");
        }
    }

    @Test
    void aFailedBatchCountsWithAllItsItems() {
        lab.on("Work", Lab.fail("Bad", "batch"));
        ExecutionSummary done = lab.machine(
                        map("'Items':[1,2],'ItemBatcher':{'MaxItemsPerBatch':2},'ToleratedFailureCount':1," + WORKER))
                .run("{}");
        assertThat(done.error()).isEqualTo("States.ExceedToleratedFailureThreshold");
    }

    @Test
    void writesResultFilesAndTheirManifest() throws IOException {
        lab.on("Work", call -> {
            if (call.arguments().asInt() == 2) {
                throw new TaskFailedException("Two", "x");
            }
            return call.arguments();
        });
        JsonNode result = lab.machine(map(
                        "'Items':[1,2,3],'MaxConcurrency':1,'ToleratedFailureCount':1,'ResultWriter':{'Resource':'arn:aws:states:::s3:putObject',"
                                + "'Arguments':{'Bucket':'b','Prefix':'{% $states.input.prefix %}'}}," + WORKER))
                .run("{'prefix':'out'}")
                .output();
        String key = result.path("ResultWriterDetails").path("Key").asText();
        assertThat(key).startsWith("out/").endsWith("/manifest.json");
        JsonNode manifest = Json.read(bucket.get(key));
        assertThat(manifest.path("MapRunArn")).isEqualTo(result.path("MapRunArn"));
        JsonNode good = Json.read(bucket.get(manifest.path("ResultFiles")
                .path("SUCCEEDED")
                .get(0)
                .path("Key")
                .asText()));
        assertThat(good.findValuesAsText("Output")).containsExactly("1", "3");
        JsonNode bad = Json.read(bucket.get(
                manifest.path("ResultFiles").path("FAILED").get(0).path("Key").asText()));
        assertThat(bad.findValuesAsText("Error")).containsExactly("Two");
    }

    @Test
    void flattensResults() {
        assertThat(lab.output(
                        map(
                                "'Items':[[1,2],[3]],'ResultWriter':{'WriterConfig':{'Transformation':'FLATTEN','OutputType':'JSON'}},"
                                        + PROCESSOR),
                        "{}"))
                .isEqualTo("[1,2,3]");
    }

    @Test
    void aWriterThatFailsIsAResultWriterFailure() {
        lab.on("putObject", Lab.fail("S3.AccessDenied", "no"));
        assertThat(lab.machine(map(
                                "'Items':[1],'ResultWriter':{'Resource':'arn:aws:states:::s3:putObject','Arguments':{'Bucket':'b','Prefix':'p'}},"
                                        + PROCESSOR))
                        .run("{}")
                        .error())
                .isEqualTo("States.ResultWriterFailed");
    }

    @Test
    void runsThousandsOfChildren() {
        lab.on(
                "Work",
                call -> JsonNodeFactory.instance.numberNode(call.arguments().asInt() % 2));
        assertThat(lab.output(map("'Items':'{% [1..3000] %}','Output':'{% $sum($states.result) %}'," + WORKER), "{}"))
                .isEqualTo("1500");
    }
}
