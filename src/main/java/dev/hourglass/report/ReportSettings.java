package dev.hourglass.report;

import dev.hourglass.config.Require;

/**
 * The section {@code report} of the configuration.
 *
 * @param mapPoints rows drawn in the embedding map, 100 to 100,000
 * @param samples originals shown over their reconstructions, and worst samples shown, 1 to 100
 */
public record ReportSettings(int mapPoints, int samples) {
    public ReportSettings {
        Require.range("report.map-points", mapPoints, 100, 100_000);
        Require.range("report.samples", samples, 1, 100);
    }
}
