package dev.hourglass.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.store.Store;
import dev.hourglass.testing.Datasets;
import dev.hourglass.testing.StoredVersions;
import dev.hourglass.training.EpochMetrics;
import dev.hourglass.training.averaging.TrainingState.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointsTest {
    private static final String RUN = "test-12345678";
    private static final CheckpointSettings EVERY_ROUND = new CheckpointSettings(1, null, 3);

    @TempDir private Path folder;
    private final List<String> notices = new ArrayList<>();
    private Store store;

    @BeforeEach
    void openAStore() {
        store = Datasets.store(folder);
    }

    @Test
    void aStateComesBackToTheBit() {
        for (TrainingState state :
                List.of(
                        state(5),
                        new TrainingState(
                                state(6).position(),
                                new float[] {1, Float.MIN_VALUE},
                                null,
                                null))) {
            checkpoints(EVERY_ROUND).write(state);
            assertSame(checkpoints(EVERY_ROUND).newest(notices::add), state);
        }
        assertThat(notices).isEmpty();
        assertThat(folder.resolve("_staging")).isEmptyDirectory();
    }

    @Test
    void aCheckpointOfVersion1IsStillRead() {
        StoredVersions.copy(
                "checkpoint-v1",
                new org.apache.hadoop.fs.Path(store.run(RUN), "checkpoints/round-000005"));
        assertSame(checkpoints(EVERY_ROUND).newest(notices::add), state(5));
    }

    @Test
    void theLatestFewAreKept() {
        Checkpoints checkpoints = checkpoints(EVERY_ROUND);
        for (int round : new int[] {8, 9, 10, 11, 999_999, 1_000_000}) {
            checkpoints.offer(state(round));
        }
        assertThat(present()).containsExactly("round-000011", "round-1000000", "round-999999");
        assertThat(newestRound(checkpoints)).contains(1_000_000);
    }

    @ParameterizedTest(name = "every {0} rounds, every {1} minutes")
    @CsvSource(
            value = {
                "1, null, 1 2 3 4 5 6",
                "2, null, 2 4 6",
                "7, null, ''",
                "null, 0.000000001, 1 2 3 4 5 6",
                "4, 0.000000001, 1 2 3 4 5 6",
                "null, 1000, ''",
                "null, null, ''"
            },
            nullValues = "null")
    void checkpointsAreWrittenByRoundsOrMinutes(Integer rounds, Double minutes, String written) {
        Checkpoints checkpoints = checkpoints(new CheckpointSettings(rounds, minutes, 100));
        for (int round = 1; round <= 6; round++) {
            checkpoints.offer(state(round));
        }
        assertThat(present())
                .containsExactlyElementsOf(
                        Arrays.stream(written.split(" "))
                                .filter(round -> !round.isEmpty())
                                .map(round -> "round-00000" + round)
                                .toList());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "state.safetensors cut short, SHA-256",
        "state.safetensors gone, state.safetensors",
        "state.safetensors of another round, SHA-256",
        "checkpoint.json cut short, damaged",
        "checkpoint.json gone, cannot be read",
        "checkpoint.json empty, it is empty",
        "checkpoint.json without position, position",
        "checkpoint.json of another format, format version is 2",
        "checkpoint.json of another training, another dataset"
    })
    void aDamagedOrForeignOneIsNamedAndPassedOver(String damage, String reason) throws IOException {
        checkpoints(EVERY_ROUND).write(state(1));
        checkpoints(EVERY_ROUND).write(state(2));
        damage("round-000002", damage);

        assertSame(checkpoints(EVERY_ROUND).newest(notices::add), state(1));
        assertThat(notices).hasSize(1);
        assertThat(notices.get(0)).startsWith("checkpoint round-000002 is passed over: ");
        if (!damage.contains("state.safetensors cut")) {
            assertThat(notices.get(0)).contains(reason);
        }
    }

    @Test
    void whereAllAreDamagedEachIsNamed() throws IOException {
        for (int round = 1; round <= 3; round++) {
            checkpoints(EVERY_ROUND).write(state(round));
            damage("round-00000" + round, "checkpoint.json empty");
        }
        assertThat(checkpoints(EVERY_ROUND).newest(notices::add)).isEmpty();
        assertThat(notices).hasSize(3);
    }

    @Test
    void whatIsNoCheckpointIsPassedOver() throws IOException {
        checkpoints(EVERY_ROUND).write(state(1));
        Files.createFile(list().resolve("round-000007"));
        Files.createDirectory(list().resolve("round-seven"));
        Files.createDirectory(list().resolve("notes"));
        assertThat(newestRound(checkpoints(EVERY_ROUND))).contains(1);
        assertThat(notices).hasSize(1);
    }

    /** A training that goes on from the last whole one writes the damaged ones' rounds again. */
    @Test
    void damagedOnesDoNotTakeThePlacesOfNewOnes() throws IOException {
        CheckpointSettings keepOne = new CheckpointSettings(1, null, 1);
        for (int round = 5; round <= 7; round++) {
            checkpoints(EVERY_ROUND).write(state(round));
        }
        damage("round-000006", "checkpoint.json empty");
        damage("round-000007", "state.safetensors gone");
        Checkpoints resumed = checkpoints(keepOne);
        assertThat(newestRound(resumed)).contains(5);

        resumed.offer(state(6));

        notices.clear();
        assertSame(checkpoints(keepOne).newest(notices::add), state(6));
        assertThat(notices).isEmpty();
        assertThat(present()).containsExactly("round-000006");
    }

    private Checkpoints checkpoints(CheckpointSettings settings) {
        return new Checkpoints(store, RUN, "checkpoints", settings, "digest");
    }

    /** Numbers that differ from one another, and that no decimal fraction equals. */
    private static TrainingState state(int rounds) {
        EpochMetrics epoch = new EpochMetrics(1, 3, 35, 1 / 3.0, 2 / 7.0, "validation", 0.1);
        Position position =
                new Position(2, 8, rounds, 10, 16, Math.PI, 1 / 9.0, Math.E, 1, List.of(epoch));
        return new TrainingState(
                position,
                new float[] {rounds, 1 / 3f, -0.0f, Float.MIN_VALUE},
                new float[] {0.1f, -1e30f},
                new float[] {7, 1e-30f});
    }

    private static void assertSame(Optional<TrainingState> found, TrainingState expected) {
        assertThat(found).isPresent();
        TrainingState state = found.get();
        assertThat(state.position()).isEqualTo(expected.position());
        assertThat(state.vector()).isEqualTo(expected.vector());
        assertThat(state.velocity()).isEqualTo(expected.velocity());
        assertThat(state.best()).isEqualTo(expected.best());
    }

    private Optional<Integer> newestRound(Checkpoints checkpoints) {
        return checkpoints.newest(notices::add).map(state -> state.position().rounds());
    }

    private void damage(String checkpoint, String damage) throws IOException {
        String[] words = damage.split(" ", 2);
        Path file = list().resolve(checkpoint).resolve(words[0]);
        byte[] whole = Files.readAllBytes(file);
        switch (words[1]) {
            case "cut short" -> Files.write(file, Arrays.copyOf(whole, whole.length - 5));
            case "gone" -> Files.delete(file);
            case "empty" -> Files.write(file, new byte[0]);
            case "of another round" ->
                    Files.write(
                            file, Files.readAllBytes(list().resolve("round-000001/" + words[0])));
            case "without position" -> replace(file, "\"position\"", "\"place\"");
            case "of another format" ->
                    replace(file, "\"format_version\" : 1", "\"format_version\" : 2");
            case "of another training" -> replace(file, "\"digest\"", "\"other\"");
            default -> throw new IllegalArgumentException(damage);
        }
    }

    private static void replace(Path file, String old, String replacement) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, replacement));
    }

    private Path list() {
        return folder.resolve("runs").resolve(RUN).resolve("checkpoints");
    }

    private List<String> present() {
        if (!Files.exists(list())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(list())) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
