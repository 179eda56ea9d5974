package dev.hourglass.recommendation;

import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Lists, for any user, the items that suit the user best of those that the user does not have. */
public final class Recommender implements AutoCloseable {
    /**
     * {@code user}, {@code item} (ids, strings), {@code rank} (int, from 1), {@code score} (float,
     * of which only the order says anything) and {@code answered_by} (string).
     */
    public static final StructType SCHEMA =
            new StructType()
                    .add("user", DataTypes.StringType, false)
                    .add("item", DataTypes.StringType, false)
                    .add("rank", DataTypes.IntegerType, false)
                    .add("score", DataTypes.FloatType, false)
                    .add("answered_by", DataTypes.StringType, false);

    private final SparkSession spark;
    private final String name;
    private final ItemCounts counts;
    private final Broadcast<ScorerFactory> model;
    private final Broadcast<String[]> ids;

    /**
     * @param name what the lists say they are of
     * @param counts of the train users: items that none of them has are in no list
     * @param ids of the items, by index
     */
    public Recommender(
            SparkSession spark, String name, ScorerFactory model, ItemCounts counts, String[] ids) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.spark = spark;
        this.name = name;
        this.counts = counts;
        this.model = context.broadcast(model);
        this.ids = context.broadcast(ids);
    }

    /**
     * The lists, lazily, in the columns of {@link #SCHEMA}; those of a user follow each other.
     *
     * @param users with all items they have
     * @param length of each list, where there are as many items
     */
    public Dataset<Row> lists(JavaRDD<Interactions> users, int length) {
        // Local copies: a lambda would take this whole object along.
        Broadcast<ScorerFactory> factory = model;
        Broadcast<String[]> names = ids;
        ItemCounts known = counts;
        String answeredBy = name;
        JavaRDD<Row> rows =
                users.map(user -> new HeldOutUser(user, new int[0]))
                        .mapPartitions(
                                part ->
                                        rows(
                                                new Ranking(
                                                        part,
                                                        factory.value().create(),
                                                        known,
                                                        length),
                                                names.value(),
                                                answeredBy));
        return spark.createDataFrame(rows, SCHEMA);
    }

    /** Frees the model on all executors: to be called when the lists have been written. */
    @Override
    public void close() {
        model.destroy();
        ids.destroy();
    }

    private static Iterator<Row> rows(Ranking lists, String[] ids, String answeredBy) {
        Iterable<RankedList> each = () -> lists;
        return StreamSupport.stream(each.spliterator(), false)
                .flatMap(list -> rows(list, ids, answeredBy))
                .iterator();
    }

    private static Stream<Row> rows(RankedList list, String[] ids, String answeredBy) {
        String user = list.user().foldIn().user();
        return IntStream.range(0, list.items().length)
                .mapToObj(
                        i ->
                                RowFactory.create(
                                        user,
                                        ids[list.items()[i]],
                                        i + 1,
                                        list.scores()[i],
                                        answeredBy));
    }
}
