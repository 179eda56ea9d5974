package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockOrderTest {
    @Test
    void blocksFollowOneAnotherByTheFrameTheyBeginWithAndThenBySignal() {
        // Blocks of 32 · 6 = 192 samples.
        BlockOrder order = order(new int[] {1, 2, 1}, 10, 4, 300);
        StringBuilder found = new StringBuilder();
        for (OptionalInt next = order.signal(); next.isPresent(); next = order.signal()) {
            int signal = next.getAsInt();
            found.append(' ').append(signal).append('/').append(order.window(signal));
            found.append('+').append(order.windows(signal));
            order.pass(signal);
        }
        assertThat(found)
                .hasToString(" 0/0+32 1/0+32 2/0+32 1/32+32 0/32+18 1/64+32 2/32+18 1/96+4");
    }

    @Test
    void aBlockThatCameIsPassed() {
        BlockOrder order = order(new int[] {1}, 10, 4, 300);
        assertThat(order.isBlock(0, 0, 32)).isTrue();
        assertThat(order.isBlock(0, 32, 18)).isTrue();
        assertThat(order.isBlock(0, 1, 32)).isFalse();
        assertThat(order.isBlock(0, 32, 17)).isFalse();
        assertThat(order.isPassed(0, 0)).isFalse();
        order.pass(0);
        assertThat(order.isPassed(0, 0)).isTrue();
        assertThat(order.isPassed(0, 32)).isFalse();
    }

    @Test
    void noMoreSamplesAreHeldThanItTellsAndHardlyLess() {
        Random random = new Random(1);
        double closest = 0;
        for (int i = 0; i < 300; i++) {
            int[] samplesPerFrame = new int[1 + random.nextInt(5)];
            Arrays.setAll(samplesPerFrame, signal -> 1 << random.nextInt(9));
            WindowSize[] sizes = new WindowSize[samplesPerFrame.length];
            Arrays.fill(sizes, size(random));
            if (i % 2 == 1) {
                Arrays.setAll(sizes, signal -> size(random));
            }
            int frames = 1 + random.nextInt(3000);
            long told = order(samplesPerFrame, sizes, frames).heldSamples();
            BlockOrder order = order(samplesPerFrame, sizes, frames);

            long most = mostHeld(order, samplesPerFrame, sizes);
            assertThat(most)
                    .as("%s a frame, %s", Arrays.toString(samplesPerFrame), Arrays.toString(sizes))
                    .isLessThanOrEqualTo(told);
            closest = Math.max(closest, (double) most / told);
        }
        assertThat(closest).isGreaterThan(0.9);
    }

    private static WindowSize size(Random random) {
        int window = 2 + random.nextInt(40);
        return new WindowSize(window, random.nextInt(window / 4 + 1) * 2);
    }

    /** A block's last segment waits for its neighbour; frames are written as they are whole. */
    private static long mostHeld(BlockOrder order, int[] samplesPerFrame, WindowSize[] sizes) {
        long[] come = new long[samplesPerFrame.length];
        long written = 0;
        long most = 0;
        for (OptionalInt next = order.signal(); next.isPresent(); next = order.signal()) {
            int signal = next.getAsInt();
            long windows = order.window(signal) + order.windows(signal);
            come[signal] = (windows - 1) * sizes[signal].segment();
            order.pass(signal);
            long held = 0;
            long whole = Long.MAX_VALUE;
            for (int i = 0; i < come.length; i++) {
                held += come[i] - written * samplesPerFrame[i];
                whole = Math.min(whole, come[i] / samplesPerFrame[i]);
            }
            most = Math.max(most, held);
            written = whole;
        }
        return most;
    }

    private static BlockOrder order(int[] samplesPerFrame, int window, int overlap, int frames) {
        WindowSize[] sizes = new WindowSize[samplesPerFrame.length];
        Arrays.fill(sizes, new WindowSize(window, overlap));
        return order(samplesPerFrame, sizes, frames);
    }

    private static BlockOrder order(int[] samplesPerFrame, WindowSize[] sizes, int frames) {
        WindowGrid[] grids = new WindowGrid[sizes.length];
        Arrays.setAll(grids, i -> sizes[i].grid((long) frames * samplesPerFrame[i]));
        return new BlockOrder(grids, samplesPerFrame);
    }
}
