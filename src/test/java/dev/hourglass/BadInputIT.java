package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.reproduce.RunningJob;
import dev.hourglass.source.IdxFiles;
import dev.hourglass.source.ImageFiles;
import dev.hourglass.source.wfdb.RecordFolder;
import dev.hourglass.testing.JobProcess;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.lang3.StringUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user sees of bad input: an error in three lines or rejected rows, never a stack trace, and
 * never half a dataset.
 */
class BadInputIT {
    private static final int COUNT = 40;
    private static final int SIDE = 4;

    @TempDir private Path folder;

    @Test
    void idxFilesOfAnotherMagicAreRefused() throws IOException {
        byte[] floats = images();
        floats[2] = 0x0d;

        ingestIdx(floats, labels(COUNT))
                .assertFailed(
                        ErrorCode.SOURCE_MALFORMED,
                        "starts with 00000d03, not with 00000803",
                        folder + "/images",
                        "IDX file of unsigned bytes");
        assertNothingStored();
    }

    @Test
    void aLabelFileOfAnotherLengthIsRefused() throws IOException {
        ingestIdx(images(), labels(COUNT - 1))
                .assertFailed(
                        ErrorCode.SOURCE_MALFORMED,
                        "39 labels for 40 images",
                        folder + "/labels",
                        "the label file that belongs to " + folder + "/images");
        assertNothingStored();
    }

    /** In a process of its own: Spark's complaints about the failed task must not be seen. */
    @Test
    void aTruncatedGzipIsRefusedWithoutAStackTrace() throws IOException {
        writeTruncatedGzip();

        JobProcess.run(folder.resolve("log"), Map.of(), "ingest", idx())
                .assertFailed(
                        ErrorCode.SOURCE_MALFORMED,
                        "The file ends before its last item",
                        folder + "/images, item ",
                        "download or make the file again");
        assertNothingStored();
    }

    @Test
    void debugBringsBackTheStackTraceAndSparksOwnErrors() throws IOException {
        writeTruncatedGzip();
        List<String> arguments = new ArrayList<>(idx());
        arguments.add("--debug");

        JobProcess job = JobProcess.run(folder.resolve("log"), Map.of(), "ingest", arguments);

        assertThat(job.exitCode()).isEqualTo(ErrorCode.SOURCE_MALFORMED.exitCode());
        assertThat(job.output()).isEmpty();
        assertThat(job.errors()).contains("ERROR Executor Exception in task");
        assertThat(StringUtils.substringAfter(job.errors(), "error: "))
                .startsWith("The file ends before its last item\n")
                .contains("\tat dev.hourglass.source.IdxRows.");
        assertNothingStored();
    }

    @Test
    void aFolderWithoutImagesIsRefused() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("images"));
        ingest("images", "images.path=" + empty)
                .assertFailed(
                        ErrorCode.SOURCE_UNREADABLE,
                        "The folder holds no image",
                        empty.toString(),
                        "name a folder with PNG, JPEG");
        assertNothingStored();
    }

    @Test
    void badImagesAreSetAsideWhereTheyAreFewAndFailTheJobWhereTheyAreMany() throws IOException {
        Path images = writeImages();
        String path = "images.path=" + images;

        ingest("images", path)
                .assertFailed(
                        ErrorCode.TOO_MANY_REJECTED,
                        "3 of 23 pieces of input were rejected",
                        "for example file:" + images,
                        "ingest.max-rejected (now 0.01)");
        assertNothingStored();

        assertRejected(
                ingest("images", path, "ingest.max-rejected=0.2").assertDone(),
                20,
                "corrupt.png: ",
                "empty.png: ",
                "huge.png: the image is 60000 × 60000 pixels, more than images.max-pixels");
    }

    @Test
    void badRecordsAreSetAsideWhereTheyAreFewAndFailTheJobWhereTheyAreMany() {
        Path records = writeRecords();
        String path = "wfdb.path=" + records;

        ingest("wfdb", path, "wfdb.window=10", "wfdb.stride=10")
                .assertFailed(
                        ErrorCode.TOO_MANY_REJECTED,
                        "3 of 23 pieces of input were rejected",
                        "for example file:" + records,
                        "ingest.max-rejected (now 0.01)");
        assertNothingStored();

        assertRejected(
                ingest("wfdb", path, "wfdb.window=10", "wfdb.stride=10", "ingest.max-rejected=0.2")
                        .assertDone(),
                20,
                "checksum: The checksum of signal 0 (I) is ",
                "format: Record r keeps signal 0 (I) in format 310",
                "short: The file ends after 10 of the 200 samples");
    }

    @Test
    void aFolderOfBadRecordsAloneIsRefused() {
        RecordFolder records = new RecordFolder(folder.resolve("records"));
        records.text("format.hea", "r 1 360 10\nr.dat 310 200 12 0 0 1 0 I\n");
        records.words("r.dat", 1, 2);
        ingest("wfdb", "wfdb.path=" + folder.resolve("records"))
                .assertFailed(
                        ErrorCode.SOURCE_MALFORMED,
                        "None of the 1 record(s) can be used",
                        "format.hea",
                        "");
        assertNothingStored();
    }

    @Test
    void aMisspeltKeyIsRefusedBeforeAnythingIsWritten() {
        ingest("glyphs", "glyps.count=50")
                .assertFailed(
                        ErrorCode.CONFIGURATION,
                        "Unknown configuration key glyps.count",
                        "command line",
                        "did you mean glyphs.count?");
        assertThat(store()).doesNotExist();
    }

    /** Not even root may make a folder there, whatever user runs the tests. */
    @Test
    void aStoreThatCannotBeWrittenIsRefused() {
        JobProcess.runHere("ingest", List.of("name=x", "source=glyphs", "store=/proc/hourglass"))
                .assertFailed(
                        ErrorCode.STORE_UNWRITABLE,
                        "The store cannot be written",
                        "store = /proc/hourglass",
                        "give a folder that this user may write");
    }

    @Test
    void aDiskThatFillsUpDuringIngestEndsTheJobAndStaysEmpty() throws IOException {
        assertThat(leftOnFullDisk("ingest", "512k", "glyphs.count=2000")).isEmpty();
    }

    @Test
    void aDiskThatFillsUpAfterTrainingHoldsTheDatasetAndNoHalfOfAModel() throws IOException {
        assertThat(
                        leftOnFullDisk(
                                "run",
                                "2m",
                                "glyphs.count=40",
                                "training.epochs=1",
                                "network.dense.widths=[1000]"))
                .anyMatch(path -> path.endsWith("/datasets/x/manifest.json"))
                .noneMatch(path -> path.contains("/models/") || path.contains("/_staging/"));
    }

    /** Runs a job that fills a small disk, and says what is on it then. */
    private List<String> leftOnFullDisk(String job, String size, String... overrides)
            throws IOException {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        Path left = folder.resolve("left");
        // The disk is gone with its namespace, so what is on it is listed before.
        String onSmallDisk =
                """
                mount -t tmpfs -o size=%1$s tmpfs %2$s || exit 99
                "$@"
                code=$?
                find %2$s -mindepth 1 ! -name _staging >%3$s
                exit $code
                """
                        .formatted(size, disk, left);
        List<String> wrapper = List.of("unshare", "-Urm", "bash", "-c", onSmallDisk, "bash");
        List<String> arguments = new ArrayList<>();
        Collections.addAll(arguments, "name=x", "source=glyphs", "store=" + disk);
        Collections.addAll(arguments, overrides);
        try (RunningJob running =
                JobProcess.start(folder.resolve("log"), Map.of(), wrapper, job, arguments)) {
            JobProcess.of(running.end())
                    .assertFailed(
                            ErrorCode.STORE_UNWRITABLE,
                            "The disk is full",
                            "No space left on device",
                            "free some space");
        }
        return Files.readAllLines(left);
    }

    @Test
    void sparksAnsiModeMakesTheSameDataset() {
        String usual = fingerprint("usual");
        assertThat(fingerprint("ansi", "spark.sql.ansi.enabled=true")).isEqualTo(usual);
    }

    @Test
    void aSerializerThatCannotWriteRecordsIsRefused() {
        ingest("glyphs", "spark.serializer=org.apache.spark.serializer.KryoSerializer")
                .assertFailed(
                        ErrorCode.CONFIGURATION,
                        "Only Java's serializer",
                        "spark.serializer = org.apache.spark.serializer.KryoSerializer",
                        "leave spark.serializer out");
        assertThat(store()).doesNotExist();
    }

    private String fingerprint(String name, String... overrides) {
        List<String> arguments = new ArrayList<>();
        Collections.addAll(arguments, "source=glyphs", "glyphs.count=60", "store=" + store());
        arguments.add("name=" + name);
        Collections.addAll(arguments, overrides);
        return JobProcess.runHere("ingest", arguments)
                .assertDone()
                .summary()
                .path("fingerprint")
                .asText();
    }

    /** Whether just these were set aside: the start of each one's id and reason, by id. */
    private void assertRejected(JobProcess job, int samples, String... reasons) {
        assertThat(job.summary().path("rejected_rows").asInt()).isEqualTo(reasons.length);
        assertThat(job.summary().path("train_rows").asInt()).isEqualTo(samples);
        SparkSession spark = SharedSpark.session();
        List<String> rejected =
                spark
                        .read()
                        .parquet(store().resolve("datasets/bad/rejected").toString())
                        .select("id", "reason")
                        .collectAsList()
                        .stream()
                        .map(row -> row.get(0) + ": " + row.get(1))
                        .sorted()
                        .toList();
        assertThat(rejected).hasSize(reasons.length);
        for (int i = 0; i < reasons.length; i++) {
            assertThat(rejected.get(i)).startsWith(reasons[i]);
        }
        assertThat(store().resolve("_staging")).isEmptyDirectory();
    }

    private void assertNothingStored() {
        assertThat(store()).isDirectoryNotContaining(path -> !path.endsWith("_staging"));
        assertThat(store().resolve("_staging")).isEmptyDirectory();
    }

    private JobProcess ingestIdx(byte[] images, byte[] labels) throws IOException {
        Files.write(folder.resolve("images"), images);
        Files.write(folder.resolve("labels"), labels);
        return JobProcess.runHere("ingest", idx());
    }

    private void writeTruncatedGzip() throws IOException {
        byte[] gzipped = IdxFiles.gzip(images());
        Files.write(folder.resolve("images"), Arrays.copyOf(gzipped, gzipped.length / 2));
        Files.write(folder.resolve("labels"), labels(COUNT));
    }

    private List<String> idx() {
        return arguments(
                "idx",
                "idx.train-images=" + folder.resolve("images"),
                "idx.train-labels=" + folder.resolve("labels"));
    }

    private JobProcess ingest(String source, String... overrides) {
        return JobProcess.runHere("ingest", arguments(source, overrides));
    }

    private List<String> arguments(String source, String... overrides) {
        List<String> arguments = new ArrayList<>();
        Collections.addAll(arguments, "name=bad", "source=" + source, "store=" + store());
        Collections.addAll(arguments, "ingest.validation=0", "ingest.test=0");
        Collections.addAll(arguments, overrides);
        return arguments;
    }

    private Path store() {
        return folder.resolve("store");
    }

    /** Of noise, so that a gzipped half of the file holds half of the images. */
    private static byte[] images() {
        byte[] pixels = new byte[COUNT * SIDE * SIDE];
        new Random(1).nextBytes(pixels);
        return IdxFiles.idx(IdxFiles.IMAGES, new int[] {COUNT, SIDE, SIDE}, pixels);
    }

    private static byte[] labels(int count) {
        return IdxFiles.idx(IdxFiles.LABELS, new int[] {count}, new byte[count]);
    }

    /** Twenty good images, one of zero bytes, one that is damaged and one with a huge header. */
    private Path writeImages() throws IOException {
        Path images = Files.createDirectories(folder.resolve("pictures"));
        byte[] good = ImageFiles.encode(ImageFiles.grey(SIDE, SIDE, 7), "png");
        for (int i = 0; i < 20; i++) {
            Files.write(images.resolve("good" + i + ".png"), good);
        }
        Files.write(images.resolve("empty.png"), new byte[0]);
        Files.write(images.resolve("corrupt.png"), Arrays.copyOf(good, good.length / 2));
        Files.write(
                images.resolve("huge.png"),
                ImageFiles.png(60_000, 60_000, 8, 0, new byte[0], new byte[10]));
        return images;
    }

    /** A record of twenty good windows, and three that break their promises. */
    private Path writeRecords() {
        Path path = folder.resolve("records");
        RecordFolder records = new RecordFolder(path);
        int[] samples = new int[200];
        Arrays.fill(samples, 1);
        records.text("good.hea", "good 1 360 200\ngood.dat 16 200 12 0 1 200 0 I\n");
        records.words("good.dat", samples);
        records.text("checksum.hea", "r 1 360 200\ngood.dat 16 200 12 0 1 201 0 I\n");
        records.text("format.hea", "r 1 360 200\ngood.dat 310 200 12 0 1 200 0 I\n");
        records.text("short.hea", "r 1 360 200\nshort.dat 16 200 12 0 1 200 0 I\n");
        records.words("short.dat", Arrays.copyOf(samples, 10));
        return path;
    }
}
