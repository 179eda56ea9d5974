package dev.hourglass.training.averaging;

import dev.hourglass.training.averaging.vector.FloatVector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The weighted mean of many or long vectors: each is cut into slices, every executor averages some
 * slices of all vectors, and only the averages come to the driver, which so holds a few vectors
 * however many workers there are. The bits are those of {@link WeightedMean} over the whole
 * vectors.
 */
final class SlicedMean {
    private SlicedMean() {}

    /** One shard's values of a slice. */
    private record Piece(Contribution from, FloatVector values) implements Serializable {}

    /**
     * An averaged slice.
     *
     * @param index of the slice, from 0
     * @param mean of the slice
     * @param finite whether all its values are finite numbers
     * @param contributions of all workers in shard order, without their vectors
     */
    record Slice(int index, FloatVector mean, boolean finite, List<Contribution> contributions)
            implements Serializable {}

    /** Averages by {@code count} tasks. */
    static JavaRDD<Slice> slices(JavaRDD<Contribution> contributions, int count) {
        return contributions
                .flatMapToPair(contribution -> cut(contribution, count))
                .partitionBy(new HashPartitioner(count))
                .mapPartitions(SlicedMean::average);
    }

    /** The whole mean from its slices. */
    static RoundResult join(List<Slice> slices, int length, long begun) {
        float[] mean = new float[length];
        for (Slice slice : slices) {
            float[] values = slice.mean.values();
            int from = bound(slice.index, slices.size(), length);
            System.arraycopy(values, 0, mean, from, values.length);
        }
        boolean finite = slices.stream().allMatch(Slice::finite);
        return new RoundResult(
                new WeightedMean(mean, finite),
                slices.get(0).contributions,
                AveragingRounds.secondsSince(begun));
    }

    private static Iterator<Tuple2<Integer, Piece>> cut(Contribution contribution, int count) {
        Contribution report = contribution.withoutVector();
        if (contribution.vector() == null) {
            return pieces(report, new float[0], count);
        }
        return pieces(report, contribution.vector().values(), count);
    }

    private static Iterator<Tuple2<Integer, Piece>> pieces(
            Contribution report, float[] vector, int count) {
        List<Tuple2<Integer, Piece>> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] values =
                    Arrays.copyOfRange(
                            vector,
                            bound(i, count, vector.length),
                            bound(i + 1, count, vector.length));
            pieces.add(new Tuple2<>(i, new Piece(report, new FloatVector(values))));
        }
        return pieces.iterator();
    }

    /** Integers are their own hashes: each partition gets the pieces of one slice. */
    private static Iterator<Slice> average(Iterator<Tuple2<Integer, Piece>> sent) {
        int index = -1;
        List<Piece> pieces = new ArrayList<>();
        while (sent.hasNext()) {
            Tuple2<Integer, Piece> next = sent.next();
            index = next._1();
            pieces.add(next._2());
        }
        if (pieces.isEmpty()) {
            return Collections.emptyIterator();
        }
        pieces.sort(Comparator.comparingInt(piece -> piece.from.shard()));
        List<float[]> vectors =
                pieces.stream()
                        .filter(piece -> piece.from.examples() > 0)
                        .map(piece -> piece.values.values())
                        .toList();
        List<Contribution> contributions = pieces.stream().map(Piece::from).toList();
        WeightedMean mean = WeightedMean.of(vectors, AveragingRounds.weights(contributions));
        return List.of(
                        new Slice(
                                index,
                                new FloatVector(mean.values()),
                                mean.finite(),
                                contributions))
                .iterator();
    }

    /** The place at which a slice begins. */
    private static int bound(int slice, int slices, int length) {
        return (int) ((long) length * slice / slices);
    }
}
