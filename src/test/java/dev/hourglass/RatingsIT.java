package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file of ratings to embeddings of its users, by the jobs. */
class RatingsIT {
    private static final int USERS = 80;
    private static final int ITEMS = 30;

    @TempDir private Path folder;

    @Test
    void usersAreIngestedTrainedOnAndEmbedded() throws IOException {
        int ratings = writeRatings();

        JsonNode ingested = job("ingest").summary();
        assertThat(ingested.path("columns").asInt()).isEqualTo(ITEMS);
        assertThat(ingested.path("ratings").asInt()).isEqualTo(ratings);
        assertThat(ingested.path("rejected_rows").asInt()).isEqualTo(1);
        JsonNode ansi = job("ingest", "spark.sql.ansi.enabled=true", "name=ansi").summary();
        assertThat(ansi.path("fingerprint").asText())
                .isEqualTo(ingested.path("fingerprint").asText());

        JsonNode trained = job("train").summary();
        assertThat(trained.path("train_loss").asDouble()).isBetween(0.1, 15.0);

        assertThat(job("embed").summary().path("embedded_rows").asInt()).isEqualTo(USERS);
        // After the jobs, which end the session there was.
        SparkSession spark = SharedSpark.session();
        Dataset<Row> embeddings =
                spark.read().parquet(folder.resolve("store/embeddings/films/model=1").toString());
        assertThat(embeddings.select("id").distinct().count()).isEqualTo(USERS);
        assertThat(embeddings.filter("size(embedding) = 3").count()).isEqualTo(USERS);
        double error =
                embeddings
                        .join(
                                spark.read()
                                        .parquet(
                                                folder.resolve("store/datasets/films/test")
                                                        .toString())
                                        .select("id"),
                                "id")
                        .selectExpr("avg(reconstruction_error)")
                        .head()
                        .getDouble(0);
        assertThat(error).isCloseTo(trained.path("test_mse").asDouble(), within(1e-4));
    }

    @Test
    void aModelEmbedsNoDatasetOfOtherColumns() throws IOException {
        writeRatings();
        job("ingest");
        job("train");
        Files.writeString(
                folder.resolve("ratings.dat"), "another::i1::5\n", StandardOpenOption.APPEND);
        run("ingest", "--overwrite").assertDone();
        run("nightly")
                .assertFailed(
                        ErrorCode.STORE_CORRUPT,
                        "may have other columns",
                        "fingerprint",
                        "train a model on this dataset");
    }

    private int writeRatings() throws IOException {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            for (int item = user % 2; item < ITEMS; item += 1 + random.nextInt(4)) {
                lines.add("u%d::i%d::%d".formatted(user, item, 1 + random.nextInt(5)));
            }
        }
        int ratings = lines.size();
        lines.add("u1::i1::six");
        Files.write(folder.resolve("ratings.dat"), lines);
        return ratings;
    }

    private JobProcess job(String job, String... overrides) {
        return run(job, overrides).assertDone();
    }

    private JobProcess run(String job, String... overrides) {
        List<String> arguments = new ArrayList<>();
        Collections.addAll(
                arguments,
                "name=films",
                "store=" + folder.resolve("store"),
                "source=ratings",
                "ratings.path=" + folder.resolve("ratings.dat"),
                "ratings.separator=\"::\"",
                "ingest.test=0.2",
                "ingest.shards=2",
                "network.dense.widths=[8]",
                "network.bottleneck=3",
                "network.output=identity",
                "training.epochs=1",
                "training.batch=8",
                "embed.reconstruction-error=true");
        Collections.addAll(arguments, overrides);
        return JobProcess.runHere(job, arguments);
    }
}
