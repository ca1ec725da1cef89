package dev.tandem.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagReportFormat;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.github.cdklabs.cdknag.ServerlessChecks;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.constructs.IConstruct;

/** The rule packs that the stack is held to, and the rules that it breaks with a reason. */
final class Nag {
    /** What the packs write beside the template: every rule on every resource. */
    static final List<String> REPORTS =
            List.of("AwsSolutions-Tandem-NagReport.json", "Serverless-Tandem-NagReport.json");

    private Nag() {}

    /** The resource breaks the rule, knowingly. {@code findings} narrows it down to what the rule names, when it names it. */
    static void accept(IConstruct resource, String rule, String reason, String... findings) {
        NagPackSuppression.Builder suppression =
                NagPackSuppression.builder().id(rule).reason(reason);
        if (findings.length > 0) {
            suppression.appliesTo(List.of((Object[]) findings));
        }
        NagSuppressions.addResourceSuppressions(resource, List.of(suppression.build()), true);
    }

    static void check(App app, Stack stack) {
        List<NagReportFormat> formats = List.of(NagReportFormat.JSON);
        Aspects.of(app)
                .add(AwsSolutionsChecks.Builder.create()
                        .reports(true)
                        .reportFormats(formats)
                        .build());
        Aspects.of(app)
                .add(ServerlessChecks.Builder.create()
                        .reports(true)
                        .reportFormats(formats)
                        .build());
    }
}
