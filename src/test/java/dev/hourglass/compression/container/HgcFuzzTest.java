package dev.hourglass.compression.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HgcFuzzTest {
    private static final int MUTATIONS = 10_000;
    private static final long MAX_ALLOCATED = 2 << 20;
    private static final byte[][] EXTREMES = {
        {0, 0, 0, 0}, {-1, -1, -1, -1}, {127, -1, -1, -1}, {-128, 0, 0, 0}, {0, 0, 0, 1}
    };

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<byte[]> parts = Containers.parts();

    @Test
    void whateverHappensToAFileItEndsInBlocksReportsOrAnError() throws Exception {
        byte[] file = Containers.join(parts);
        int refused = 0;
        int reported = 0;
        long most = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] mutated = mutated(file, new Random(seed));
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                Containers.Read read = Containers.read(mutated);
                assertThat(isAccountedFor(read)).as("seed %d", seed).isTrue();
                if (read.damages().isEmpty()) {
                    // Blocks of two signals that changed places, or nothing at all.
                    assertThat(read.sections()).as("seed %d", seed).hasSize(parts.size() - 1);
                } else {
                    reported++;
                }
            } catch (MalformedContainerException e) {
                refused++;
            }
            most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
        }
        System.out.printf(
                "of %d mutated files %d end in an error, %d in damage reports, %d in all blocks%n",
                MUTATIONS, refused, reported, MUTATIONS - refused - reported);
        assertThat(most).isLessThan(MAX_ALLOCATED);
        assertThat(refused).isGreaterThan(MUTATIONS / 20);
        assertThat(reported).isGreaterThan(MUTATIONS / 3);
    }

    @Test
    void headersThatAreSoundButNoJsonOfOursEndInAnError() throws IOException {
        byte[] json = HeaderJson.write(Containers.header());
        int refused = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] mutated = json.clone();
            Random random = new Random(seed);
            for (int i = random.nextInt(3); i >= 0; i--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(128);
            }
            try {
                Containers.read(
                        HgcContainerTest.byHand(
                                new String(mutated, StandardCharsets.ISO_8859_1), new byte[9]));
            } catch (MalformedContainerException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(MUTATIONS / 2);
    }

    /** Whether each window is delivered, once and in order, or said to be lost. */
    private static boolean isAccountedFor(Containers.Read read) {
        for (int signal = 0; signal < read.header().signals().size(); signal++) {
            boolean[] seen = new boolean[(int) read.header().signals().get(signal).windows()];
            long next = 0;
            for (Block block : read.blocks()) {
                if (block.signal() == signal) {
                    if (block.firstWindow() < next) {
                        return false;
                    }
                    next = block.firstWindow() + block.windows();
                    Arrays.fill(seen, (int) block.firstWindow(), (int) next, true);
                }
            }
            for (Damage.Windows lost : read.lost()) {
                if (lost.signal() == signal) {
                    int end = (int) (lost.first() + lost.count());
                    Arrays.fill(seen, (int) lost.first(), end, true);
                }
            }
            for (boolean window : seen) {
                if (!window) {
                    return false;
                }
            }
        }
        return true;
    }

    private byte[] mutated(byte[] file, Random random) {
        byte[] bytes = file;
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private byte[] once(byte[] file, Random random) {
        // Most of what is interesting begins after the header, where else everything would end.
        int header = parts.get(0).length;
        int from = random.nextInt(8) == 0 ? 0 : Math.min(header, file.length);
        int at = from + random.nextInt(Math.max(1, file.length - from));
        int length = Math.min(file.length - Math.min(at, file.length), random.nextInt(200));
        return switch (random.nextInt(7)) {
            case 0 -> flipped(file, at, 1 << random.nextInt(8));
            case 1 -> Arrays.copyOf(file, Math.min(at, file.length));
            case 2 -> spliced(file, at, length, new byte[0]);
            case 3 -> {
                byte[] inserted = new byte[length];
                random.nextBytes(inserted);
                yield spliced(file, at, 0, inserted);
            }
            case 4 -> {
                byte[] extreme = EXTREMES[random.nextInt(EXTREMES.length)];
                yield spliced(file, at, Math.min(4, file.length - at), extreme);
            }
            case 5 -> spliced(file, at, 0, Arrays.copyOfRange(file, at - at / 2, at));
            default -> shuffled(random);
        };
    }

    private static byte[] flipped(byte[] file, int at, int bits) {
        byte[] changed = file.clone();
        if (at < changed.length) {
            changed[at] ^= bits;
        }
        return changed;
    }

    /** The file with other bytes in the place of some. */
    private static byte[] spliced(byte[] file, int at, int removed, byte[] inserted) {
        int from = Math.min(at, file.length);
        int to = Math.min(file.length, from + Math.max(0, removed));
        return Containers.join(
                List.of(
                        Arrays.copyOf(file, from),
                        inserted,
                        Arrays.copyOfRange(file, to, file.length)));
    }

    private byte[] shuffled(Random random) {
        List<byte[]> blocks = new ArrayList<>(parts);
        int one = 1 + random.nextInt(blocks.size() - 1);
        int other = 1 + random.nextInt(blocks.size() - 1);
        if (random.nextBoolean()) {
            Collections.swap(blocks, one, other);
        } else {
            blocks.add(one, blocks.get(other));
        }
        return Containers.join(blocks);
    }
}
