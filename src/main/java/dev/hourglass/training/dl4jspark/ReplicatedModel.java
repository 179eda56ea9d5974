package dev.hourglass.training.dl4jspark;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * What differs between DL4J's two kinds of networks when they are trained as replicas.
 *
 * @param <M> the kind
 * @param <D> its minibatches
 */
interface ReplicatedModel<M extends Model, D> extends Serializable {
    /** A network of its own, with an updater. */
    M create();

    /** The updater's state, all of it as one vector; null where it has none. */
    INDArray state(M model);

    /** Tells how many steps and epochs there were, on which schedules and Adam depend. */
    void setCounts(M model, int steps, int epochs);

    /** Trains one minibatch. */
    void fit(M model, D minibatch, List<TrainingHook> hooks);

    /** Cuts examples into minibatches of one size, the last of which may be smaller. */
    List<D> minibatches(List<D> data, int size);

    /** Examples in a minibatch. */
    int examples(D minibatch);

    /** A network of layers in a row. */
    record Layers(MultiLayerConfiguration configuration)
            implements ReplicatedModel<MultiLayerNetwork, DataSet> {
        @Override
        public MultiLayerNetwork create() {
            MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
            network.init();
            return network;
        }

        @Override
        public INDArray state(MultiLayerNetwork network) {
            return network.getUpdater().getStateViewArray();
        }

        @Override
        public void setCounts(MultiLayerNetwork network, int steps, int epochs) {
            network.getLayerWiseConfigurations().setIterationCount(steps);
            network.getLayerWiseConfigurations().setEpochCount(epochs);
        }

        @Override
        public void fit(MultiLayerNetwork network, DataSet minibatch, List<TrainingHook> hooks) {
            hooks.forEach(hook -> hook.preUpdate(minibatch, network));
            network.fit(minibatch);
            hooks.forEach(hook -> hook.postUpdate(minibatch, network));
        }

        @Override
        public List<DataSet> minibatches(List<DataSet> data, int size) {
            return data.isEmpty() ? List.of() : DataSet.merge(data).batchBy(size);
        }

        @Override
        public int examples(DataSet minibatch) {
            return minibatch.numExamples();
        }
    }

    /** A graph of layers. */
    record Graph(ComputationGraphConfiguration configuration)
            implements ReplicatedModel<ComputationGraph, MultiDataSet> {
        @Override
        public ComputationGraph create() {
            ComputationGraph graph = new ComputationGraph(configuration.clone());
            graph.init();
            return graph;
        }

        @Override
        public INDArray state(ComputationGraph graph) {
            return graph.getUpdater().getStateViewArray();
        }

        @Override
        public void setCounts(ComputationGraph graph, int steps, int epochs) {
            graph.getConfiguration().setIterationCount(steps);
            graph.getConfiguration().setEpochCount(epochs);
        }

        @Override
        public void fit(ComputationGraph graph, MultiDataSet minibatch, List<TrainingHook> hooks) {
            hooks.forEach(hook -> hook.preUpdate(minibatch, graph));
            graph.fit(minibatch);
            hooks.forEach(hook -> hook.postUpdate(minibatch, graph));
        }

        @Override
        public List<MultiDataSet> minibatches(List<MultiDataSet> data, int size) {
            if (data.isEmpty()) {
                return List.of();
            }
            List<MultiDataSet> examples =
                    data.stream().flatMap(part -> part.asList().stream()).toList();
            return java.util.stream.IntStream.range(0, (examples.size() + size - 1) / size)
                    .mapToObj(
                            i ->
                                    (MultiDataSet)
                                            org.nd4j.linalg.dataset.MultiDataSet.merge(
                                                    examples.subList(
                                                            i * size,
                                                            Math.min(
                                                                    (i + 1) * size,
                                                                    examples.size()))))
                    .toList();
        }

        @Override
        public int examples(MultiDataSet minibatch) {
            return Math.toIntExact(minibatch.getFeatures(0).size(0));
        }
    }
}
