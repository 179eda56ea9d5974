package dev.hourglass.training.averaging;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import dev.hourglass.safetensors.SafetensorsFile;
import dev.hourglass.safetensors.Weights;
import dev.hourglass.store.Json;
import dev.hourglass.store.Staging;
import dev.hourglass.store.Store;
import dev.hourglass.training.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of one run, {@code runs/<run>/checkpoints/round-000120}: {@code
 * state.safetensors} and the numbers in {@code checkpoint.json}. Each is written aside and renamed
 * when whole.
 */
public final class Checkpoints {
    private static final String PREFIX = "round-";
    private static final String NUMBERS = "checkpoint.json";
    private static final String VECTORS = "state.safetensors";
    private static final String VECTOR = "vector";
    private static final String VELOCITY = "outer_velocity";
    private static final String BEST = "best_parameters";

    private final Store store;
    private final String runId;
    private final Path folder;
    private final CheckpointSettings settings;
    private final String digest;
    private long lastWritten = System.nanoTime();

    /** The round after which a state was offered last. */
    private int lastOffered;

    /**
     * @param runId whose they are
     * @param name of their folder, by which a run's trainings are told apart
     * @param digest of all that the training depends on
     */
    public Checkpoints(
            Store store, String runId, String name, CheckpointSettings settings, String digest) {
        this.store = store;
        this.runId = runId;
        this.folder = new Path(store.run(runId), name);
        this.settings = settings;
        this.digest = digest;
    }

    /**
     * What {@code checkpoint.json} holds.
     *
     * @param formatVersion of the folder
     * @param trainingDigest of dataset, network, settings and seed
     * @param position in the training
     * @param stateSha256 of the file with the vectors
     */
    private record Numbers(
            int formatVersion,
            String trainingDigest,
            TrainingState.Position position,
            String stateSha256) {
        static final int FORMAT_VERSION = 1;

        Numbers {
            if (position == null || trainingDigest == null || stateSha256 == null) {
                throw new IllegalArgumentException("position, digest or checksum is missing");
            }
        }
    }

    /**
     * Where a training begins: at its newest checkpoint that is whole, or empty for the beginning.
     *
     * @param resume whether it may; otherwise what is there is deleted
     */
    public Optional<TrainingState> startingPoint(boolean resume, TrainingListener listener) {
        if (resume) {
            Optional<TrainingState> newest = newest(listener::notice);
            newest.ifPresent(state -> lastOffered = state.position().rounds());
            listener.notice(
                    newest.map(state -> "going on after round " + state.position().rounds())
                            .orElse("there is no checkpoint to go on from: training starts anew"));
            return newest;
        }
        if (present()) {
            listener.notice(
                    "training starts anew; what a killed run left is deleted (--resume would go on from it)");
            clear();
        }
        return Optional.empty();
    }

    /** Writes a checkpoint where one is due. */
    public void offer(TrainingState state) {
        int rounds = state.position().rounds();
        boolean byRounds =
                settings.rounds() != null
                        && rounds / settings.rounds() > lastOffered / settings.rounds();
        lastOffered = rounds;
        boolean byTime =
                settings.minutes() != null
                        && (System.nanoTime() - lastWritten) / 60e9 >= settings.minutes();
        if (byRounds || byTime) {
            write(state);
        }
    }

    /**
     * Writes a checkpoint, and deletes those that are older than the latest few.
     *
     * @return its folder
     */
    Path write(TrainingState state) {
        Path target = new Path(folder, PREFIX + String.format("%06d", state.position().rounds()));
        try (Staging staging = store.stage(runId, "checkpoint")) {
            String sha256 =
                    SafetensorsFile.write(
                            tensors(state), store.fileSystem(), new Path(staging.path(), VECTORS));
            store.writeText(
                    new Path(staging.path(), NUMBERS),
                    Json.pretty(
                            new Numbers(Numbers.FORMAT_VERSION, digest, state.position(), sha256)));
            // A damaged one of the same round may be there, over which training has gone on.
            staging.replace(target, NUMBERS);
        }
        lastWritten = System.nanoTime();
        deleteOthers(state.position().rounds());
        return target;
    }

    /**
     * The newest checkpoint that is whole and of this training.
     *
     * @param notice told of each newer one that is not, and why
     */
    Optional<TrainingState> newest(Consumer<String> notice) {
        List<Path> all = folders();
        for (int i = all.size() - 1; i >= 0; i--) {
            try {
                return Optional.of(read(all.get(i)));
            } catch (HourglassException e) {
                notice.accept(
                        "checkpoint "
                                + all.get(i).getName()
                                + " is passed over: "
                                + e.what()
                                + " ("
                                + e.where()
                                + ")");
            }
        }
        return Optional.empty();
    }

    /** Deletes all. */
    public void clear() {
        delete(folder);
    }

    /** Whether there is any. */
    boolean present() {
        return !folders().isEmpty();
    }

    private TrainingState read(Path checkpoint) {
        Path file = new Path(checkpoint, NUMBERS);
        Numbers numbers =
                Json.read(store.readText(file), Numbers.class, Numbers.FORMAT_VERSION, file);
        if (!numbers.trainingDigest.equals(digest)) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "It is of another dataset, configuration or seed",
                    file.toString(),
                    "delete it");
        }
        Map<String, Weights> tensors =
                SafetensorsFile.read(
                        store.fileSystem(), new Path(checkpoint, VECTORS), numbers.stateSha256);
        return new TrainingState(
                numbers.position,
                values(tensors, VECTOR),
                values(tensors, VELOCITY),
                values(tensors, BEST));
    }

    private static Map<String, Weights> tensors(TrainingState state) {
        Map<String, Weights> tensors = new LinkedHashMap<>();
        put(tensors, VECTOR, state.vector());
        put(tensors, VELOCITY, state.velocity());
        put(tensors, BEST, state.best());
        return tensors;
    }

    private static void put(Map<String, Weights> tensors, String name, float[] values) {
        if (values != null) {
            tensors.put(name, new Weights(List.of((long) values.length), values));
        }
    }

    private static float[] values(Map<String, Weights> tensors, String name) {
        return tensors.containsKey(name) ? tensors.get(name).values() : null;
    }

    /** From the oldest to the newest. */
    private List<Path> folders() {
        return store.list(folder).stream()
                .map(FileStatus::getPath)
                .filter(path -> path.getName().startsWith(PREFIX))
                .sorted(Comparator.comparingInt(Checkpoints::round))
                .toList();
    }

    private static int round(Path path) {
        try {
            return Integer.parseInt(path.getName().substring(PREFIX.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Those of later rounds are damaged: training has gone on from one before them. */
    private void deleteOthers(int written) {
        List<Path> all = folders();
        int end = (int) all.stream().filter(path -> round(path) <= written).count();
        all.subList(end, all.size()).forEach(this::delete);
        all.subList(0, Math.max(0, end - settings.keep())).forEach(this::delete);
    }

    private void delete(Path path) {
        try {
            store.fileSystem().delete(path, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
