package dev.hourglass.training.dl4jspark;

import org.apache.spark.SparkContext;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Counts on the workers what was really trained, and sums the loss over it. */
final class ExampleCounter implements TrainingHook {
    private final LongAccumulator examples;
    private final DoubleAccumulator loss;

    ExampleCounter(SparkContext spark) {
        examples = spark.longAccumulator("examples trained");
        loss = spark.doubleAccumulator("loss times examples");
    }

    long examples() {
        return examples.value();
    }

    /** The mean loss since the last reset. */
    double meanLoss() {
        return loss.value() / examples.value();
    }

    void reset() {
        examples.reset();
        loss.reset();
    }

    @Override
    public void postUpdate(DataSet minibatch, Model model) {
        examples.add(minibatch.numExamples());
        loss.add(model.score() * minibatch.numExamples());
    }

    @Override
    public void preUpdate(DataSet minibatch, Model model) {
        // The loss is known only after the update.
    }

    @Override
    public void preUpdate(MultiDataSet minibatch, Model model) {
        throw new UnsupportedOperationException("autoencoders are trained on single data sets");
    }

    @Override
    public void postUpdate(MultiDataSet minibatch, Model model) {
        throw new UnsupportedOperationException("autoencoders are trained on single data sets");
    }
}
