package dev.hourglass.job;

import dev.hourglass.config.Common;
import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.store.Store;
import java.time.LocalDate;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.SparkSession;

/**
 * What every step of a pipeline works with.
 *
 * @param configuration the effective configuration
 * @param common its keys outside any section
 * @param spark the running session
 * @param store where everything is written
 * @param today in UTC when the job began: one day for all its steps, though midnight pass
 * @param overwrite whether a dataset that was made otherwise may be replaced
 * @param resume whether a training that was killed goes on from its newest checkpoint
 */
record JobContext(
        Configuration configuration,
        Common common,
        SparkSession spark,
        Store store,
        LocalDate today,
        boolean overwrite,
        boolean resume) {
    /**
     * The keys that decide what a run makes. Where it runs and what it is stored as are not among
     * them.
     */
    private static final String[] DECIDING = {
        "seed", "ingest", "network", "training", "cluster", "report"
    };

    /** The dataset that the configuration names, which must be there. */
    TensorDataset dataset() {
        return TensorDataset.open(store, common.name());
    }

    /**
     * The run's folder. Its name is the same for the same data and configuration, so that a step
     * that has been done is found again.
     */
    RunFolder run(TensorDataset dataset) {
        String deciding = dataset.manifest().fingerprint() + configuration.digest(DECIDING);
        String digest = DigestUtils.sha256Hex(deciding).substring(0, 8);
        return new RunFolder(store, common.name() + "-" + digest);
    }
}
