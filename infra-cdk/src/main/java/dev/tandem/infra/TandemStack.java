package dev.tandem.infra;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnElement;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigateway.CfnDeployment;
import software.amazon.awscdk.services.lambda.CfnVersion;
import software.constructs.IConstruct;

/** The whole of Tandem in one stack. A new domain is one more entry in {@link #DOMAINS}. */
public final class TandemStack extends Stack {
    static final List<Domain> DOMAINS =
            List.of(StockDomain.define(), RecommendationDomain.define(), ReturnsDomain.define());

    TandemStack(App app, Path root, Artifacts artifacts) {
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
        Contract contract = Contract.load(root);
        Stores stores = new Stores(this, stage.getValueAsString(), DOMAINS);
        Functions functions = new Functions(this, artifacts, stores);
        DOMAINS.forEach(domain -> domain.functions().forEach(functions::add));
        Users users = new Users(this);
        HttpApi api = new HttpApi(this, contract, functions);
        Workflows workflows = new Workflows(this, root, stores, functions);
        DOMAINS.forEach(workflows::add);
        Alarms alarms = new Alarms(this);
        DOMAINS.forEach(domain -> alarms.watch(domain, functions, stores, workflows));
        alarms.watchQueue(Stores.SCHEDULE_DEAD_LETTERS, stores);
        outputs(Map.of(
                "UserPoolId", users.poolId(),
                "UserPoolClientId", users.clientId(),
                "PartnerBucketName", stores.locator("PartnerBucket"),
                "PartnerApiKeyId", api.partnerKeyId()));
        nameResources();
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
                element.overrideLogicalId(plainId(element.getNode().getPath()));
            }
        }
    }

    static String plainId(String path) {
        return Arrays.stream(path.split("/"))
                .skip(1)
                .filter(part -> !part.equals("Resource") && !part.equals("Default"))
                .map(part -> part.replaceAll("[^A-Za-z0-9]", ""))
                .collect(Collectors.joining());
    }
}
