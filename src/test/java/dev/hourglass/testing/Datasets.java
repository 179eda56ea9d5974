package dev.hourglass.testing;

import dev.hourglass.dataset.IngestSettings;
import dev.hourglass.dataset.Ingestion;
import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.source.SampleSource;
import dev.hourglass.store.Store;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** Datasets that tests make in temporary folders. */
public final class Datasets {
    /** What {@link #ingest} calls its datasets. */
    public static final String NAME = "test";

    private static final long SEED = 42;

    private Datasets() {}

    /** The store in this folder. */
    public static Store store(Path folder) {
        return Store.open(folder.toString(), new Configuration());
    }

    /** Settings with these shares of open rows, and no tolerance of rejected ones. */
    public static IngestSettings settings(int shards, double validation, double test) {
        return new IngestSettings(shards, 0, true, validation, test, 1 << 20);
    }

    /** Ingests a source into the store as dataset {@link #NAME}. */
    public static TensorDataset ingest(Store store, SampleSource source, IngestSettings settings) {
        return new Ingestion(SharedSpark.session(), store, settings, SEED)
                .run(NAME, source, "digest");
    }

    /** Ingests a source into a folder, all of its open rows into the train split. */
    public static TensorDataset train(Path folder, SampleSource source, int shards) {
        return ingest(store(folder), source, settings(shards, 0, 0));
    }
}
