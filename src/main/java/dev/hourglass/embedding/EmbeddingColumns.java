package dev.hourglass.embedding;

/** The columns of an embedding table, which every job after extraction reads. */
public final class EmbeddingColumns {
    /** The sample's id, unique within the table. */
    public static final String ID = "id";

    /** The bottleneck's activations: {@code array<float>}, of one width throughout the table. */
    public static final String EMBEDDING = "embedding";

    /** Mean squared error per element between the sample and its reconstruction: {@code float}. */
    public static final String RECONSTRUCTION_ERROR = "reconstruction_error";

    /** Ground truth, carried along for evaluation alone. Nullable. */
    public static final String LABEL = "label";

    /** The model's name and version, the same in every row. */
    public static final String MODEL = "model";

    /** The fingerprint of the dataset that was encoded, the same in every row. */
    public static final String DATASET = "dataset";

    private EmbeddingColumns() {}
}
