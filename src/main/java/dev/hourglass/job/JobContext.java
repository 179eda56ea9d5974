package dev.hourglass.job;

import dev.hourglass.config.Common;
import dev.hourglass.config.Configuration;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.store.Store;
import dev.hourglass.training.averaging.CheckpointSettings;
import dev.hourglass.training.averaging.Checkpoints;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
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
     * The keys that decide what a model becomes. Where it is trained and what it is stored as are
     * not among them.
     */
    private static final List<String> DECIDING = List.of("seed", "ingest", "network", "training");

    /** The dataset that the configuration names, which must be there. */
    TensorDataset dataset() {
        return TensorDataset.open(store, common.name());
    }

    /**
     * The folder of the run from raw data to report. Its name is the same for the same data and
     * configuration, so that a step that has been done is found again.
     */
    RunFolder run(TensorDataset dataset) {
        // What items are called decides nothing but the page.
        return run(
                dataset,
                "cluster",
                "recommend.k",
                "recommend.similar",
                "recommend.baselines",
                "recommend.fold-in",
                "report");
    }

    /**
     * The folder of a run that depends on the model and these sections alone: no other section
     * renames it, and it renames no other run.
     */
    RunFolder run(TensorDataset dataset, String... sections) {
        String[] deciding =
                Stream.concat(DECIDING.stream(), Stream.of(sections)).toArray(String[]::new);
        return new RunFolder(store, runId(dataset.manifest().fingerprint(), deciding));
    }

    /**
     * What a run is called that depends on its input and these parts of the configuration alone.
     *
     * @param input a name of what is read, which is another where that is
     * @param paths sections and keys
     */
    String runId(String input, String... paths) {
        String digest = DigestUtils.sha256Hex(input + configuration.digest(paths));
        return common.name() + "-" + digest.substring(0, 8);
    }

    /**
     * Where a training of a run leaves its state.
     *
     * @param folder of all trainings of this kind in the run's folder
     * @param digest of all that decides what the training comes to, but the engine
     */
    Checkpoints checkpoints(RunFolder run, String folder, String digest) {
        EngineSettings engine = EngineSettings.current();
        return new Checkpoints(
                store,
                run.runId(),
                folder,
                configuration.section("checkpoint", CheckpointSettings.class),
                // Another engine would go on with other roundings.
                DigestUtils.sha256Hex(digest + engine.name() + engine.precision()));
    }
}
