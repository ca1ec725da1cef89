package dev.tandem.infra;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnElement;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.CfnStack;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.NestedStack;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigateway.CfnDeployment;
import software.amazon.awscdk.services.lambda.CfnVersion;
import software.constructs.Construct;
import software.constructs.IConstruct;

/**
 * The whole of Tandem. A new domain is one more entry in {@link #DOMAINS}. Tables, queues and buckets are always in this stack: a
 * bucket that announces its objects waits for the queues, and functions wait for the bucket, so that a queue below the bucket's stack
 * would make the two wait for each other.
 */
public final class TandemStack extends Stack {
    static final List<Domain> DOMAINS = List.of(
            StockDomain.define(),
            RecommendationDomain.define(),
            ReturnsDomain.define(),
            ForecastDomain.define(),
            DispatchDomain.define());

    /** Context: the Bedrock model that gives a second opinion on the photos of returns; without it none is asked for. */
    static final String SECOND_OPINION_MODEL = "secondOpinionModel";

    TandemStack(App app, Path root, Artifacts artifacts, Layout layout) {
        super(
                app,
                "Tandem",
                StackProps.builder()
                        .description(
                                "Tandem: what shoppers live through and what the supply chain does, turned together")
                        .synthesizer(DefaultStackSynthesizer.Builder.create()
                                .generateBootstrapVersionRule(false)
                                .build())
                        .build());
        CfnParameter stage = CfnParameter.Builder.create(this, "Stage")
                .description("Which installation this is, for example live, test or local")
                .defaultValue("live")
                .allowedPattern("^[a-z][a-z0-9-]{0,15}$")
                .build();
        List<Domain> domains = domains((String) getNode().tryGetContext(SECOND_OPINION_MODEL));
        Contract contract = Contract.load(root);
        Stores stores = new Stores(this, stage.getValueAsString(), domains);
        Functions functions = new Functions(this, artifacts, stores);
        Workflows workflows = new Workflows(root, stores, functions);
        Alarms alarms = new Alarms(this, functions, stores, workflows);
        for (Domain domain : domains) {
            Construct scope = layout == Layout.FLAT ? this : new NestedStack(this, stackName(domain));
            domain.functions().forEach(spec -> functions.add(scope, spec));
            workflows.add(scope, domain);
            alarms.watch(scope, domain);
        }
        alarms.watchQueue(this, Stores.SCHEDULE_DEAD_LETTERS);
        Users users = new Users(this);
        HttpApi api = new HttpApi(this, contract, functions);
        outputs(Map.of(
                "UserPoolId", users.poolId(),
                "UserPoolClientId", users.clientId(),
                "PartnerBucketName", stores.locator("PartnerBucket"),
                "PartnerApiKeyId", api.partnerKeyId()));
        nameResources();
    }

    private static List<Domain> domains(@Nullable String secondOpinionModel) {
        return secondOpinionModel == null || secondOpinionModel.isBlank()
                ? DOMAINS
                : DOMAINS.stream()
                        .map(domain -> domain.name().equals("returns")
                                ? ReturnsDomain.withSecondOpinion(domain, secondOpinionModel)
                                : domain)
                        .toList();
    }

    /** Such as StockFunctions. */
    private static String stackName(Domain domain) {
        return domain.name().substring(0, 1).toUpperCase(Locale.ROOT)
                + domain.name().substring(1) + "Functions";
    }

    private void outputs(Map<String, String> values) {
        values.forEach((name, value) ->
                CfnOutput.Builder.create(this, name).value(value).build());
    }

    /**
     * Logical ids are the construct path without its filler and without a hash: they are read by people, named in the SAM template
     * that the embedded cloud boots from, and must not change unless the system does. Versions and the API's deployment keep their
     * hash, which is how CloudFormation comes to make a new one.
     */
    private void nameResources() {
        for (IConstruct construct : getNode().findAll()) {
            if (construct instanceof CfnElement element
                    && !(element instanceof CfnVersion)
                    && !(element instanceof CfnDeployment)) {
                String stack = element.getStack().getNode().getPath();
                element.overrideLogicalId(
                        element instanceof CfnStack nested
                                ? plainId(nested.getNode().getScope().getNode().getId())
                                : plainId(element.getNode().getPath().substring(stack.length() + 1)));
            }
        }
    }

    private static String plainId(String pathInStack) {
        return Arrays.stream(pathInStack.split("/"))
                .filter(part -> !part.equals("Resource") && !part.equals("Default"))
                .map(part -> part.replaceAll("[^A-Za-z0-9]", ""))
                .collect(Collectors.joining());
    }
}
