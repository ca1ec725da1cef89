package dev.tandem.local.lambda.child;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;

/**
 * Entry of a child JVM: AWS's runtime client, tied to the life of the parent. The parent holds the other end of standard
 * input and never writes to it, so end of file means that the parent is gone, however it went.
 */
public final class Bootstrap {
    /** Set while an AOT cache is trained: the JVM then leaves through the door that writes the cache. */
    public static final String TRAINING_PROPERTY = "tandem.training";

    private Bootstrap() {}

    public static void main(String[] arguments) {
        Thread watch = new Thread(null, Bootstrap::endWithParent, "parent-watch", 64 * 1024);
        watch.setDaemon(true);
        watch.start();
        try {
            AWSLambda.main(arguments);
            Runtime.getRuntime().halt(0);
        } catch (Throwable failure) {
            failure.printStackTrace();
            // Without this a non-daemon thread of the function would keep a process alive that takes no more work.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // the parent never writes; only the end counts
            }
        } catch (IOException e) {
            // the same as the end
        }
        if (Boolean.getBoolean(TRAINING_PROPERTY)) {
            System.exit(0);
        }
        Runtime.getRuntime().halt(0);
    }
}
