package dev.hourglass.job;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.recommendation.Interactions;
import dev.hourglass.recommendation.ItemCounts;
import dev.hourglass.source.MatrixColumns;
import dev.hourglass.source.RatingsSettings;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The items that a dataset of users knows.
 *
 * @param ids by index
 * @param counts of the train users
 */
record Catalogue(String[] ids, ItemCounts counts) {
    private static final StructType POPULAR =
            new StructType()
                    .add("item", DataTypes.StringType, false)
                    .add("rank", DataTypes.IntegerType, false)
                    .add("users", DataTypes.LongType, false);

    /**
     * Reads them.
     *
     * @throws HourglassException with CONFIGURATION where the dataset is not of users with ratings
     */
    static Catalogue of(JobContext context, TensorDataset dataset) {
        if (!isOfUsers(context, dataset)) {
            throw notOfUsers(dataset, "tensors of " + dataset.manifest().tensor().dtype());
        }
        String[] ids =
                dataset
                        .columns(context.spark())
                        .orElseThrow(() -> notOfUsers(dataset, "it has no table of items"))
                        .orderBy(MatrixColumns.INDEX)
                        .select(MatrixColumns.ID)
                        .collectAsList()
                        .stream()
                        .map((Row row) -> row.getString(0))
                        .toArray(String[]::new);
        return new Catalogue(
                ids,
                ItemCounts.of(Interactions.of(context.spark(), dataset, Split.TRAIN), ids.length));
    }

    /** Whether a dataset's samples are users with what they rated. */
    static boolean isOfUsers(JobContext context, TensorDataset dataset) {
        // Ratings of items by users become no other tensors than those of users by items.
        return dataset.manifest().tensor().dtype().isSparse()
                && context.configuration().section("ratings", RatingsSettings.class).rows()
                        == RatingsSettings.Rows.USERS;
    }

    /**
     * What is recommended to users of whom nothing is known: {@code item}, {@code rank} from 1, and
     * {@code users}, how many train users have it.
     */
    Dataset<Row> popular(SparkSession spark, int length) {
        long[] users = counts.counts();
        Integer[] order = IntStream.range(0, ids.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparing((Integer item) -> -users[item]));
        List<Row> rows =
                IntStream.range(0, Math.min(length, order.length))
                        .mapToObj(i -> RowFactory.create(ids[order[i]], i + 1, users[order[i]]))
                        .toList();
        return spark.createDataFrame(rows, POPULAR);
    }

    private static HourglassException notOfUsers(TensorDataset dataset, String why) {
        return new HourglassException(
                ErrorCode.CONFIGURATION,
                "Items can be recommended to users only where a dataset's samples are users",
                dataset.folder() + ": " + why + ", or ratings.rows = items",
                "ingest with source=ratings and ratings.rows=users");
    }
}
