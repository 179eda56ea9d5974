package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hourglass.clustering.AssignmentCounts;
import dev.hourglass.embedding.EmbeddingTable;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.safetensors.Safetensors;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline with a network that is trained to form clusters. */
class DcecIT {
    private static final int ROWS = 300;

    @TempDir private Path folder;

    @Test
    void aRunEndsInClustersTheNetworkThatFormsThemAndItsEmbeddings() throws IOException {
        JsonNode summary = job("run").assertDone().summary();
        SparkSession spark = SharedSpark.session();

        Path results =
                Path.of(summary.path("assignments").asText().replace("file:", "")).getParent();
        Dataset<Row> assignments = spark.read().parquet(results.resolve("assignments").toString());
        assertThat(assignments.count()).isEqualTo(ROWS);
        assertThat(summary.path("dcec_acc").asDouble())
                .isEqualTo(
                        AssignmentCounts.of(assignments, 4).agreement().orElseThrow().accuracy());
        assertThat(assignments.filter("cluster < 0 or cluster > 3").count()).isZero();
        assertThat(assignments.filter("confidence < 0.25 or confidence > 1").count()).isZero();
        Dataset<Row> embeddings = spark.read().parquet(results.resolve("embeddings").toString());
        assertThat(embeddings.columns()).isEqualTo(EmbeddingTable.SCHEMA.fieldNames());
        assertThat(embeddings.count()).isEqualTo(ROWS);
        Path weights = results.resolve("weights.safetensors");
        try (InputStream stream = Files.newInputStream(weights)) {
            assertThat(Safetensors.read(stream, Files.size(weights), weights))
                    .containsKey("bottleneck.W")
                    .doesNotContainKey("clusters.W");
        }
        assertThat(folder.resolve("runs/" + results.getFileName() + "/cluster-checkpoints"))
                .doesNotExist();

        // Four clusters of digits: by chance little more than one in ten would be right.
        assertThat(summary.path("start_acc").asDouble()).isBetween(0.2, 0.5);
        List<Row> known = assignments.orderBy("id").collectAsList();
        String run = results.getFileName().toString();
        JsonNode assigned = job("assign", "assign.run=" + run).assertDone().summary();
        String there = assigned.path("assignments").asText();
        assertThat(SharedSpark.session().read().parquet(there).orderBy("id").collectAsList())
                .isEqualTo(known);

        JobProcess again = job("cluster");
        assertThat(again.assertDone().summary().path("dcec_acc"))
                .isEqualTo(summary.path("dcec_acc"));

        FileUtils.deleteDirectory(folder.resolve("models/digits").toFile());
        job("train", "training.epochs=4").assertDone();
        job("assign", "training.epochs=4", "assign.run=" + run)
                .assertFailed(
                        ErrorCode.STORE_CONFLICT,
                        "another model, which had this version before",
                        "digits/1",
                        "run jobs/cluster again");
    }

    @Test
    void networksOfTiedWeightsAreRefusedBeforeAnyWork() {
        job("run", "network.dense.tied=true")
                .assertFailed(
                        ErrorCode.CONFIGURATION,
                        "tied weights cannot be trained with clusters",
                        "network.dense.tied",
                        "another cluster.method");
    }

    private JobProcess job(String name, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "name=digits",
                                "source=glyphs",
                                "glyphs.count=" + ROWS,
                                "glyphs.width=8",
                                "glyphs.height=8",
                                "ingest.shards=2",
                                "network.dense.widths=[16]",
                                "network.bottleneck=4",
                                "training.epochs=5",
                                "training.batch=16",
                                "embed.date=2026-01-31",
                                "cluster.method=dcec",
                                "cluster.k=4",
                                "cluster.restarts=2",
                                "cluster.dcec.batch=16",
                                "cluster.dcec.refresh-steps=20",
                                "cluster.dcec.max-steps=60",
                                "spark.master=local[2]",
                                "spark.sql.shuffle.partitions=1",
                                "store=" + folder));
        arguments.addAll(Arrays.asList(more));
        return JobProcess.runHere(name, arguments);
    }
}
