package dev.tandem.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code Synth} writes the CloudFormation assembly to infra-cdk/cdk.out (or to where the CDK's command line wants it) and
 * samplesam.json at the root. {@code Synth template} writes samplesam.json alone, for which nothing has to be packaged. The
 * repository is the current folder, or what the system property {@code tandem.root} says.
 */
public final class Synth {
    public static final String SAM_TEMPLATE = "samplesam.json";

    private Synth() {}

    public static void main(String[] arguments) throws IOException {
        Path root =
                Path.of(System.getProperty("tandem.root", ".")).toAbsolutePath().normalize();
        boolean templateOnly = arguments.length > 0 && arguments[0].equals("template");
        try {
            if (!templateOnly) {
                TandemApp.create(root, assembly(root), Artifacts.built(root), Layout.NESTED)
                        .synth();
            }
            JsonNode template = TandemApp.create(
                            root, root.resolve("infra-cdk/target/flat"), Artifacts.standIn(), Layout.FLAT)
                    .synth();
            Files.writeString(
                    root.resolve(SAM_TEMPLATE), SamTemplate.write(SamTemplate.of(template, TandemStack.DOMAINS)));
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static Path assembly(Path root) {
        return Optional.ofNullable(System.getenv("CDK_OUTDIR"))
                // The command line runs in infra-cdk and may name the folder as seen from there.
                .map(folder -> root.resolve("infra-cdk").resolve(folder))
                .orElse(root.resolve("infra-cdk/cdk.out"));
    }
}
