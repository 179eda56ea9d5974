package dev.hourglass.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Where the results of a run are, and what was set aside on the way.
 *
 * @param dataset the dataset's folder
 * @param model the model's folder
 * @param embeddings the embedding table's folder
 * @param assignments the folder of the rows' clusters, where there are any
 * @param rejectedRows how many pieces of bad input were set aside at ingest
 * @param firstRejections the first few of them
 */
public record Artifacts(
        String dataset,
        String model,
        String embeddings,
        Optional<String> assignments,
        long rejectedRows,
        List<Rejection> firstRejections) {
    public Artifacts {
        requireNonNull(dataset, "dataset is null");
        requireNonNull(model, "model is null");
        requireNonNull(embeddings, "embeddings is null");
        requireNonNull(assignments, "assignments is null");
        firstRejections = List.copyOf(firstRejections);
    }

    /**
     * A piece of bad input.
     *
     * @param path the file
     * @param position where in the file, unless the whole file is meant
     * @param reason what is wrong with it
     */
    public record Rejection(String path, Optional<String> position, String reason) {
        public Rejection {
            requireNonNull(path, "path is null");
            requireNonNull(position, "position is null");
            requireNonNull(reason, "reason is null");
        }
    }
}
