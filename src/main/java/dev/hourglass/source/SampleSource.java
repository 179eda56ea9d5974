package dev.hourglass.source;

import static org.apache.spark.sql.functions.lit;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A raw format, or a generator, that can be read as samples. */
public interface SampleSource {
    /**
     * What is read, in one line for manifests and logs: {@code IDX images
     * train-images-idx3-ubyte.gz}.
     */
    String description();

    /**
     * Looks at the raw data's headers and decides how tensors will be stored. Fails here, before
     * any work, where the data are missing or are not of this format.
     *
     * @throws dev.hourglass.error.HourglassException with SOURCE_UNREADABLE or SOURCE_MALFORMED
     */
    TensorSpec tensorSpec(SparkSession spark);

    /**
     * The samples and the rejected input, decoded lazily and in parallel on executors, in the
     * columns of {@link SampleColumns}. Every tensor has the form of {@link #tensorSpec}.
     */
    Dataset<Row> read(SparkSession spark);

    /**
     * What the elements of the tensors are, in the columns of {@link MatrixColumns} and in their
     * order, where the samples are rows of a matrix; empty for all other sources.
     */
    default Optional<Dataset<Row>> columns(SparkSession spark) {
        return Optional.empty();
    }

    /**
     * How many pieces of input a sample was made of, as a whole number: of all pieces {@code
     * ingest.max-rejected} is a share.
     */
    default Column pieces() {
        return lit(1);
    }
}
