package dev.hourglass.job;

import dev.hourglass.clustering.ClusterSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long clusters of many rows take by each method, and in how much memory.
 *
 * @param bench how many
 * @param settings keys for the jobs, in the form {@code key=value}
 */
record ClusteringBenchmark(BenchSettings bench, List<String> settings) {
    /** Minibatches that deep clustering trains: two passes. It would go on until it converges. */
    private static final int STEPS = 280;

    private static final String METHOD = "cluster.method=";

    /** What is read of the summary of {@code jobs/cluster}. */
    private record Summary(int k, double seconds) {}

    /** {@code jobs/cluster} of a tenth of the rows, and of all. */
    void run() {
        for (int count : bench.counts()) {
            DrawnDigits digits = new DrawnDigits("cluster-" + count, settings);
            digits.ingest(DrawnDigits.source(count));
            digits.clear("results");
            digits.run("embed");
            for (String method : methods()) {
                DrawnDigits.Measured measured =
                        digits.run("cluster", METHOD + method, "cluster.dcec.max-steps=" + STEPS);
                Summary summary = measured.job().summary(Summary.class);
                Map<String, Object> figures = new LinkedHashMap<>();
                figures.put("method", method);
                figures.put("rows", count);
                figures.put("k", summary.k);
                figures.put("seconds", summary.seconds);
                figures.put("peak_rss_mb", measured.peakMegabytes());
                JobCommand.print(figures);
            }
        }
    }

    /** The one that is given, or all. */
    private List<String> methods() {
        return settings.stream()
                .filter(key -> key.startsWith(METHOD))
                .map(key -> key.substring(METHOD.length()))
                .reduce((former, latter) -> latter)
                .map(List::of)
                .orElseGet(
                        () ->
                                Stream.of(ClusterSettings.Method.values())
                                        .map(method -> method.name().toLowerCase(Locale.ROOT))
                                        .toList());
    }
}
