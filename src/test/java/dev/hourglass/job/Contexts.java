package dev.hourglass.job;

import dev.hourglass.config.Configuration;
import dev.hourglass.store.Store;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What steps run in, as the command line makes it. */
final class Contexts {
    private Contexts() {}

    /** A run that neither overwrites nor resumes. */
    static JobContext of(SparkSession spark, Store store, LocalDate today, List<String> keys) {
        Configuration configuration = Configuration.load(Optional.empty(), keys);
        return new JobContext(
                configuration, configuration.common(), spark, store, today, false, false);
    }
}
