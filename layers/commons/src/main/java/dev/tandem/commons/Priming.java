package dev.tandem.commons;

import java.util.ArrayList;
import java.util.List;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work done before SnapStart takes its snapshot, so that a restored process has its classes loaded and its clients warm. A
 * priming that fails must not fail the deployment: it is logged and the first call pays instead.
 */
public final class Priming {
    private static final Logger LOG = LoggerFactory.getLogger(Priming.class);
    /** CRaC holds its resources weakly; these references keep them alive as long as the process. */
    private static final List<Resource> KEPT = new ArrayList<>();

    private Priming() {}

    public static synchronized void register(Runnable work) {
        Resource resource = new Resource() {
            @Override
            public void beforeCheckpoint(Context<? extends Resource> context) {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    LOG.warn("Priming failed", e);
                }
            }

            @Override
            public void afterRestore(Context<? extends Resource> context) {
                // Clients reconnect by themselves.
            }
        };
        KEPT.add(resource);
        Core.getGlobalContext().register(resource);
    }
}
