package dev.hourglass.job;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hourglass.embedding.EmbeddingManifest;
import dev.hourglass.embedding.EmbeddingManifest.Counts;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.MemorySource;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Nights that are versions of a Delta Lake table. */
class NightlyDeltaIT extends NightlyContract {
    @Override
    String format() {
        return "delta";
    }

    @Override
    void markCarriedRows() {
        table().updateExpr(Map.of("embedding", "array(cast(" + MARK + " as float), embedding[1])"));
    }

    @Test
    void aNightIsOneCommitAndReadersKeepTheOneBefore() throws IOException {
        night(1);
        JsonNode before = pointed();
        ingestTheSecondNight();
        night(2);
        assertThat(table().history().count()).isEqualTo(2);
        assertThat(read(before).count()).isEqualTo(ROWS);
        assertThat(read(pointed()).count()).isEqualTo(SECOND_NIGHT.rows());
        assertThat(read(pointed()).except(current().rows(spark)).drop("dataset").count())
                .as("rows that differ in more than the dataset they were written of")
                .isEqualTo(SECOND_NIGHT.carried());
        assertThat(folder.resolve("embeddings/test/model=1/date=2026-02-02"))
                .isDirectoryContaining(file -> file.endsWith("_manifest.json"))
                .isDirectoryNotContaining("glob:**.parquet");
    }

    @Test
    void aNightWithoutChangesIsNoCommit() {
        night(1);
        night(2);
        assertThat(current().date()).isEqualTo(LocalDate.of(2026, 2, 2));
        assertThat(current().manifest().counts()).isEqualTo(new Counts(0, 0, 0, ROWS, 0));
        assertThat(table().history().count()).isEqualTo(1);
    }

    @Test
    void aNightThatWasDeletedDoesNotComeBackWithTheVersionThatOthersShare() throws IOException {
        night(1);
        night(2);
        FileUtils.deleteDirectory(partition(1).toFile());
        night(3);
        assertThat(embeddings.all())
                .extracting(night -> night.date().getDayOfMonth())
                .containsExactly(2, 3);
    }

    @Test
    void aRunThatWasKilledAfterItsCommitIsFinishedWithoutAnother() throws IOException {
        night(1);
        byte[] pointer = Files.readAllBytes(pointer());
        ingestTheSecondNight();
        Map<String, Object> summary = night(2).summary();
        EmbeddingManifest manifest = current().manifest();
        FileUtils.deleteDirectory(partition(2).toFile());
        Files.write(pointer(), pointer);
        assertThat(night(2).summary()).isEqualTo(summary);
        assertThat(current().manifest()).isEqualTo(manifest);
        assertThat(table().history().count()).isEqualTo(2);
    }

    @Test
    void theNightAfterAKilledOneFinishesThatFirst() throws IOException {
        night(1);
        ingestTheSecondNight();
        night(2);
        FileUtils.deleteDirectory(partition(2).toFile());
        Files.delete(pointer());
        night(3);
        assertThat(current().manifest().base()).isEqualTo("model=1/date=2026-02-02");
        assertThat(current().manifest().counts())
                .isEqualTo(new Counts(0, 0, 0, SECOND_NIGHT.rows(), 0));
    }

    @Test
    void formatsMayChangeFromNightToNight() {
        night(1, "embedding.format=parquet");
        ingestTheSecondNight();
        night(2);
        assertThat(current().isInTable()).isTrue();
        assertThat(current().manifest().counts()).isEqualTo(SECOND_NIGHT);
        ingest(MemorySource.images(ROWS));
        night(3, "embedding.format=parquet");
        assertThat(current().isInTable()).isFalse();
        assertThat(current().manifest().base()).isEqualTo("model=1/date=2026-02-02");
        assertThat(current().manifest().counts().carried()).isEqualTo(SECOND_NIGHT.carried());
        night(4);
        assertThat(current().manifest().counts()).isEqualTo(new Counts(0, 0, 0, ROWS, 0));
        assertThat(rows(current())).hasSize(ROWS);
    }

    @Test
    void aTableThatOthersOptimiseIsMergedInto() {
        night(1);
        table().optimize().executeCompaction();
        ingestTheSecondNight();
        night(2);
        assertThat(current().manifest().counts()).isEqualTo(SECOND_NIGHT);
        assertThat(table().history(1).head().<String>getAs("operation")).isEqualTo("MERGE");
        assertThat(rows(current())).hasSize((int) SECOND_NIGHT.rows());
    }

    @Test
    void theVersionsOfANewTableAreNotTakenForThoseOfADeletedOne() throws IOException {
        night(1);
        night(2, "embed.reconstruction-error=true");
        FileUtils.deleteDirectory(delta().toFile());
        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> night(3)))
                .hasMessageContaining("is gone")
                .hasMessageContaining("model=1/delta");
        FileUtils.deleteDirectory(delta().getParent().toFile());
        Files.delete(pointer());
        night(3);
        assertThat(rows(current())).hasSize(ROWS);
    }

    @Test
    void aDamagedLogIsNamed() throws IOException {
        night(1);
        Files.writeString(delta().resolve("_delta_log/00000000000000000001.json"), "{\"add\":");
        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> night(2)))
                .hasMessageContaining("The Delta table cannot be read")
                .hasMessageContaining("model=1/delta");
    }

    @Test
    void aCommitThatIsLostIsMissed() throws IOException {
        night(1);
        ingestTheSecondNight();
        night(2);
        Path log = delta().resolve("_delta_log");
        Files.delete(log.resolve("00000000000000000001.json"));
        Files.deleteIfExists(log.resolve("00000000000000000001.crc"));
        assertThat(failure(ErrorCode.STORE_CORRUPT, () -> night(3)))
                .hasMessageContaining("The Delta table cannot be read");
    }

    @Test
    void theTableOfAModelThatHasNoNightsMoreIsDeleted() throws IOException {
        night(1);
        publishModel(8);
        age(partition(1));
        night(2, "nightly.drift.norm=null", "nightly.keep.days=30", "nightly.keep.versions=1");
        assertThat(folder.resolve("embeddings/test/model=2/delta")).isDirectory();
        assertThat(delta()).doesNotExist();
    }

    @Test
    void whatIsKeptCanBeReadAfterOthersWereDeleted() throws IOException {
        night(1);
        age(partition(1));
        ingestTheSecondNight();
        night(2, "nightly.keep.days=30", "nightly.keep.partitions=1");
        assertThat(embeddings.all()).hasSize(1);
        assertThat(rows(current())).hasSize((int) SECOND_NIGHT.rows());
        assertThat(table().history().filter("operation = 'VACUUM END'").count()).isEqualTo(1);
        assertThat(night(2).done()).isFalse();
        ingest(MemorySource.images(ROWS));
        night(3);
        assertThat(current().manifest().counts().carried()).isEqualTo(SECOND_NIGHT.carried());
    }

    private DeltaTable table() {
        return DeltaTable.forPath(spark, delta().toString());
    }

    private Path delta() {
        return folder.resolve("embeddings/test/model=1/delta");
    }

    private JsonNode pointed() throws IOException {
        return new ObjectMapper().readTree(pointer().toFile());
    }

    /** As docs/embedding.md says. */
    private Dataset<Row> read(JsonNode pointer) {
        return spark.read()
                .format("delta")
                .option("versionAsOf", pointer.get("delta_version").asLong())
                .load(
                        folder.resolve("embeddings/" + Datasets.NAME)
                                + "/"
                                + pointer.get("delta_table").asText());
    }
}
