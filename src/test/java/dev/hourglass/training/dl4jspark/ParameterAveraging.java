package dev.hourglass.training.dl4jspark;

import dev.hourglass.dataset.Shard;
import dev.hourglass.network.NetworkSpec;
import dev.hourglass.network.Networks;
import dev.hourglass.training.TrainingSettings;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Training without Spark, one worker after the other: what the distributed one must equal. */
final class ParameterAveraging {
    private final List<Shard> shards;
    private final NetworkSpec spec;
    private final TrainingSettings settings;
    private final long seed;

    ParameterAveraging(List<Shard> shards, NetworkSpec spec, TrainingSettings settings, long seed) {
        this.shards = shards;
        this.spec = spec;
        this.settings = settings;
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

    /** The weights after averaging weights and updater state over all workers that had any rows. */
    float[] averaged() {
        MultiLayerNetwork common = network();
        int steps = 0;
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            for (int round = 0; round < rounds(); round++) {
                INDArray parameters = null;
                INDArray state = null;
                int workers = 0;
                int longest = 0;
                for (int shard = 0; shard < shards.size(); shard++) {
                    MultiLayerNetwork worker = replica(common, steps);
                    int fitted = fit(worker, shard, epoch, round);
                    if (fitted > 0) {
                        INDArray trained = worker.params().dup();
                        INDArray moments = worker.getUpdater().getStateViewArray().dup();
                        parameters = parameters == null ? trained : parameters.addi(trained);
                        state = state == null ? moments : state.addi(moments);
                        workers++;
                        longest = Math.max(longest, fitted);
                    }
                }
                common.setParameters(parameters.divi(workers));
                common.getUpdater().setStateViewArray(common, state.divi(workers), false);
                steps += longest;
            }
        }
        return common.params().dup().data().asFloat();
    }

    private MultiLayerNetwork network() {
        MultiLayerNetwork network =
                new MultiLayerNetwork(Networks.configuration(spec, seed, settings.learningRate()));
        network.init();
        return network;
    }

    private static MultiLayerNetwork replica(MultiLayerNetwork common, int steps) {
        MultiLayerNetwork worker =
                new MultiLayerNetwork(common.getLayerWiseConfigurations().clone());
        worker.init(common.params().dup(), false);
        worker.setUpdater(
                new MultiLayerUpdater(worker, common.getUpdater().getStateViewArray().dup()));
        worker.getLayerWiseConfigurations().setIterationCount(steps);
        return worker;
    }

    private int fit(MultiLayerNetwork network, int shard, int epoch, int round) {
        Minibatches minibatches =
                Minibatches.of(shards.get(shard), shard, spec, settings, seed, epoch, round);
        int fitted = 0;
        while (minibatches.hasNext()) {
            network.fit(minibatches.next());
            fitted++;
        }
        return fitted;
    }

    private int rounds() {
        int largest = shards.stream().mapToInt(Shard::size).max().orElseThrow();
        int perRound = settings.batch() * settings.localSteps();
        return (largest + perRound - 1) / perRound;
    }
}
