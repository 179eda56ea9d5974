package dev.hourglass.recommendation.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

class FoldsTest {
    private static final int SIZE = 60;

    private final Folds folds = new Folds(3, 5);

    @Test
    void everyRatingIsInOneOfAboutEqualParts() {
        int[] counts = new int[5];
        for (int user = 0; user < 100; user++) {
            for (int item = 0; item < 100; item++) {
                counts[folds.of(user, item)]++;
                assertThat(folds.of(user, item)).isEqualTo(new Folds(3, 5).of(user, item));
            }
        }
        for (int count : counts) {
            assertThat(count).isBetween(1850, 2150);
        }
    }

    @Test
    void whatIsLeftOutIsNeitherSeenNorReconstructed() {
        RatingTable table = table();
        for (Side side : Side.values()) {
            Residuals examples = residuals(table, side, 2);
            int columns = side.columns(table);
            int rows = examples.size(0, 1);
            float[] inputs = new float[rows * columns];
            float[] targets = new float[rows * columns];
            int[] order = IntStream.range(0, rows).toArray();
            examples.fill(0, 1, order, 0, rows, inputs, targets, new Random(1));
            int hidden = 0;
            for (int i = 0; i < table.size(); i++) {
                int cell =
                        side == Side.USER
                                ? table.user()[i] * columns + table.item()[i]
                                : table.item()[i] * columns + table.user()[i];
                boolean left = folds.of(table.user()[i], table.item()[i]) == 2;
                boolean seen = inputs[cell] != 0;
                boolean target = targets[cell] != 0;
                assertThat(left ? seen || target : seen == target).isFalse();
                hidden += target ? 1 : 0;
            }
            assertThat(hidden).isBetween(SIZE / 5, SIZE / 2);
        }
    }

    private static RatingTable table() {
        int[] user = new int[SIZE];
        int[] item = new int[SIZE];
        float[] rating = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            user[i] = i / 6;
            item[i] = i % 6 + i / 30;
            rating[i] = 1 + (i * 7 % 11) / 2f;
        }
        return new RatingTable(10, 7, user, item, rating);
    }

    private Residuals residuals(RatingTable table, Side side, int left) {
        Biases biases = Biases.of(table, i -> folds.of(table.user()[i], table.item()[i]) != left);
        return new Residuals(new Local(Residuals.Data.of(table)), side, folds, left, biases, 0.4);
    }

    /** What Spark would send to executors. */
    private static final class Local extends Broadcast<Residuals.Data> {
        private static final long serialVersionUID = 1L;

        private final transient Residuals.Data data;

        Local(Residuals.Data data) {
            super(0, ClassTag$.MODULE$.apply(Residuals.Data.class));
            this.data = data;
        }

        @Override
        public Residuals.Data getValue() {
            return data;
        }

        @Override
        public void doUnpersist(boolean blocking) {
            // Nothing is held.
        }

        @Override
        public void doDestroy(boolean blocking) {
            // Nothing is held.
        }
    }
}
