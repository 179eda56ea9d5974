package dev.hourglass.job;

import dev.hourglass.bench.EngineBenchmark;
import dev.hourglass.bench.MeasuredNetwork;
import dev.hourglass.source.synthetic.AlteredSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast drawn digits are embedded.
 *
 * @param bench how many
 * @param settings keys for the jobs, in the form {@code key=value}
 */
record ExtractionBenchmark(BenchSettings bench, List<String> settings) {
    /** Of so many rows one changes overnight. */
    private static final int CHANGED = 100;

    /** What is read of the summary of {@code jobs/embed} and {@code jobs/nightly}. */
    private record Summary(long embeddedRows, long rowsPerS, long changed, double seconds) {}

    /** {@code jobs/embed} of a tenth of the rows, and of all. */
    void embed() {
        for (int count : bench.counts()) {
            DrawnDigits digits = new DrawnDigits("embed-" + count, settings);
            digits.ingest(DrawnDigits.source(count));
            double engine = EngineBenchmark.encodedPerSecond(MeasuredNetwork.CAE);
            digits.clear("embeddings/" + digits.name());
            DrawnDigits.Measured measured = digits.run("embed");
            Summary summary = measured.job().summary(Summary.class);
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("rows", summary.embeddedRows);
            figures.put("rows_per_s", summary.rowsPerS);
            figures.put("engine_rows_per_s", Math.round(engine));
            figures.put("peak_rss_mb", measured.peakMegabytes());
            JobCommand.print(figures);
        }
    }

    /** {@code jobs/nightly} of all rows, and of the few that are others the night after. */
    void nightly() {
        int rows = bench.rows();
        DrawnDigits digits = new DrawnDigits("nightly-" + rows, settings);
        digits.ingest(DrawnDigits.source(rows));
        digits.clear("embeddings/" + digits.name());
        Summary full = night(digits, "2026-01-01");
        digits.ingest(new AlteredSource(DrawnDigits.source(rows), CHANGED));
        Summary next = night(digits, "2026-01-02");
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("rows", next.embeddedRows);
        figures.put("changed", next.changed);
        figures.put("full_seconds", full.seconds);
        figures.put("nightly_seconds", next.seconds);
        figures.put("share", Math.round(1000 * next.seconds / full.seconds) / 1000.0);
        JobCommand.print(figures);
    }

    private static Summary night(DrawnDigits digits, String date) {
        return digits.run("nightly", "embed.date=" + date, "nightly.drift.norm=null")
                .job()
                .summary(Summary.class);
    }
}
