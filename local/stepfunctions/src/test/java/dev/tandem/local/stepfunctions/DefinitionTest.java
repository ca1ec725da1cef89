package dev.tandem.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a definition may not hold; the message names the state and the field. */
class DefinitionTest {
    private static final String LAMBDA =
            "'Type':'Task','Resource':'arn:aws:lambda:eu-central-1:000000000000:function:F','End':true";
    private static final String PROCESSOR =
            "'ItemProcessor':{'StartAt':'P','States':{'P':{'Type':'Pass','End':true}}},'End':true";
    private static final String DISTRIBUTED =
            "'Type':'Map','ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'P','States':{'P':{'Type':'Pass','End':true}}},'End':true";

    private static void read(String json) {
        DefinitionReader.read(Lab.json(json));
    }

    private static void state(String fields) {
        read("{'QueryLanguage':'JSONata','StartAt':'S','States':{'S':{" + fields + "}}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "'Type':'Pass','End':true,'Result':{} ~ Result",
                "'Type':'Pass','End':true,'InputPath':'$' ~ InputPath",
                "'Type':'Pass','End':true,'Foo':1 ~ Foo",
                "'Type':'Pass','End':'yes' ~ End",
                "'Type':'Pass' ~ Next",
                "'Type':'Pass','End':true,'Next':'S' ~ Next",
                "'Type':'Pass','End':true,'Assign':[] ~ Assign",
                "'Type':'Pass','End':true,'Assign':{'states':1} ~ states",
                "'Type':'Pass','End':true,'Assign':{'a b':1} ~ a b",
                "'Type':'Pass','End':true,'Output':{'x':['{% ( %}']} ~ Output",
                "'Type':'Pass','End':true,'Output':'{% 1' ~ Output",
                "'Type':'Pass','Next':'Nowhere' ~ Nowhere",
                "'Type':'Pass','End':true,'QueryLanguage':'JSONPath' ~ QueryLanguage",
                "'Type':'Job','End':true ~ Type",
                "'End':true ~ Type",
                "'Type':'Succeed','End':true ~ End",
                "'Type':'Succeed','Assign':{'a':1} ~ Assign",
                "'Type':'Fail','Error':1 ~ Error",
                "'Type':'Fail','ErrorPath':'$.e' ~ ErrorPath",
                "'Type':'Fail','Output':1 ~ Output",
                "'Type':'Wait','End':true ~ Seconds",
                "'Type':'Wait','Seconds':1,'Timestamp':'2026-01-01T00:00:00Z','End':true ~ Seconds",
                "'Type':'Wait','Seconds':'1','End':true ~ Seconds",
                "'Type':'Wait','Seconds':-1,'End':true ~ Seconds",
                "'Type':'Choice','Choices':[] ~ Choices",
                "'Type':'Choice','Choices':[{'Next':'S'}] ~ Condition",
                "'Type':'Choice','Choices':[{'Condition':'{% true %}'}] ~ Next",
                "'Type':'Choice','Choices':[{'Condition':'{% true %}','Next':'S','Variable':'$.a'}] ~ Variable",
                "'Type':'Choice','Choices':[{'Condition':'{% true %}','Next':'S'}],'End':true ~ End",
                "'Type':'Task','End':true ~ Resource",
                "'Type':'Task','Resource':'arn:aws:states:::glue:startJobRun.sync','End':true ~ Resource",
                "'Type':'Task','Resource':'arn:aws:states:::nothing:here','End':true ~ Resource",
                "'Type':'Task','Resource':'lambda','End':true ~ Resource",
                "'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':[1],'End':true ~ Arguments",
                "'Type':'Parallel','End':true ~ Branches",
                "'Type':'Parallel','Branches':[{'StartAt':'X','States':{'Y':{'Type':'Pass','End':true}}}],'End':true ~ X",
                "'Type':'Parallel','Branches':[{'StartAt':'Y','Foo':1,'States':{'Y':{'Type':'Pass','End':true}}}],'End':true ~ Foo",
                "'Type':'Parallel','Branches':[{'StartAt':'S','States':{'S':{'Type':'Pass','End':true}}}],'End':true ~ S",
                "'Type':'Map','End':true ~ ItemProcessor",
            })
    void refuses(String fields, String named) {
        assertThatThrownBy(() -> state(fields))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("state 'S'")
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "'TimeoutSeconds':0 ~ TimeoutSeconds",
                "'TimeoutSeconds':'5' ~ TimeoutSeconds",
                "'HeartbeatSeconds':1.5 ~ HeartbeatSeconds",
                "'TimeoutSeconds':5,'HeartbeatSeconds':5 ~ HeartbeatSeconds",
                "'Retry':{} ~ Retry",
                "'Retry':[{}] ~ ErrorEquals",
                "'Retry':[{'ErrorEquals':[]}] ~ ErrorEquals",
                "'Retry':[{'ErrorEquals':['A'],'IntervalSeconds':0}] ~ IntervalSeconds",
                "'Retry':[{'ErrorEquals':['A'],'MaxAttempts':-1}] ~ MaxAttempts",
                "'Retry':[{'ErrorEquals':['A'],'BackoffRate':0.5}] ~ BackoffRate",
                "'Retry':[{'ErrorEquals':['A'],'MaxDelaySeconds':0}] ~ MaxDelaySeconds",
                "'Retry':[{'ErrorEquals':['A'],'JitterStrategy':'SOME'}] ~ JitterStrategy",
                "'Retry':[{'ErrorEquals':['A'],'Wait':1}] ~ Wait",
                "'Retry':[{'ErrorEquals':['States.ALL']},{'ErrorEquals':['A']}] ~ Retry",
                "'Retry':[{'ErrorEquals':['A','States.ALL']}] ~ ErrorEquals",
                "'Catch':[{'ErrorEquals':['A']}] ~ Next",
                "'Catch':[{'ErrorEquals':['A'],'Next':'X'}] ~ X",
                "'Catch':[{'ErrorEquals':['A'],'Next':'S','ResultPath':'$'}] ~ ResultPath",
            })
    void refusesInATask(String fields, String named) {
        assertThatThrownBy(() -> state(LAMBDA + "," + fields))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("state 'S'")
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "'Items':'text' ~ Items",
                "'ItemsPath':'$' ~ ItemsPath",
                "'MaxConcurrency':-1 ~ MaxConcurrency",
                "'ItemSelector':[1] ~ ItemSelector",
                "'Items':[],'ItemReader':{} ~ ItemReader",
                "'ItemReader':{'Resource':'arn:aws:states:::s3:getObject','Arguments':{}} ~ ReaderConfig",
                "'ItemReader':{'Resource':'arn:aws:states:::s3:getObject','Arguments':{},'ReaderConfig':{}} ~ InputType",
                "'ItemReader':{'Resource':'arn:aws:states:::s3:getObject','ReaderConfig':{'InputType':'JSON'}} ~ Arguments",
                "'ItemReader':{'Resource':'arn:aws:states:::s3:copyObject','Arguments':{}} ~ Resource",
                "'ItemReader':{'Resource':'arn:aws:states:::s3:getObject','Arguments':{},'ReaderConfig':{'InputType':'CSV'}} ~ CSVHeaderLocation",
                "'ItemReader':{'Resource':'arn:aws:states:::s3:getObject','Arguments':{},'ReaderConfig':{'InputType':'CSV','CSVHeaderLocation':'GIVEN'}} ~ CSVHeaders",
                "'ItemBatcher':{} ~ MaxItemsPerBatch",
                "'ItemBatcher':{'MaxItemsPerBatch':0} ~ MaxItemsPerBatch",
                "'ItemBatcher':{'MaxItemsPerBatch':1,'X':1} ~ X",
                "'ToleratedFailurePercentage':101 ~ ToleratedFailurePercentage",
                "'ToleratedFailureCount':1.5 ~ ToleratedFailureCount",
                "'ResultWriter':{'Resource':'arn:aws:states:::s3:putObject'} ~ Arguments",
                "'ResultWriter':{'WriterConfig':{'Transformation':'ZIP'}} ~ Transformation",
                "'Label':'with space' ~ Label",
            })
    void refusesInADistributedMap(String fields, String named) {
        assertThatThrownBy(() -> state(DISTRIBUTED + "," + fields))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("state 'S'")
                .hasMessageContaining(named);
    }

    @Test
    void refusesDistributedFieldsInAnInlineMap() {
        for (String field :
                new String[] {"ItemReader", "ItemBatcher", "ResultWriter", "Label", "ToleratedFailureCount"}) {
            assertThatThrownBy(() -> state("'Type':'Map'," + PROCESSOR + ",'" + field + "':{}"))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining(field);
        }
    }

    @Test
    void refusesAnInnerVariableWithTheNameOfAnOuterOne() {
        String inner = "'Branches':[{'StartAt':'B','States':{'B':{'Type':'Pass','Assign':{'x':2},'End':true}}}]";
        assertThatThrownBy(() -> state("'Type':'Parallel','Assign':{'x':1},'End':true," + inner))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("state 'B'")
                .hasMessageContaining("'x'");
        assertThatCode(() -> state("'Type':'Parallel','Assign':{'y':1},'End':true," + inner))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesWhatTheTopMayNotHold() {
        assertThatThrownBy(() -> read("{'StartAt':'S','States':{'S':{'Type':'Succeed'}}}"))
                .hasMessageContaining("QueryLanguage");
        assertThatThrownBy(() ->
                        read("{'QueryLanguage':'JSONata','StartAt':'S','States':{'S':{'Type':'Succeed'}},'Extra':1}"))
                .hasMessageContaining("Extra");
        assertThatThrownBy(() -> read("{'QueryLanguage':'JSONata','StartAt':'X','States':{'S':{'Type':'Succeed'}}}"))
                .hasMessageContaining("StartAt");
        assertThatThrownBy(() -> read("{'QueryLanguage':'JSONata','StartAt':'S','States':{}}"))
                .hasMessageContaining("States");
        assertThatThrownBy(
                        () -> read(
                                "{'QueryLanguage':'JSONata','StartAt':'S','States':{'S':{'Type':'Succeed'},'Lost':{'Type':'Succeed'}}}"))
                .hasMessageContaining("Lost");
        assertThatThrownBy(() -> read("[]")).hasMessageContaining("object");
        assertThatCode(
                        () -> read(
                                "{'StartAt':'S','Comment':'c','Version':'1.0','States':{'S':{'Type':'Succeed','QueryLanguage':'JSONata'}}}"))
                .doesNotThrowAnyException();
    }

    @Test
    void aStateMayBeCalledComment() {
        assertThatCode(() ->
                        read("{'QueryLanguage':'JSONata','StartAt':'Comment','States':{'Comment':{'Type':'Succeed'}}}"))
                .doesNotThrowAnyException();
    }
}
