package dev.hourglass.ml;

import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.RoundMetrics;
import dev.hourglass.training.TrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes how a training goes to the log. */
final class EpochLog implements TrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(Autoencoder.class);

    @Override
    public void started(long examplesInAll, long examplesBefore, int roundsBefore) {
        LOG.info("training on {} examples in all epochs together", examplesInAll);
    }

    @Override
    public void round(RoundMetrics metrics) {
        LOG.debug("{}", metrics);
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        LOG.info(
                "epoch {}: loss {}, held out {}, {} s",
                metrics.epoch(),
                metrics.trainLoss(),
                metrics.heldOutLoss(),
                metrics.seconds());
    }

    @Override
    public void notice(String line) {
        LOG.warn("{}", line);
    }
}
