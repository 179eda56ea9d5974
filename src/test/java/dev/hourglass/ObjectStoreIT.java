package dev.hourglass;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hourglass.embedding.EmbeddingPartition;
import dev.hourglass.embedding.EmbeddingStore;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.model.ModelStore;
import dev.hourglass.store.Lock;
import dev.hourglass.store.Staging;
import dev.hourglass.store.Store;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline and two nights with their store on S3, where nothing can be renamed in one step, and
 * what runs leave there that end while they publish.
 */
class ObjectStoreIT {
    private static final String NAME = "digits";
    private static final int ROWS = 200;

    @TempDir private static java.nio.file.Path folder;

    private static ObjectStore objects;
    private static Store store;
    private static JobProcess pipeline;
    private static JobProcess firstNight;
    private static JobProcess secondNight;

    @BeforeAll
    static void runPipelineAndNights() throws IOException, InterruptedException {
        objects = ObjectStore.start(folder.resolve("object-store"));
        store = Store.open(objects.location("store"), objects.hadoop());
        pipeline = job("run");
        firstNight = job("nightly", "--date", "2026-02-01");
        secondNight = job("nightly", "--date", "2026-02-02");
    }

    @AfterAll
    static void stop() {
        if (objects != null) {
            objects.close();
        }
    }

    @Test
    void theWeightsAreThoseOfTheSameTrainingOnTheLocalDisk() {
        String local = folder.resolve("local").toString();
        JobProcess.runHere("ingest", arguments(local)).assertDone();
        JobProcess.runHere("train", arguments(local)).assertDone();
        assertThat(weights(store)).isEqualTo(weights(Store.open(local, new Configuration())));
        assertThat(pipeline.assertDone().summary().path("report").asText()).startsWith("s3a://");
    }

    @Test
    void aNightTakesOverWhatHasNotChangedAndBecomesTheCurrentOne() {
        assertThat(firstNight.assertDone().summary().path("embedded_rows").asInt()).isEqualTo(ROWS);
        JsonNode second = secondNight.assertDone().summary();
        assertThat(second.path("carried").asInt()).isEqualTo(ROWS);
        assertThat(second.path("new").asInt()).isZero();
        EmbeddingPartition current = new EmbeddingStore(store, NAME).current().orElseThrow();
        assertThat(current.date()).isEqualTo(LocalDate.parse("2026-02-02"));
        assertThat(store.list(new Path(store.root(), "_staging"))).isEmpty();
    }

    @Test
    void whatARunLeftThatEndedWhilePublishingIsNotReadAndTheNextRunMakesItAnew() {
        EmbeddingStore embeddings = new EmbeddingStore(store, NAME);
        Path partition = new Path(embeddings.folder(), "model=1/date=2026-02-01");
        Path clusters = store.list(new Path(store.root(), "results/cluster")).get(0).getPath();
        List<Path> seals =
                List.of(
                        new Path(store.dataset(NAME), "manifest.json"),
                        new Path(partition, "_manifest.json"),
                        new Path(clusters, "metrics.json"));
        // The state in which a run ends that is killed before its last file has come.
        seals.forEach(store::delete);
        assertThat(embeddings.all())
                .extracting(EmbeddingPartition::path)
                .isNotEmpty()
                .doesNotContain(partition);
        JobProcess.runHere("cluster", onObjectStore())
                .assertFailed(
                        ErrorCode.MISSING_INPUT, "no dataset of this name", NAME, "jobs/ingest");

        job("run").assertDone();
        JsonNode again = job("nightly", "--date", "2026-02-01").assertDone().summary();

        assertThat(seals).allMatch(store::exists);
        assertThat(again.path("embedded_rows").asInt()).isEqualTo(ROWS);
        assertThat(new ModelStore(store).newest(NAME).orElseThrow().version()).isEqualTo(1);
        // What was left lies not beside the new files.
        assertThat(written(new Path(clusters, "assignments"))).hasSize(1);
        assertThat(written(partition)).hasSize(1);
    }

    @Test
    void aPublicationThatFailsBeforeItsLastFileLeavesNothingThatCountsAsPublished() {
        Path target = store.results("test", "failed");
        Path seal = new Path(target, "seal");
        try (Staging staging = store.stage("test", "seal")) {
            store.writeText(new Path(staging.path(), "folder/old"), "old");
            assertThatThrownBy(() -> staging.publish(target, "seal"))
                    .isInstanceOf(UncheckedIOException.class);
        }
        assertThat(store.exists(new Path(target, "folder/old"))).isTrue();
        assertThat(store.exists(seal)).isFalse();
        publish(target);
        assertThat(store.exists(seal)).isTrue();
        assertThat(store.list(new Path(target, "folder")))
                .extracting(file -> file.getPath().getName())
                .containsExactly("new");
        failure(ErrorCode.STORE_CONFLICT, () -> publish(target));
    }

    @Test
    void whoReadsThePointerFindsTheOldTextOrTheNewOne() throws InterruptedException {
        Path file = new Path(store.root(), "pointer.json");
        String one = "1".repeat(10_000);
        String other = "2".repeat(20_000);
        store.replaceText(file, one);
        AtomicBoolean done = new AtomicBoolean();
        List<String> read = new ArrayList<>();
        CompletableFuture<Void> reader =
                CompletableFuture.runAsync(
                        () -> {
                            while (!done.get()) {
                                read.add(store.readText(file));
                            }
                        });
        for (int i = 0; i < 50; i++) {
            store.replaceText(file, i % 2 == 0 ? other : one);
            Thread.sleep(20);
        }
        done.set(true);
        reader.join();
        assertThat(read).isNotEmpty().allMatch(text -> text.equals(one) || text.equals(other));
    }

    @Test
    void ofThoseWhoComeForTheLockTogetherOneHasItAtATime() {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(CompletableFuture.runAsync(() -> hold(holders, most)));
        }
        all.forEach(CompletableFuture::join);
        assertThat(most).hasValue(1);
    }

    private static void hold(AtomicInteger holders, AtomicInteger most) {
        Path guarded = new Path(store.root(), "guarded");
        try (Lock lock = Lock.take(store, guarded, "test", Duration.ofMinutes(2), line -> {})) {
            most.accumulateAndGet(holders.incrementAndGet(), Math::max);
            lock.require();
            holders.decrementAndGet();
        }
    }

    private static void publish(Path target) {
        try (Staging staging = store.stage("test", "seal")) {
            store.writeText(new Path(staging.path(), "folder/new"), "new");
            store.writeText(new Path(staging.path(), "seal"), "whole");
            staging.publish(target, "seal");
        }
    }

    private static JobProcess job(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(onObjectStore());
        return JobProcess.runHere(name, arguments);
    }

    private static List<String> onObjectStore() {
        List<String> arguments = arguments(objects.location("store"));
        objects.settings()
                .forEach((key, value) -> arguments.add("spark.hadoop." + key + "=" + value));
        return arguments;
    }

    private static List<String> arguments(String store) {
        return new ArrayList<>(
                List.of(
                        "name=" + NAME,
                        "source=glyphs",
                        "glyphs.count=" + ROWS,
                        "glyphs.width=8",
                        "glyphs.height=8",
                        "ingest.shards=2",
                        "network.dense.widths=[16]",
                        "network.bottleneck=4",
                        "training.epochs=3",
                        "training.batch=16",
                        "embed.date=2026-01-31",
                        "cluster.k=4",
                        "cluster.restarts=1",
                        "spark.master=local[2]",
                        "spark.sql.shuffle.partitions=1",
                        "store=" + store));
    }

    private static List<FileStatus> written(Path folder) {
        return store.list(folder).stream()
                .filter(file -> file.getPath().getName().endsWith(".parquet"))
                .toList();
    }

    private static String weights(Store store) {
        return new ModelStore(store).newest(NAME).orElseThrow().weightsSha256();
    }
}
