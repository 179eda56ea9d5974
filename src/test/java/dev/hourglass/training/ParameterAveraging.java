package dev.hourglass.training;

import dev.hourglass.dataset.Shard;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Networks;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Training without Spark, one worker after the other, by DL4J's own optimizers: what the
 * distributed one must equal.
 */
public final class ParameterAveraging {
    private final List<Shard> shards;
    private final NetworkSpec spec;
    private final TrainingSettings settings;
    private final IUpdater updater;
    private final long seed;

    ParameterAveraging(
            List<Shard> shards,
            NetworkSpec spec,
            TrainingSettings settings,
            IUpdater updater,
            long seed) {
        this.shards = shards;
        this.spec = spec;
        this.settings = settings;
        this.updater = updater;
        this.seed = seed;
    }

    /** The weights of one network that is fitted to one minibatch after the other. */
    float[] withoutAveraging() {
        MultiLayerNetwork network = network();
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            for (int round = 0; round < rounds(); round++) {
                fit(network, 0, epoch, round);
            }
        }
        return network.params().dup().data().asFloat();
    }

    /**
     * The weights after averaging weights and updater state over all workers that had any rows.
     *
     * @param weighted by the rows that each had, rather than equally
     */
    float[] averaged(boolean weighted) {
        MultiLayerNetwork common = network();
        int steps = 0;
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            for (int round = 0; round < rounds(); round++) {
                INDArray parameters = null;
                INDArray state = null;
                double total = 0;
                int longest = 0;
                for (int shard = 0; shard < shards.size(); shard++) {
                    MultiLayerNetwork worker = replica(common, steps);
                    int fitted = fit(worker, shard, epoch, round);
                    if (fitted > 0) {
                        double weight = weighted ? fitted : 1;
                        INDArray trained = worker.params().mul(weight);
                        INDArray moments = worker.getUpdater().getStateViewArray();
                        moments = moments == null ? null : moments.mul(weight);
                        parameters = parameters == null ? trained : parameters.addi(trained);
                        state = state == null || moments == null ? moments : state.addi(moments);
                        total += weight;
                        longest = Math.max(longest, fitted);
                    }
                }
                common.setParameters(parameters.divi(total));
                if (state != null) {
                    common.getUpdater().setStateViewArray(common, state.divi(total), false);
                }
                steps += (longest + settings.batch() - 1) / settings.batch();
            }
        }
        return common.params().dup().data().asFloat();
    }

    private MultiLayerNetwork network() {
        MultiLayerNetwork network =
                new MultiLayerNetwork(Networks.configuration(spec, seed, updater));
        network.init();
        return network;
    }

    private static MultiLayerNetwork replica(MultiLayerNetwork common, int steps) {
        MultiLayerNetwork worker =
                new MultiLayerNetwork(common.getLayerWiseConfigurations().clone());
        worker.init(common.params().dup(), false);
        INDArray state = common.getUpdater().getStateViewArray();
        if (state != null) {
            worker.setUpdater(new MultiLayerUpdater(worker, state.dup()));
        }
        worker.getLayerWiseConfigurations().setIterationCount(steps);
        return worker;
    }

    /** Returns the rows that were left for this round. */
    private int fit(MultiLayerNetwork network, int index, int epoch, int round) {
        Shard shard = shards.get(index);
        int[] order = EpochOrder.of(shard.size(), index, seed, epoch);
        int start = Math.min(shard.size(), round * perRound());
        int end = Math.min(shard.size(), start + perRound());
        for (int from = start; from < end; from += settings.batch()) {
            int to = Math.min(end, from + settings.batch());
            float[] values = shard.decode(order, from, to);
            spec.normalisation().apply(values);
            INDArray rows = Nd4j.create(values, new long[] {to - from, spec.elements()}, 'c');
            network.fit(new DataSet(rows, rows));
        }
        return end - start;
    }

    private int perRound() {
        return settings.batch() * settings.localSteps();
    }

    private int rounds() {
        int largest = shards.stream().mapToInt(Shard::size).max().orElseThrow();
        return (largest + perRound() - 1) / perRound();
    }
}
