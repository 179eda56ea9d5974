package dev.hourglass.search;

import static dev.hourglass.embedding.EmbeddingTable.EMBEDDING;
import static dev.hourglass.embedding.EmbeddingTable.ID;
import static dev.hourglass.embedding.EmbeddingTable.MODEL;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import dev.hourglass.embedding.EmbeddingCheck;
import dev.hourglass.embedding.EmbeddingCheck.Shape;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Embeddings that are ready to be searched for the nearest ones of queries. They are divided into
 * partitions by a hash of their ids, and executors keep an index of each. Every block of queries is
 * searched for in every index, and what is found is merged. The driver holds none of it, and no
 * task more than one block of queries beside one index.
 */
public final class NearestNeighbours implements AutoCloseable {
    public static final String NEIGHBOUR = "neighbour";

    /** From 1, the nearest, to {@code k}. */
    public static final String RANK = "rank";

    public static final String SCORE = "score";

    /** The columns of what is found. */
    public static final StructType SCHEMA =
            new StructType()
                    .add(ID, DataTypes.StringType, false)
                    .add(NEIGHBOUR, DataTypes.StringType, false)
                    .add(RANK, DataTypes.IntegerType, false)
                    .add(SCORE, DataTypes.DoubleType, false);

    private static final long MAX_PARTITION_ROWS = 1_000_000;
    private static final long MAX_PARTITION_BYTES = 256 << 20;
    private static final long QUERIES_PER_BLOCK = 4_096;
    private static final long MAX_BLOCKS = 4_096;
    private static final long ROWS_PER_FILE = 4_000_000;

    /** Queries that are searched for exactly to know the recall. */
    private static final int SAMPLE = 1_000;

    private final Dataset<Row> embeddings;

    /** Empty where the embeddings themselves are the queries. */
    private final Optional<Dataset<Row>> others;

    private final SearchSettings settings;
    private final Shape shape;
    private final long queries;
    private final int partitions;
    private final JavaRDD<NeighbourIndex> indexes;

    /** Looks at all rows, and builds nothing yet. */
    private NearestNeighbours(
            Dataset<Row> embeddings,
            Optional<Dataset<Row>> others,
            SearchSettings settings,
            long seed) {
        this.embeddings = embeddings;
        this.others = others;
        this.settings = settings;
        this.shape = EmbeddingCheck.check(embeddings, List.of(ID, EMBEDDING, MODEL));
        this.queries = others.map(this::checked).orElse(shape.rows());
        this.partitions = Optional.ofNullable(settings.partitions()).orElseGet(this::fewest);
        this.indexes =
                blocks(embeddings, partitions)
                        .map(block -> index(block._2, settings, seed + block._1))
                        .persist(StorageLevel.MEMORY_AND_DISK());
    }

    /**
     * Divides embeddings into partitions and builds the index of each, which executors keep until
     * this is closed.
     *
     * @param embeddings the columns {@code id}, {@code embedding} and {@code model} of {@link
     *     dev.hourglass.embedding.EmbeddingTable}
     * @param queries what to find the nearest embeddings of, in the columns {@code id} and {@code
     *     embedding}; where there are none, each of the embeddings, whose neighbours are the others
     * @param seed of the graphs
     * @throws HourglassException with MISSING_INPUT for an empty table, STORE_CORRUPT for
     *     embeddings that are missing, not finite, longer than 1e18 or of several widths, and for
     *     an id that several have, CONFIGURATION for embeddings of several models, and for queries
     *     of another width
     */
    public static NearestNeighbours build(
            Dataset<Row> embeddings,
            Optional<Dataset<Row>> queries,
            SearchSettings settings,
            long seed) {
        NearestNeighbours built = new NearestNeighbours(embeddings, queries, settings, seed);
        try {
            // Before any query asks for them: so each is built once, and queries go to where it is.
            built.indexes.count();
            return built;
        } catch (Throwable failure) {
            built.close();
            throw failure;
        }
    }

    /** How many embeddings there are, and how wide they are. */
    public Shape shape() {
        return shape;
    }

    /** How many queries there are. */
    public long queries() {
        return queries;
    }

    /** How many indexes there are. */
    public int partitions() {
        return partitions;
    }

    /**
     * The nearest embeddings of every query, lazily, in the columns of {@link #SCHEMA}: {@code k}
     * of them, or as many as there are.
     */
    public Dataset<Row> find() {
        return find(others.orElse(embeddings), queries);
    }

    /**
     * The recall of what was found: the share of the true neighbours for which a row as near was
     * found, over 1,000 queries that a hash of their ids chooses, which are searched for exactly.
     *
     * @param found what {@link #find()} returned, or what was stored of it
     */
    public double recall(Dataset<Row> found) {
        Dataset<Row> sample =
                others.orElse(embeddings).orderBy(xxhash64(col(ID)), col(ID)).limit(SAMPLE);
        try (NearestNeighbours exact =
                build(embeddings, others, settings.with(SearchSettings.Method.EXACT), 0)) {
            return Recall.of(found, exact.find(sample, SAMPLE), settings.metric());
        }
    }

    /** Releases the indexes. */
    @Override
    public void close() {
        indexes.unpersist();
    }

    /** The rows of queries that can be used. */
    private long checked(Dataset<Row> rows) {
        Shape asked = EmbeddingCheck.check(rows, List.of(ID, EMBEDDING));
        if (asked.width() != shape.width()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The queries have %d elements, the embeddings %d"
                            .formatted(asked.width(), shape.width()),
                    "search.queries",
                    "give rows that the same model has embedded");
        }
        return asked.rows();
    }

    private int fewest() {
        long bytes = shape.rows() * shape.width() * Float.BYTES;
        return (int) (1 + Math.max(shape.rows() / MAX_PARTITION_ROWS, bytes / MAX_PARTITION_BYTES));
    }

    private static NeighbourIndex index(Vectors vectors, SearchSettings settings, long seed) {
        return switch (settings.method()) {
            case EXACT -> new ExactIndex(vectors, settings.metric());
            case HNSW -> HnswIndex.build(vectors, settings, seed);
        };
    }

    private Dataset<Row> find(Dataset<Row> rows, long count) {
        int k = settings.k();
        boolean amongThemselves = others.isEmpty();
        Metric metric = settings.metric();
        int blocks = (int) Math.min(1 + count / QUERIES_PER_BLOCK, MAX_BLOCKS);
        int files = (int) Math.min(1 + count * k / ROWS_PER_FILE, blocks);
        JavaPairRDD<Integer, Neighbours> found =
                indexes.cartesian(blocks(rows, blocks))
                        .mapToPair(
                                pair -> {
                                    Vectors block = pair._2._2;
                                    Neighbours nearest = new Neighbours(block, k, amongThemselves);
                                    pair._1.search(block, nearest);
                                    return new Tuple2<>(pair._2._1, nearest);
                                })
                        .reduceByKey(Neighbours::merge, files);
        return rows.sparkSession()
                .createDataFrame(found.flatMap(block -> block._2.rows(metric).iterator()), SCHEMA);
    }

    /**
     * Rows in blocks, each with its number. In which block a row is, and its place there, depend on
     * nothing but the ids.
     */
    private JavaRDD<Tuple2<Integer, Vectors>> blocks(Dataset<Row> rows, int count) {
        int width = shape.width();
        return rows.select(ID, EMBEDDING)
                .repartition(count, col(ID))
                .sortWithinPartitions(ID)
                .toJavaRDD()
                .mapPartitionsWithIndex((number, block) -> block(number, block, width), true);
    }

    private static Iterator<Tuple2<Integer, Vectors>> block(
            int number, Iterator<Row> rows, int width) {
        return rows.hasNext()
                ? List.of(new Tuple2<>(number, Vectors.read(rows, width))).iterator()
                : List.<Tuple2<Integer, Vectors>>of().iterator();
    }
}
