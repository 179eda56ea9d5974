package dev.hourglass.training.dl4jspark;

import dev.hourglass.dataset.Shard;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.engine.NativeThreads;
import dev.hourglass.training.EpochOrder;
import dev.hourglass.training.TrainingSettings;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The minibatches that one worker trains in one round: a slice of the epoch's permutation of its
 * shard, decoded one at a time. The last one of an epoch may be smaller; none is left out.
 */
final class Minibatches implements Iterator<DataSet> {
    private final Shard shard;
    private final NetworkSpec spec;
    private final int batch;
    private final int[] order;
    private final int end;
    private int next;

    private Minibatches(Shard shard, NetworkSpec spec, int batch, int[] order, int from, int end) {
        this.shard = shard;
        this.spec = spec;
        this.batch = batch;
        this.order = order;
        this.next = from;
        this.end = end;
    }

    /**
     * The minibatches of a round.
     *
     * @param epoch from 1
     * @param roundOfEpoch from 0
     */
    static Minibatches of(
            Shard shard,
            int shardIndex,
            NetworkSpec spec,
            TrainingSettings settings,
            long seed,
            int epoch,
            int roundOfEpoch) {
        NativeThreads.limit();
        int[] order = EpochOrder.of(shard.size(), shardIndex, seed, epoch);
        long perRound = (long) settings.batch() * settings.localSteps();
        int from = (int) Math.min(roundOfEpoch * perRound, shard.size());
        int end = (int) Math.min((roundOfEpoch + 1) * perRound, shard.size());
        return new Minibatches(shard, spec, settings.batch(), order, from, end);
    }

    @Override
    public boolean hasNext() {
        return next < end;
    }

    @Override
    public DataSet next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int to = Math.min(next + batch, end);
        float[] values = shard.decode(order, next, to);
        spec.normalisation().apply(values);
        INDArray inputs = Nd4j.create(values, new long[] {to - next, spec.elements()}, 'c');
        next = to;
        return new DataSet(inputs, inputs);
    }
}
