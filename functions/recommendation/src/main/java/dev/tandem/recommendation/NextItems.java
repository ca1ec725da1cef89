package dev.tandem.recommendation;

import dev.tandem.recommendation.model.Recommendation;
import dev.tandem.recommendation.model.SessionQuery;
import java.util.List;

/** A trained model of what comes next. Immutable; many threads may ask at once. */
interface NextItems {
    /** Best first. Where nothing of the session is known, what is popular. */
    List<Recommendation> recommend(SessionQuery query);

    int itemCount();

    byte[] write();

    /** How models are made and opened. */
    interface Trainer {
        NextItems train(List<BehaviourLog.Session> sessions);

        /** Throws {@link IllegalArgumentException} for a file that is corrupt or of a format that is not known here. */
        NextItems read(byte[] file);
    }
}
