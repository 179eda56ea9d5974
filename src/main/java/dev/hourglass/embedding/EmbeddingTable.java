package dev.hourglass.embedding;

import dev.hourglass.source.SampleColumns;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of every embedding table, which any Parquet reader can use. */
public final class EmbeddingTable {
    public static final String ID = "id";
    public static final String EMBEDDING = "embedding";

    /**
     * Mean squared error an element, in squared physical units; null where the decoder did not run.
     */
    public static final String ERROR = "reconstruction_error";

    public static final String LABEL = "label";

    /** Name and version of the model that made the row: {@code mnist/3}. */
    public static final String MODEL = "model";

    /** Fingerprint of the dataset the sample is from. */
    public static final String DATASET = "dataset";

    /** Of the sample's tensor, as the dataset has it. */
    public static final String CONTENT_HASH = SampleColumns.CONTENT_HASH;

    public static final StructType SCHEMA =
            new StructType()
                    .add(ID, DataTypes.StringType, false)
                    .add(EMBEDDING, DataTypes.createArrayType(DataTypes.FloatType, false), false)
                    .add(ERROR, DataTypes.FloatType, true)
                    .add(LABEL, DataTypes.StringType, true)
                    .add(MODEL, DataTypes.StringType, false)
                    .add(DATASET, DataTypes.StringType, false)
                    .add(CONTENT_HASH, DataTypes.LongType, false);

    private EmbeddingTable() {}

    /** The embedding in a column of a row. */
    public static float[] embedding(Row row, int column) {
        List<Float> numbers = row.getList(column);
        float[] embedding = new float[numbers.size()];
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] = numbers.get(i);
        }
        return embedding;
    }
}
