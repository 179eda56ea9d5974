package dev.hourglass.compression.batch;

import static org.apache.spark.sql.functions.col;

import dev.hourglass.compression.CodecSettings;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.source.SourceFolder;
import dev.hourglass.source.WfdbFolder;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Compresses a folder of records, a task for each or, of very many, for a few. */
public final class RecordCompression {
    /** The folder of the containers. */
    public static final String RECORDS = "records";

    /** The folder of the table with a row for each lead. */
    public static final String LEADS = "leads";

    private final SparkSession spark;
    private final WfdbFolder folder;
    private final CompressionSettings settings;
    private final String annotator;
    private final CodecPool pool;

    /**
     * @param annotator extension of the annotations that beats are held against; null for none
     * @param pool not closed here
     */
    public RecordCompression(
            SparkSession spark,
            WfdbFolder folder,
            CompressionSettings settings,
            String annotator,
            CodecPool pool) {
        this.spark = spark;
        this.folder = folder;
        this.settings = settings;
        this.annotator = annotator;
        this.pool = pool;
    }

    /**
     * Writes containers and tables.
     *
     * @param target the folder they go to
     * @param maxRejected share of the records that may be set aside
     * @throws HourglassException with TOO_MANY_REJECTED, with CONFIGURATION where no quantiser
     *     comes to the rate that is wanted, or with INTERNAL where a file does not decode as it was
     *     promised
     */
    public CompressionMetrics run(Path target, double maxRejected) {
        List<String> headers = folder.records(spark);
        Optional<RateChoice> rate = settings.target().map(wanted -> choose(wanted, headers));
        CodecSettings codec = codec(rate.map(RateChoice::step).orElse(1.0));
        CompressionTask task =
                new CompressionTask(
                        folder,
                        annotator,
                        pool,
                        codec,
                        Target.of(spark, new Path(target, RECORDS)));
        // All tables are made from these rows: a record is compressed once.
        try (TaskRows rows =
                TaskRows.write(
                        spark,
                        SourceFolder.distributed(spark, headers).mapPartitions(task),
                        LeadColumns.SCHEMA,
                        target)) {
            return tables(rows.read(), headers.size(), target, maxRejected, codec, rate);
        }
    }

    private CompressionMetrics tables(
            Dataset<Row> rows,
            int records,
            Path target,
            double maxRejected,
            CodecSettings codec,
            Optional<RateChoice> rate) {
        requireSound(rows);
        Rejections rejections = new Rejections(rows.filter(col(LeadColumns.REJECTION).isNotNull()));
        rejections.requireFew(records, maxRejected);
        rejections.write(target);
        Dataset<Row> leads =
                rows.filter(col(LeadColumns.REJECTION).isNull())
                        .drop(LeadColumns.REJECTION, LeadColumns.FLAW)
                        .coalesce(1)
                        .sortWithinPartitions(LeadColumns.RECORD, LeadColumns.SIGNAL);
        leads.write().parquet(new Path(target, LEADS).toString());
        CompressionTotals totals = CompressionTotals.of(leads.toLocalIterator());
        return new CompressionMetrics(
                pool.model(),
                pool.weightsSha256(),
                settings,
                codec.step(),
                rate.orElse(null),
                totals.counts(rejections.count()),
                totals.size(),
                totals.windows(),
                totals.statistics(),
                totals.beats(),
                totals.reference());
    }

    private RateChoice choose(RateTarget wanted, List<String> headers) {
        List<String> chosen = LeadSampling.choose(headers);
        List<SampledLead> leads =
                SourceFolder.distributed(spark, chosen)
                        .mapPartitions(LeadSampling.of(folder, pool, codec(1), chosen.size()))
                        .collect();
        if (leads.isEmpty()) {
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    "No record can be read to choose the rate by",
                    chosen.get(0) + (chosen.size() > 1 ? " and others" : ""),
                    "leave out " + wanted.kind().key() + " to see what is wrong with each");
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return RateChoice.of(
                wanted,
                step ->
                        RateTrial.figures(
                                context.parallelize(leads, leads.size())
                                        .mapPartitions(new RateTrial(pool, codec(step)))
                                        .collect()));
    }

    private CodecSettings codec(double step) {
        return new CodecSettings(
                pool.model(), pool.weightsSha256(), settings.overlap(), step, settings.promise());
    }

    private static void requireSound(Dataset<Row> rows) {
        List<Row> flawed = rows.filter(col(LeadColumns.FLAW).isNotNull()).limit(1).collectAsList();
        if (!flawed.isEmpty()) {
            Row first = flawed.get(0);
            throw new HourglassException(
                    ErrorCode.INTERNAL,
                    "A compressed record does not come back as it was promised",
                    first.<String>getAs(LeadColumns.PATH)
                            + ": "
                            + first.<String>getAs(LeadColumns.FLAW),
                    "report this with the record; nothing was published");
        }
    }
}
