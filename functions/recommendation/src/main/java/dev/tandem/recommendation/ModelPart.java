package dev.tandem.recommendation;

import java.util.Optional;

/**
 * One of the models that recommendations are made of. Each is built, judged and published by itself, so that one that fails or gets worse
 * leaves the others alone. All methods are pure.
 *
 * @param <M> the trained model: immutable or safe for many threads
 */
public interface ModelPart<M> {
    /** Also part of its files' keys: lower case and hyphens. */
    String name();

    /** Empty where the data have nothing of what this part learns from. */
    Optional<M> train(TrainingData data);

    /** How well the model tells what sessions that it has not learnt from went on to do. */
    Figures judge(M model, TrainingData heldOut);

    /** The metric of {@link #judge} that decides between two models; more is better. */
    String leadingFigure();

    /** With kind, format version and checksum, see {@link dev.tandem.recommendation.model.ModelFile}. */
    byte[] write(M model);

    /** Throws {@link IllegalArgumentException} for a file that is corrupt, of another kind or of a format that is not known here. */
    M read(byte[] file);
}
