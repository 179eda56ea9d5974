package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hourglass.compression.container.Damage;
import dev.hourglass.compression.container.MalformedContainerException;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.RecordFolder;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutations of a container of two signals and annotations, brought back to a record or refused. */
class RecordFuzzTest {
    /** The system property {@code hourglass.fuzz.mutations} asks for more. */
    private static final int MUTATIONS = Integer.getInteger("hourglass.fuzz.mutations", 300);

    private static final int FRAMES = 4000;
    private static final long MAX_ALLOCATED = 64 << 20;

    /** Twice that of the record's frames, Hz. */
    private static final double NETWORK_FREQUENCY = 720;

    @TempDir private Path directory;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void whateverHappensToAFileItEndsInARecordWithReportsOrInAnError() throws Exception {
        int refused = 0;
        int reported = 0;
        try (SmallCodec codec = new SmallCodec(NETWORK_FREQUENCY)) {
            byte[] container = codec.compressed(record(), 0.02);
            List<Damage> damages = new ArrayList<>();
            Path whole = directory.resolve("whole");
            codec.decompress(container, whole, damages::add);
            assertThat(damages).isEmpty();
            for (int seed = 0; seed < MUTATIONS; seed++) {
                byte[] mutated = mutated(container, new Random(seed));
                Path folder = Files.createDirectory(directory.resolve("to" + seed));
                damages.clear();
                long before = threads.getCurrentThreadAllocatedBytes();
                try {
                    codec.decompress(mutated, folder, damages::add);
                    assertThat(folder.resolve("r.dat")).as("seed %d", seed).hasSize(6L * FRAMES);
                    if (damages.isEmpty()) {
                        // Annotations that changed places with a block, or nothing at all.
                        assertThat(folder.resolve("r.dat"))
                                .as("seed %d", seed)
                                .hasSameBinaryContentAs(whole.resolve("r.dat"));
                        assertThat(folder.resolve("r.atr"))
                                .as("seed %d", seed)
                                .hasSameBinaryContentAs(whole.resolve("r.atr"));
                    } else {
                        reported++;
                    }
                } catch (MalformedContainerException | MalformedRecordException e) {
                    assertThat(folder).as("seed %d", seed).isEmptyDirectory();
                    refused++;
                }
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                assertThat(allocated).as("seed %d", seed).isLessThan(MAX_ALLOCATED);
            }
        }
        System.out.printf(
                "of %d mutated files %d end in an error, %d in damage reports, %d in the record%n",
                MUTATIONS, refused, reported, MUTATIONS - refused - reported);
        assertThat(refused).isGreaterThan(MUTATIONS / 20);
        assertThat(reported).isGreaterThan(MUTATIONS / 3);
    }

    /** Of two signals: one is resampled for the network, the other has its sampling rate. */
    private WfdbRecord record() throws Exception {
        RecordFolder folder = new RecordFolder(directory.resolve("from"));
        folder.text(
                "r.hea", "r 2 360 %d\nr.dat 16 200 16\nr.dat 16x2 200 16\n# c\n".formatted(FRAMES));
        Random random = new Random(3);
        folder.words(
                "r.dat",
                IntStream.range(0, 3 * FRAMES)
                        .map(i -> (int) (300 * Math.sin(i / 14.0)) + random.nextInt(9))
                        .toArray());
        folder.words("r.atr", 1 << 10 | 77, 1 << 10 | 290, 0);
        return folder.open("r");
    }

    private static byte[] mutated(byte[] container, Random random) {
        byte[] bytes = container;
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes = once(bytes, container, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, byte[] container, Random random) {
        if (random.nextInt(5) == 0) {
            return shuffled(container, random);
        }
        // Most of what is interesting is after the header, where else everything would end.
        int header = ContainerParts.cut(container).get(0).length;
        int end = Math.min(header, bytes.length - 1);
        boolean within = end == 0 || random.nextInt(8) > 0;
        int at = within ? end + random.nextInt(bytes.length - end) : random.nextInt(end);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(200));
        return switch (random.nextInt(4)) {
            case 0 -> {
                byte[] flipped = bytes.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 1 -> Arrays.copyOf(bytes, Math.max(1, at));
            case 2 -> spliced(bytes, at, bytes.length == length ? 0 : length, new byte[0]);
            default -> {
                byte[] inserted = new byte[length];
                random.nextBytes(inserted);
                yield spliced(bytes, at, 0, inserted);
            }
        };
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] inserted) {
        return ContainerParts.join(
                List.of(
                        Arrays.copyOf(bytes, at),
                        inserted,
                        Arrays.copyOfRange(bytes, at + removed, bytes.length)));
    }

    /** Frames that changed places, came twice, or were lost. */
    private static byte[] shuffled(byte[] container, Random random) {
        List<byte[]> parts = ContainerParts.cut(container);
        int one = 1 + random.nextInt(parts.size() - 1);
        int other = 1 + random.nextInt(parts.size() - 1);
        switch (random.nextInt(3)) {
            case 0 -> Collections.swap(parts, one, other);
            case 1 -> parts.add(one, parts.get(other));
            default -> parts.remove(one);
        }
        return ContainerParts.join(parts);
    }
}
