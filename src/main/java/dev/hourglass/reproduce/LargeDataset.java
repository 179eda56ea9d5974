package dev.hourglass.reproduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * Trains on a dataset of four times an executor's memory, and reads from the log of its garbage
 * collector how much of the heap is really in use while it does.
 */
public final class LargeDataset {
    private static final int EXECUTOR_MEGABYTES = 512;
    private static final int SIDE = 128;

    /** Of one byte a pixel: a little over four times the memory. */
    private static final int IMAGES = 4 * EXECUTOR_MEGABYTES * 1024 / SIDE * 1024 / SIDE + 1000;

    /** Heap in use after a collection: {@code Pause Young … 123M->45M(512M)}. */
    private static final Pattern COLLECTION = Pattern.compile("Pause .*\\d+M->(\\d+)M\\(\\d+M\\)");

    /** The heap is flat if it is not larger at the end than this many times the beginning's. */
    private static final double FLAT = 1.25;

    private static final List<String> EXPERIMENT =
            List.of(
                    "name=large",
                    "source=glyphs",
                    "glyphs.count=" + IMAGES,
                    "glyphs.width=" + SIDE,
                    "glyphs.height=" + SIDE,
                    "ingest.shards=8",
                    "ingest.validation=0",
                    "ingest.test=0",
                    "network.dense.widths=[32]",
                    "network.bottleneck=8",
                    "training.epochs=1");

    private LargeDataset() {}

    private record Summary(long trainRows) {}

    /**
     * Draws the images, and trains one epoch on a cluster of one worker.
     *
     * @param progress takes lines for people
     * @return {@code data_mb}, {@code executor_memory_mb}, {@code examples}, and {@code
     *     heap_early_mb} and {@code heap_late_mb}: the least that was in use after collections of
     *     the second and of the last quarter of the training; as claimed where these are the same,
     *     about
     */
    public static Reproduced run(Consumer<String> progress) {
        Path folder = Checkout.root().resolve("target/reproduce/memory");
        try {
            FileUtils.deleteDirectory(folder.toFile());
            Files.createDirectories(folder);
            progress.accept("memory: drawing " + IMAGES + " images");
            FinishedJob ingest = finish(folder, Map.of(), "ingest");
            long rows = ingest.summary(Summary.class).trainRows();
            StandaloneCluster.Shape shape =
                    new StandaloneCluster.Shape(1, 2, EXECUTOR_MEGABYTES + "m", Map.of(), Map.of());
            try (StandaloneCluster cluster =
                    StandaloneCluster.start(folder.resolve("cluster"), shape)) {
                progress.accept("memory: training");
                finish(folder, cluster.clientEnvironment(settings(folder)), "train");
            }
            return figures(folder, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> settings(Path folder) {
        List<String> settings = new ArrayList<>(StandaloneCluster.SMALL_JOBS);
        // Of two lines with one key the later counts.
        settings.add("spark.executor.memory " + EXECUTOR_MEGABYTES + "m");
        settings.add(
                "spark.executor.extraJavaOptions -Dorg.bytedeco.javacpp.maxbytes=512m"
                        + " -Dorg.bytedeco.javacpp.maxphysicalbytes=2g -Xlog:gc:file="
                        + folder.resolve("gc-%p.log"));
        return settings;
    }

    private static FinishedJob finish(Path folder, Map<String, String> environment, String name) {
        List<String> arguments = new ArrayList<>(EXPERIMENT);
        arguments.add("store=" + folder.resolve("store"));
        try (RunningJob job =
                RunningJob.start(folder.resolve("log"), environment, List.of(), name, arguments)) {
            return job.end().requireDone();
        }
    }

    private static Reproduced figures(Path folder, long rows) throws IOException {
        List<Integer> heap = heapAfterCollections(folder);
        int quarter = heap.size() / 4;
        // In the first quarter the executor starts.
        int early = least(heap.subList(quarter, 2 * quarter));
        int late = least(heap.subList(heap.size() - quarter, heap.size()));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("data_mb", rows * SIDE * SIDE >> 20);
        figures.put("executor_memory_mb", EXECUTOR_MEGABYTES);
        figures.put("examples", rows);
        figures.put("heap_early_mb", early);
        figures.put("heap_late_mb", late);
        return new Reproduced(figures, late <= FLAT * early);
    }

    private static List<Integer> heapAfterCollections(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path log =
                    files.filter(file -> file.getFileName().toString().startsWith("gc-"))
                            .max(Comparator.comparing((Path file) -> file.toFile().length()))
                            .orElseThrow(
                                    () -> new IOException("no log of an executor's collector"));
            return Files.readAllLines(log).stream()
                    .map(COLLECTION::matcher)
                    .filter(Matcher::find)
                    .map(found -> Integer.valueOf(found.group(1)))
                    .toList();
        }
    }

    private static int least(List<Integer> heap) {
        return heap.stream().mapToInt(Integer::intValue).min().orElseThrow();
    }
}
