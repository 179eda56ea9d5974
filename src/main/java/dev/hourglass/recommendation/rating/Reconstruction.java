package dev.hourglass.recommendation.rating;

import dev.hourglass.network.RatingNetwork;
import dev.hourglass.network.RatingReplica;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.network.optimizer.Sgd;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** What an autoencoder makes of pairs, computed on executors. */
final class Reconstruction {
    /** Vectors that go through the network together. */
    private static final int BATCH = 64;

    private Reconstruction() {}

    private record Task(
            Residuals examples,
            RatingNetwork.Autoencoder network,
            float[] parameters,
            int[] columnOf,
            Lines lines)
            implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private record Part(int[] places, float[] values) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The elements of reconstructions that pairs are.
     *
     * @param shards parts that the vectors are divided into
     * @param user index of each pair's
     * @param item likewise
     */
    static float[] of(
            JavaSparkContext spark,
            int shards,
            Residuals examples,
            RatingNetwork.Autoencoder network,
            float[] parameters,
            int[] user,
            int[] item) {
        Side side = examples.side();
        int rows = side.rows(examples.data().value().table());
        Task task =
                new Task(
                        examples,
                        network,
                        parameters,
                        side.columnOf(user, item),
                        Lines.of(side.rowOf(user, item), rows));
        Broadcast<Task> lent = spark.broadcast(task);
        try {
            List<Integer> indices = IntStream.range(0, shards).boxed().toList();
            List<Part> parts =
                    spark.parallelize(indices, shards)
                            .map(shard -> part(lent.value(), shard, shards))
                            .collect();
            float[] values = new float[user.length];
            for (Part part : parts) {
                for (int i = 0; i < part.places.length; i++) {
                    values[part.places[i]] = part.values[i];
                }
            }
            return values;
        } finally {
            lent.destroy();
        }
    }

    private static Part part(Task task, int shard, int shards) {
        NativeThreads.limit();
        int[] start = task.lines.start();
        List<Integer> rows = new ArrayList<>();
        int count = 0;
        for (int row = shard; row < start.length - 1; row += shards) {
            if (start[row + 1] > start[row]) {
                rows.add(row);
                count += start[row + 1] - start[row];
            }
        }
        Part part = new Part(new int[count], new float[count]);
        int elements = task.network.elements();
        float[] inputs = new float[Math.multiplyExact(BATCH, elements)];
        int next = 0;
        try (RatingReplica replica = new RatingReplica(task.network, 0, new Sgd())) {
            replica.load(task.parameters);
            for (int from = 0; from < rows.size(); from += BATCH) {
                List<Integer> batch = rows.subList(from, Math.min(from + BATCH, rows.size()));
                Arrays.fill(inputs, 0);
                for (int i = 0; i < batch.size(); i++) {
                    task.examples.write(batch.get(i), i * elements, inputs);
                }
                float[] outputs = replica.predict(inputs, batch.size());
                for (int i = 0; i < batch.size(); i++) {
                    int row = batch.get(i);
                    for (int k = start[row]; k < start[row + 1]; k++) {
                        int place = task.lines.place()[k];
                        part.places[next] = place;
                        part.values[next++] = outputs[i * elements + task.columnOf[place]];
                    }
                }
            }
        }
        return part;
    }
}
