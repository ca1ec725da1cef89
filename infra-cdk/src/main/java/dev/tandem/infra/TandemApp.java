package dev.tandem.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Validations;

/** The CDK app. */
public final class TandemApp {
    private final App app;
    private final TandemStack stack;

    private TandemApp(App app, TandemStack stack) {
        this.app = app;
        this.stack = stack;
    }

    /**
     * @param root the repository's root, with the API contract and the workflows
     * @param outdir where the assembly goes
     */
    public static TandemApp create(Path root, Path outdir, Artifacts artifacts, Layout layout) {
        return create(root, outdir, artifacts, layout, Map.of());
    }

    /** @param more context beside that of cdk.json and of the command line, for what is deployed */
    static TandemApp create(Path root, Path outdir, Artifacts artifacts, Layout layout, Map<String, Object> more) {
        App app = new App(AppProps.builder()
                .outdir(outdir.toString())
                .context(context(root, layout))
                // What is chosen for one deployment does not get into the committed template.
                .postCliContext(layout == Layout.FLAT ? Map.of(TandemStack.SECOND_OPINION_MODEL, "") : more)
                .analyticsReporting(false)
                .treeMetadata(false)
                .build());
        TandemStack stack = new TandemStack(app, root, artifacts, layout);
        if (layout == Layout.FLAT) {
            // Nested, each ARN of a shared resource is a parameter, whose value the rules cannot know.
            Nag.check(app, stack);
            // Nobody deploys it, so no limit of CloudFormation holds it.
            Validations.of(stack)
                    .acknowledge(Acknowledgment.builder()
                            .id("CloudFormation-Validate::F0007")
                            .reason("The nested stacks are what is deployed; this template is booted locally")
                            .build());
        }
        return new TandemApp(app, stack);
    }

    public TandemStack stack() {
        return stack;
    }

    App app() {
        return app;
    }

    /** Writes the assembly and returns the CloudFormation template of the stack, without those nested in it. */
    public JsonNode synth() {
        Object template = app.synth().getStackByName(stack.getStackName()).getTemplate();
        return new ObjectMapper().valueToTree(template);
    }

    /** The feature flags of cdk.json, which only the CDK's command line would load by itself. */
    private static Map<String, Object> context(Path root, Layout layout) {
        try {
            ObjectMapper json = new ObjectMapper();
            JsonNode file = json.readTree(root.resolve("infra-cdk/cdk.json").toFile());
            Map<String, Object> context =
                    json.convertValue(file.path("context"), new TypeReference<Map<String, Object>>() {});
            if (layout == Layout.FLAT) {
                context.put("@aws-cdk/core:stackResourceLimit", 0);
            }
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
