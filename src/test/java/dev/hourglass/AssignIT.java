package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters are found once, and nights later rows are assigned to them. */
class AssignIT {
    @TempDir private Path folder;

    @Test
    void rowsOfALaterNightAreAssignedToTheClustersOfAnEarlierOne() {
        JsonNode first = job("run").assertDone().summary();
        String run = run(first);
        JsonNode same = assign(run).assertDone().summary();
        assertThat(rows(same)).isEqualTo(rows(first));
        assertThat(same.path("acc")).isEqualTo(first.path("n2d_acc"));

        job("ingest", "--overwrite", "glyphs.count=330").assertDone();
        assign(run)
                .assertFailed(
                        ErrorCode.MISSING_INPUT,
                        "of a dataset that was replaced since",
                        "date=2026-01-31",
                        "jobs/nightly");
        job("nightly", "embed.date=2026-02-01").assertDone();
        JsonNode later = assign(run).assertDone().summary();
        assertThat(later.path("rows").asLong()).isEqualTo(330);
        List<Row> known = rows(first);
        assertThat(rows(later)).hasSize(330).containsAll(known);
        assertThat(assign(run).assertDone().summary().path("assignments"))
                .isEqualTo(later.path("assignments"));

        assign("none-00000000")
                .assertFailed(
                        ErrorCode.MISSING_INPUT,
                        "no clusters of this run",
                        "results/cluster/none-00000000",
                        "name a run of jobs/cluster");
    }

    private static String run(JsonNode summary) {
        return path(summary).getParent().getFileName().toString();
    }

    private static Path path(JsonNode summary) {
        return Path.of(summary.path("assignments").asText().replace("file:", ""));
    }

    private static List<Row> rows(JsonNode summary) {
        Dataset<Row> assignments =
                SharedSpark.session().read().parquet(path(summary).toString()).orderBy("id");
        return assignments.collectAsList();
    }

    private JobProcess assign(String run) {
        return JobProcess.runHere(
                "assign",
                List.of(
                        "name=digits",
                        "store=" + folder,
                        "assign.run=" + run,
                        "spark.master=local[2]"));
    }

    private JobProcess job(String name, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "name=digits",
                                "source=glyphs",
                                "glyphs.count=300",
                                "glyphs.width=8",
                                "glyphs.height=8",
                                "ingest.shards=2",
                                "network.dense.widths=[16]",
                                "network.bottleneck=4",
                                "training.epochs=5",
                                "training.batch=16",
                                "cluster.method=n2d",
                                "cluster.k=4",
                                "cluster.n2d.sample=200",
                                "cluster.n2d.dimensions=2",
                                "spark.master=local[2]",
                                "spark.sql.shuffle.partitions=1",
                                "store=" + folder));
        if (Arrays.stream(more).noneMatch(key -> key.startsWith("embed.date"))) {
            arguments.add("embed.date=2026-01-31");
        }
        arguments.addAll(Arrays.asList(more));
        return JobProcess.runHere(name, arguments);
    }
}
