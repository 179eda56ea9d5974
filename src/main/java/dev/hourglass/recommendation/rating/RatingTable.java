package dev.hourglass.recommendation.rating;

import dev.hourglass.dataset.Split;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.recommendation.Interactions;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * The known ratings, a place for each, by users and then by items. It has to fit into the memory of
 * the driver and of every executor: 20 bytes a rating.
 *
 * @param users how many
 * @param items how many
 * @param user the index of each rating's user
 * @param item the index of its item
 * @param rating what it is
 */
record RatingTable(int users, int items, int[] user, int[] item, float[] rating)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The ratings' features, which are held besides, take 32 bytes each. */
    static final int MOST = 20_000_000;

    /** Indices are exact in floats up to there. */
    private static final int MOST_ROWS = 1 << 24;

    /** How many ratings there are. */
    int size() {
        return rating.length;
    }

    /**
     * All ratings of a dataset, whatever split they are in: what is to be predicted is no part of
     * it. Users are ordered by their ids.
     *
     * @param items how many
     * @throws HourglassException with CONFIGURATION where there are too many
     */
    static Read read(SparkSession spark, TensorDataset dataset, int items) {
        List<Interactions> users = new ArrayList<>();
        for (Split split : Split.values()) {
            if (dataset.manifest().count(split) > 0) {
                users.addAll(Interactions.of(spark, dataset, split).collect());
            }
        }
        users.sort(Comparator.comparing(Interactions::user));
        long size = users.stream().mapToLong(user -> user.items().length).sum();
        if (size > MOST || users.size() > MOST_ROWS || items > MOST_ROWS) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "So many ratings do not fit into memory",
                    "%d ratings of %d items by %d users".formatted(size, items, users.size()),
                    "ingest at most %d ratings of %d users and items".formatted(MOST, MOST_ROWS));
        }
        RatingTable table =
                new RatingTable(
                        users.size(),
                        items,
                        new int[(int) size],
                        new int[(int) size],
                        new float[(int) size]);
        int place = 0;
        for (int u = 0; u < users.size(); u++) {
            Interactions user = users.get(u);
            for (int i = 0; i < user.items().length; i++) {
                table.user[place] = u;
                table.item[place] = user.items()[i];
                table.rating[place++] = user.values()[i];
            }
        }
        return new Read(users.stream().map(Interactions::user).toArray(String[]::new), table);
    }

    /**
     * What was read.
     *
     * @param ids of the users, by index
     */
    record Read(String[] ids, RatingTable table) {}
}
