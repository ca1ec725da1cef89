package dev.tandem.local.lambda;

import dev.tandem.local.lambda.child.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a child JVM is started: command line and environment, as near to Lambda's own as one machine allows. */
final class ChildJvm {
    /** Part of a function's memory that is heap, in percent; the rest is for code, metaspace and threads. */
    static final int HEAP_SHARE = 70;

    private static final String NATIVE_LIBRARY_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    /** For a process that is to answer soon and not to compute for long. */
    static final List<String> QUICK_START =
            List.of("-XX:TieredStopAtLevel=1", "-Djdk.reflect.useNativeAccessorOnly=true");

    /** API Gateway waits 29 seconds. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private ChildJvm() {}

    /** Command line up to the handler; {@code extra} goes before the class path. */
    static List<String> command(
            LambdaOptions options,
            CodeCache cache,
            CodePath code,
            int memoryMegabytes,
            List<String> extra,
            Path scratch)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(options.javaExecutable().toString());
        command.add("-XX:+UseSerialGC");
        command.add("-Xmx" + Math.max(64, memoryMegabytes * HEAP_SHARE / 100) + "m");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-XX:-UsePerfData");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Djava.io.tmpdir=" + scratch);
        Path library = cache.nativeLibrary();
        if (library != null) {
            // Without this each child unpacks it to one fixed path, and children that start together crash.
            command.add("-D" + NATIVE_LIBRARY_PROPERTY + "=" + library);
        }
        command.addAll(extra);
        command.add("-cp");
        command.add(code.asArgument());
        command.add(Bootstrap.class.getName());
        return command;
    }

    /** Replaces the environment of the parent by Lambda's variables and the function's own. */
    static void environment(
            Map<String, String> target,
            FunctionDefinition function,
            String runtimeApi,
            String logStream,
            Path taskRoot) {
        target.clear();
        target.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        target.put("LANG", "en_US.UTF-8");
        target.put("TZ", ":UTC");
        target.putAll(function.environment());
        target.put("_HANDLER", function.handler());
        target.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        target.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        target.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        target.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
        target.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        target.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        target.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        target.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        target.put("AWS_REGION", Arns.REGION);
        target.put("AWS_DEFAULT_REGION", Arns.REGION);
        target.put("LAMBDA_TASK_ROOT", taskRoot.toString());
        target.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
    }

    /**
     * A function that someone waits for is compiled by the first compiler only: cold start and first calls need half the CPU
     * time, and a machine with few cores has none to spare for the second compiler. Nor does it spin a class for every record that
     * JSON is read into. Functions with minutes of work get both.
     */
    static List<String> compilerArguments(FunctionDefinition function) {
        return function.timeout().compareTo(LONGEST_WAIT) <= 0 ? QUICK_START : List.of();
    }

    /**
     * Arguments that use the AOT cache of this class path; none where it is not trained. A cache that no longer fits is
     * ignored by the JVM with a warning, never an error.
     */
    static List<String> aotArguments(LambdaOptions options, CodeCache cache, CodePath code) {
        Path aot = cache.aotCache(code);
        return options.useAotCache() && Files.isRegularFile(aot)
                ? List.of("-XX:AOTCache=" + aot, "-Xlog:aot=off", "-Xlog:cds=off")
                : List.of();
    }
}
