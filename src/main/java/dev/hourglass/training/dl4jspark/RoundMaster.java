package dev.hourglass.training.dl4jspark;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.nd4j.linalg.dataset.DataSet;

/**
 * DL4J's parameter averaging, told to treat whatever it is given as one averaging round. On its own
 * it would count the examples, cut them into rounds of its making, and leave out what does not fill
 * a round. Here each partition is a worker, every minibatch of it is trained, and weights and
 * Adam's moments are averaged once at the end.
 */
final class RoundMaster extends ParameterAveragingTrainingMaster {
    /**
     * Minibatches arrive as they are to be trained: a DataSet object is one example of the round.
     */
    private static final int ONE_OBJECT = 1;

    RoundMaster(int workers, int batch, int localSteps, TrainingHook hook) {
        super(
                new Builder(workers, ONE_OBJECT)
                        .batchSizePerWorker(batch)
                        .averagingFrequency(localSteps)
                        // Off by default, which would zero Adam's moments at every averaging.
                        .saveUpdater(true)
                        .rddTrainingApproach(RDDTrainingApproach.Direct)
                        .repartionData(Repartition.Never)
                        .storageLevel(null)
                        .trainingHooks(List.of(hook)));
    }

    @Override
    public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> round) {
        doIteration(network, round, 1, 1);
    }

    private Broadcast<NetBroadcastTuple> broadcast;

    @Override
    public ParameterAveragingTrainingWorker getWorkerInstance(SparkDl4jMultiLayer network) {
        destroyBroadcast();
        broadcast =
                network.getSparkContext()
                        .broadcast(
                                new NetBroadcastTuple(
                                        network.getNetwork().getLayerWiseConfigurations(),
                                        network.getNetwork().params(),
                                        network.getNetwork().getUpdater().getStateViewArray()));
        WorkerConfiguration configuration =
                new WorkerConfiguration(
                        false, ONE_OBJECT, batchSizePerWorker, averagingFrequency, 0, false);
        return new ParameterAveragingTrainingWorker(
                broadcast, saveUpdater, configuration, trainingHookList, null, null);
    }

    /** Frees the latest round's weights on driver and executors, which DL4J never does. */
    void destroyBroadcast() {
        if (broadcast != null) {
            broadcast.destroy();
            broadcast = null;
        }
    }
}
