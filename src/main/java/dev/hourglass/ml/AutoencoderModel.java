package dev.hourglass.ml;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;

import dev.hourglass.network.NetworkSpec;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A trained autoencoder as a transformer: adds the embedding of every row, and if asked for its
 * reconstruction and the error of that. Rows of a stream are encoded as those of a table are.
 */
public final class AutoencoderModel extends Model<AutoencoderModel>
        implements EncodingParams<AutoencoderModel>, MLWritable {
    private final String uid;
    private final NetworkWeights weights;

    AutoencoderModel(String uid, NetworkWeights weights) {
        this.uid = uid;
        this.weights = weights;
        Columns.setDefaults(this);
    }

    /**
     * Loads what {@link #save} wrote.
     *
     * @throws dev.hourglass.error.HourglassException with STORE_CORRUPT where the weights or the
     *     network's description are damaged
     */
    public static AutoencoderModel load(String path) {
        return read().load(path);
    }

    /** A reader, by which Spark loads pipelines too. */
    public static MLReader<AutoencoderModel> read() {
        return new ModelFolder.Reader();
    }

    @Override
    public String uid() {
        return uid;
    }

    /** The network without its weights: its settings, the shape of its input, its normalisation. */
    public NetworkSpec network() {
        return weights.network();
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return Columns.encoded(schema, this, network().bottleneck());
    }

    /**
     * Adds the columns, lazily.
     *
     * @throws dev.hourglass.error.HourglassException with CONFIGURATION where the input is missing
     *     or of another type, or an added column is there already; while rows are read, inside
     *     Spark's own exception, with SOURCE_MALFORMED where {@code handleInvalid} is error and a
     *     row cannot be encoded
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        StructType before = dataset.schema();
        RowCoder coder =
                new RowCoder(
                        InputColumn.of(
                                getInputCol(),
                                InputType.of(before, getInputCol()),
                                network().shape()),
                        before.fieldIndex(getInputCol()),
                        before.length(),
                        getHandleInvalid().equals("error"),
                        isDefined(reconstructionCol()),
                        isDefined(errorCol()));
        // Spark does not number the rows of streams.
        Column number =
                dataset.isStreaming() ? lit(null).cast("long") : monotonically_increasing_id();
        Dataset<Row> encoded =
                weights.on(dataset.sparkSession())
                        .encode(
                                dataset.toDF().withColumn(uid + "_row", number),
                                getEmbedBatch(),
                                coder.reconstructs(),
                                coder::read,
                                coder::add,
                                schema);
        if (getHandleInvalid().equals("skip")) {
            encoded = encoded.filter(Columns.named(getOutputCol()).isNotNull());
        }
        // Typed rows have lost what other stages wrote into their columns' metadata.
        return encoded.to(schema);
    }

    @Override
    public AutoencoderModel copy(ParamMap extra) {
        AutoencoderModel copy = copyValues(new AutoencoderModel(uid, weights), extra);
        return copy.setParent(parent());
    }

    @Override
    public MLWriter write() {
        return new ModelFolder.Writer(this, weights);
    }
}
