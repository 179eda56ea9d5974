package dev.hourglass.job;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.embedding.EmbeddingManifest.Counts;
import dev.hourglass.embedding.EmbeddingPartition;
import dev.hourglass.embedding.EmbeddingStore;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.Specs;
import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import dev.hourglass.store.Lock;
import dev.hourglass.store.Store;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.MemorySource;
import dev.hourglass.testing.Models;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nights of a dataset that changes, in every order of events that may come: the same in every
 * format.
 */
@ExtendWith(SharedSpark.class)
abstract class NightlyContract {
    private static final TensorSpec TENSOR = TensorSpec.image(2, 2, 1);
    static final int ROWS = 100;

    /** Of the second night: 5 rows less, 7 more, and 10 others. */
    static final Counts SECOND_NIGHT = new Counts(7, 10, 5, ROWS - 15, 0);

    @TempDir Path folder;
    final SparkSession spark = SharedSpark.session();
    Store store;
    EmbeddingStore embeddings;

    @BeforeEach
    void ingestTheFirstNight() {
        store = Datasets.store(folder);
        embeddings = new EmbeddingStore(store, Datasets.NAME);
        publishModel(7);
        ingest(MemorySource.images(ROWS));
    }

    @Test
    void theFirstNightEmbedsEverything() {
        Step.Outcome outcome = night(1);
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.summary())
                .containsEntry("model", "test/1")
                .containsEntry("embedded_rows", (long) ROWS)
                .containsEntry("new", (long) ROWS)
                .containsEntry("carried", 0L);
        assertThat(rows(current())).hasSize(ROWS);
        assertThat(current().relativePath()).isEqualTo("model=1/date=2026-02-01");
    }

    @Test
    void theSecondNightEmbedsWhatIsNewOrChangedAndTakesTheRestOver() {
        night(1);
        ingestTheSecondNight();
        markCarriedRows();
        night(2, "nightly.drift.norm=null", "nightly.drift.dead-dimensions=null");
        assertThat(current().manifest().counts()).isEqualTo(SECOND_NIGHT);
        assertThat(current().manifest().base()).isEqualTo("model=1/date=2026-02-01");
        List<Row> rows = rows(current());
        assertThat(rows.stream().filter(row -> row.getList(1).contains(MARK)).count())
                .isEqualTo(SECOND_NIGHT.carried());
    }

    @Test
    void theSecondNightIsWhatAWholeExtractionMakes() {
        night(1, "embed.reconstruction-error=true");
        ingestTheSecondNight();
        night(2, "embed.reconstruction-error=true");
        List<Row> incremental = rows(current());
        publishModel(7);
        night(2, "embed.reconstruction-error=true");
        List<Row> whole = rows(current());
        assertThat(current().version()).isEqualTo(2);
        assertThat(incremental).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
            assertSame(incremental.get(i), whole.get(i));
        }
    }

    @Test
    void aSecondRunChangesNothing() throws IOException {
        night(1);
        ingestTheSecondNight();
        Step.Outcome first = night(2);
        Map<Path, Object> files = files();
        Step.Outcome second = night(2);
        assertThat(second.done()).isFalse();
        assertThat(second.summary()).isEqualTo(first.summary());
        assertThat(files()).isEqualTo(files);
    }

    @Test
    void aLabelThatChangedIsTakenOverWithoutEncodingTheRow() {
        night(1);
        ingest(MemorySource.images(ROWS, i -> image(i, "new", MemorySource.pixels(i))));
        markCarriedRows();
        night(2, "nightly.drift.norm=null", "nightly.drift.dead-dimensions=null");
        assertThat(current().manifest().counts()).isEqualTo(new Counts(0, 0, 0, ROWS, 0));
        assertThat(rows(current()))
                .hasSize(ROWS)
                .allMatch(row -> row.getString(3).equals("new") && row.getList(1).contains(MARK));
    }

    @Test
    void whatANightWithErrorsNeedsIsNotTakenFromOneWithout() {
        night(1);
        night(2, "embed.reconstruction-error=true");
        assertThat(current().manifest().base()).isNull();
        assertThat(rows(current())).noneMatch(row -> row.isNullAt(2));
    }

    @Test
    void aRunThatEndedBeforeThePointerMovedIsFinishedByTheNext() throws IOException {
        night(1);
        byte[] pointer = Files.readAllBytes(pointer());
        ingestTheSecondNight();
        night(2);
        Files.write(pointer(), pointer);
        assertThat(night(2).done()).isFalse();
        assertThat(current().date()).isEqualTo(LocalDate.of(2026, 2, 2));
    }

    @Test
    void aRerunOfAnOlderNightLeavesThePointerAlone() {
        night(2);
        night(1);
        assertThat(current().date()).isEqualTo(LocalDate.of(2026, 2, 1));
        night(2);
        assertThat(current().date()).isEqualTo(LocalDate.of(2026, 2, 1));
    }

    @Test
    void whatAnInterruptedRunLeftIsReplaced() throws IOException {
        Path partition = Files.createDirectories(partition(1));
        Files.writeString(partition.resolve("part-00000.parquet"), "half a file");
        night(1);
        assertThat(rows(current())).hasSize(ROWS);
    }

    @Test
    void aNewModelFillsAPartitionOfItsOwnWhileTheOldOneStays() {
        night(1);
        publishModel(8);
        night(1, "nightly.drift.norm=null");
        assertThat(current().relativePath()).isEqualTo("model=2/date=2026-02-01");
        assertThat(current().manifest().base()).isNull();
        assertThat(embeddings.all()).hasSize(2);
        night(2, "nightly.version=1");
        assertThat(current().relativePath()).isEqualTo("model=1/date=2026-02-02");
    }

    @Test
    void rowsOfADeletedModelAreNotTakenForThoseOfItsSuccessor() throws IOException {
        night(1);
        store.delete(store.model(Datasets.NAME, 1));
        publishModel(8);
        night(2);
        assertThat(current().manifest().base()).isNull();
        assertThat(failure(ErrorCode.STORE_CONFLICT, () -> night(1)))
                .hasMessageContaining("of another model")
                .hasMessageContaining("model=1/date=2026-02-01");
    }

    @Test
    void aPublishedDateIsNotMadeAnewOfOtherData() {
        night(1);
        ingestTheSecondNight();
        assertThat(failure(ErrorCode.STORE_CONFLICT, () -> night(1)))
                .hasMessageContaining("date=2026-02-01");
    }

    @Test
    void embeddingsThatDriftedAreNotPublished() throws IOException {
        night(1);
        ingest(MemorySource.images(ROWS, i -> image(i, new byte[4])));
        Map<Path, Object> files = files();
        assertThat(failure(ErrorCode.DRIFT, () -> night(2)))
                .hasMessageContaining("those of 2026-02-01")
                .hasMessageContaining("nightly.drift.norm")
                .hasMessageContaining("nightly.drift.dead-dimensions = 0");
        assertThat(files()).isEqualTo(files);
        assertThat(folder.resolve("_staging")).isEmptyDirectory();
        night(2, "nightly.drift.norm=null", "nightly.drift.dead-dimensions=null");
        assertThat(current().manifest().counts().changed()).isEqualTo(ROWS);
    }

    @Test
    void oldPartitionsAreDeletedByAgeAndNumber() throws IOException {
        for (int day = 1; day <= 4; day++) {
            night(day);
            age(partition(day));
        }
        night(5, "nightly.keep.days=30", "nightly.keep.partitions=2");
        assertThat(embeddings.all())
                .extracting(partition -> partition.date().getDayOfMonth())
                .containsExactlyInAnyOrder(4, 5);
    }

    @Test
    void aRunBesideAnotherIsRefusedAndSaysWhoHoldsTheLock() {
        try (Lock held =
                Lock.take(store, embeddings.folder(), "the test", Duration.ZERO, line -> {})) {
            assertThat(failure(ErrorCode.STORE_CONFLICT, () -> night(1)))
                    .hasMessageContaining("the test on ")
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + ", since");
        }
        assertThat(night(1).done()).isTrue();
        assertThat(folder.resolve("embeddings/test/_lock")).isEmptyDirectory();
    }

    @Test
    void aModelThatIsNotThereIsNamed() {
        assertThat(failure(ErrorCode.MISSING_INPUT, () -> night(1, "nightly.version=3")))
                .hasMessageContaining("no version 3");
    }

    /** {@code embedding.format}. */
    abstract String format();

    /** Gives every embedding of the first night {@link #MARK}, by which it is known again. */
    abstract void markCarriedRows();

    /** A number that no network computes. */
    static final float MARK = 1e9f;

    void ingestTheSecondNight() {
        ingest(
                MemorySource.images(
                        ROWS + 2,
                        i ->
                                image(
                                        i + 5,
                                        i < 10
                                                ? new byte[] {9, (byte) i, 9, 9}
                                                : MemorySource.pixels(i + 5))));
    }

    static Row image(int i, byte[] pixels) {
        return image(i, "label-" + i % 3, pixels);
    }

    private static Row image(int i, String label, byte[] pixels) {
        return SampleColumns.sample(MemorySource.id(i), null, label, null, pixels);
    }

    void ingest(MemorySource source) {
        Datasets.ingest(store, source, Datasets.settings(2, 0, 0));
    }

    void publishModel(long seed) {
        try (Autoencoder autoencoder =
                Autoencoder.initial(Specs.dense(TENSOR.shape(), List.of(3), false, 2), seed)) {
            ModelManifest model =
                    Models.publish(store, Datasets.NAME, autoencoder, "digest-" + seed, TENSOR);
            assertThat(model.name()).isEqualTo(Datasets.NAME);
        }
    }

    Step.Outcome night(int day, String... overrides) {
        List<String> keys =
                new ArrayList<>(
                        List.of(
                                "name=" + Datasets.NAME,
                                "store=" + folder,
                                "embedding.format=" + format(),
                                "embed.date=2026-02-0" + day));
        keys.addAll(List.of(overrides));
        return new NightlyStep().run(Contexts.of(spark, store, LocalDate.of(2026, 2, 28), keys));
    }

    EmbeddingPartition current() {
        return embeddings.current().orElseThrow();
    }

    List<Row> rows(EmbeddingPartition partition) {
        return partition.rows(spark).collectAsList().stream()
                .sorted(Comparator.comparing(row -> row.getString(0)))
                .toList();
    }

    private static void assertSame(Row one, Row other) {
        assertThat(one.getString(0)).isEqualTo(other.getString(0));
        List<Float> code = one.getList(1);
        List<Float> expected = other.getList(1);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(code.get(i)).isCloseTo(expected.get(i), within(1e-5f));
        }
        assertThat(one.getFloat(2)).isCloseTo(other.getFloat(2), within(1e-5f));
        assertThat(one.getString(3)).isEqualTo(other.getString(3));
        assertThat(one.getString(5)).isEqualTo(other.getString(5));
        assertThat(one.getLong(6)).isEqualTo(other.getLong(6));
    }

    Path pointer() {
        return folder.resolve("embeddings/test/_current.json");
    }

    Path partition(int day) {
        return folder.resolve("embeddings/test/model=1/date=2026-02-0" + day);
    }

    /** Makes a partition one of a year ago. */
    static void age(Path partition) throws IOException {
        Path manifest = partition.resolve("_manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(
                manifest, text.replaceAll("\"created\" : \"\\d{4}", "\"created\" : \"2020"));
    }

    Map<Path, Object> files() throws IOException {
        Map<Path, Object> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder.resolve("embeddings"))) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(path, Files.getLastModifiedTime(path));
            }
        }
        return files;
    }
}
