package dev.hourglass.reproduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;

/**
 * Whether readers ever see anything but the last or the new embeddings, whole, while {@code
 * jobs/nightly} is killed at any moment, and whether the run after that ends as one that nothing
 * happened to.
 */
public final class NightlyFaults {
    private static final int SIDE = 8;
    private static final int IMAGES = 2000;

    /** Of the second night: the first images are gone, the next have changed, and some are new. */
    private static final int DELETED = 20;

    private static final int CHANGED = 60;
    private static final int ADDED = 40;

    private static final String NAME = "nights";
    private static final String TEMPLATE = "template";
    private static final String DISTURBED = "disturbed";

    private final Path folder;
    private final Consumer<String> progress;

    private NightlyFaults(Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Makes two nights of images, and kills the second night's extraction again and again.
     *
     * @param progress takes lines for people
     * @return {@code runs}, {@code polls} of readers, {@code torn_reads}: how many of those saw
     *     neither the last nor the new embeddings, whole, and how many of the runs were {@code
     *     identical} to the undisturbed one after another start; as claimed where none and all
     */
    public static Reproduced run(NightlyFaultsSettings settings, Consumer<String> progress) {
        Path folder = Checkout.root().resolve("target/reproduce/nightly-faults");
        return run(folder, settings.runs(), progress);
    }

    static Reproduced run(Path folder, int runs, Consumer<String> progress) {
        try {
            FileUtils.deleteDirectory(folder.toFile());
            return new NightlyFaults(folder, progress).run(runs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reproduced run(int runs) throws IOException {
        progress.accept("nightly-faults: the first night");
        Path images = folder.resolve("images");
        firstNight(images);
        finish("ingest", TEMPLATE);
        finish("train", TEMPLATE);
        finish("nightly", TEMPLATE, "--date", "2026-01-01");
        String before = embeddings(TEMPLATE).digest();
        secondNight(images);
        finish("ingest", TEMPLATE, "--overwrite");

        copy("undisturbed");
        long start = System.nanoTime();
        finish("nightly", "undisturbed", "--date", "2026-01-02");
        double seconds = (System.nanoTime() - start) / 1e9;
        String after = embeddings("undisturbed").digest();
        if (after.equals(before)) {
            throw new IllegalStateException("The second night's embeddings are the first's");
        }
        progress.accept(
                String.format(Locale.ROOT, "nightly-faults: the second night, %.1f s", seconds));

        long polls = 0;
        long torn = 0;
        int identical = 0;
        for (int run = 0; run < runs; run++) {
            double share = new SplittableRandom(run).nextDouble();
            copy(DISTURBED);
            boolean same;
            try (Reader reader = new Reader(embeddings(DISTURBED), Set.of(before, after))) {
                kill(share * seconds);
                finish("nightly", DISTURBED, "--date", "2026-01-02");
                same = embeddings(DISTURBED).digest().equals(after);
                reader.close();
                polls += reader.polls;
                torn += reader.torn;
            }
            identical += same ? 1 : 0;
            progress.accept(
                    String.format(
                            Locale.ROOT,
                            "nightly-faults: run %d of %d: killed after %.0f %%: %s",
                            run + 1,
                            runs,
                            100 * share,
                            same ? "identical" : "NOT IDENTICAL"));
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("runs", runs);
        figures.put("polls", polls);
        figures.put("torn_reads", torn);
        figures.put("identical", identical);
        return new Reproduced(figures, torn == 0 && identical == runs);
    }

    /** Reads the current embeddings again and again, as fast as it can. */
    private static final class Reader implements AutoCloseable {
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread thread;
        private long polls;
        private long torn;

        Reader(CurrentEmbeddings embeddings, Set<String> whole) {
            thread =
                    new Thread(
                            () -> {
                                while (!ended.get()) {
                                    polls++;
                                    torn += isWhole(embeddings, whole) ? 0 : 1;
                                }
                            },
                            "reader");
            thread.start();
        }

        private static boolean isWhole(CurrentEmbeddings embeddings, Set<String> whole) {
            try {
                return whole.contains(embeddings.digest());
            } catch (RuntimeException e) {
                // A file that is missing or half-written.
                return false;
            }
        }

        @Override
        public void close() {
            ended.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private void kill(double afterSeconds) {
        try (RunningJob job = start("nightly", DISTURBED, "--date", "2026-01-02")) {
            RunningJob.pause(Duration.ofMillis(Math.round(1000 * afterSeconds)));
            job.signal("KILL");
            job.end();
        }
    }

    private static void firstNight(Path images) throws IOException {
        Files.createDirectories(images);
        for (int i = 0; i < IMAGES; i++) {
            write(images, i, 1);
        }
    }

    private static void secondNight(Path images) throws IOException {
        for (int i = 0; i < DELETED; i++) {
            Files.delete(file(images, i));
        }
        for (int i = DELETED; i < DELETED + CHANGED; i++) {
            write(images, i, 2);
        }
        for (int i = IMAGES; i < IMAGES + ADDED; i++) {
            write(images, i, 2);
        }
    }

    private static Path file(Path images, int number) {
        return images.resolve(String.format(Locale.ROOT, "%05d.pgm", number));
    }

    private static void write(Path images, int number, int night) throws IOException {
        byte[] header = ("P5 " + SIDE + " " + SIDE + " 255\n").getBytes(StandardCharsets.US_ASCII);
        byte[] image = new byte[header.length + SIDE * SIDE];
        new Random(31L * number + night).nextBytes(image);
        System.arraycopy(header, 0, image, 0, header.length);
        Files.write(file(images, number), image);
    }

    private CurrentEmbeddings embeddings(String store) {
        return new CurrentEmbeddings(folder.resolve(store).resolve("embeddings").resolve(NAME));
    }

    private void copy(String store) throws IOException {
        Path target = folder.resolve(store);
        FileUtils.deleteDirectory(target.toFile());
        FileUtils.copyDirectory(folder.resolve(TEMPLATE).toFile(), target.toFile());
    }

    private void finish(String job, String store, String... options) {
        try (RunningJob running = start(job, store, options)) {
            running.end().requireDone();
        }
    }

    private RunningJob start(String job, String store, String... options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "name=" + NAME,
                                "store=" + folder.resolve(store),
                                "spark.master=local[2]"));
        switch (job) {
            case "ingest" -> {
                arguments.add("source=images");
                arguments.add("images.path=" + folder.resolve("images"));
                arguments.add("images.width=" + SIDE);
                arguments.add("images.height=" + SIDE);
            }
            case "train" -> {
                arguments.add("network.dense.widths=[16]");
                arguments.add("network.bottleneck=4");
                arguments.add("training.epochs=1");
            }
            default -> arguments.add("embed.reconstruction-error=true");
        }
        arguments.addAll(List.of(options));
        return RunningJob.start(
                folder.resolve("log"), ChildProcess.SHORT_LIVED, List.of(), job, arguments);
    }
}
