package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.compression.entropy.MalformedCodeException;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.Specs;
import dev.hourglass.source.wfdb.LeadReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the network makes of a signal, and this one has learnt nothing. */
class SignalRoundTripTest {
    private static final int WINDOW = 64;
    private static final int OVERLAP = 8;
    private static final int LENGTH = 40 * (WINDOW - OVERLAP) + 17;
    private static final SampleRange RANGE = new SampleRange(-2047, 2047);

    private final CodecNetwork network =
            new CodecNetwork(Autoencoder.initial(Specs.codec(WINDOW), 3));
    private final CodeTables tables = new CodeTables(network.distribution(), 0.5);

    /** What monitors record at times. */
    enum Signal {
        NOISE,
        FLAT,
        SATURATED,
        SPIKES,
        GAPS,
        NOTHING,
        SINE;

        int[] samples(Random random) {
            return IntStream.range(0, LENGTH).map(i -> sample(i, random)).toArray();
        }

        private int sample(int i, Random random) {
            return switch (this) {
                case NOISE -> random.nextInt(4095) - 2047;
                case FLAT -> 1000;
                case SATURATED -> i % 700 < 300 ? 2047 : (int) (900 * Math.sin(i / 20.0));
                case SPIKES -> i % 97 == 0 ? -2000 : random.nextInt(3);
                case GAPS -> i / 50 % 4 == 1 ? LeadReader.MISSING : random.nextInt(500);
                case NOTHING -> LeadReader.MISSING;
                case SINE -> 1024 + (int) (200 * Math.sin(i / 9.0));
            };
        }
    }

    @AfterEach
    void close() {
        network.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyWindowKeepsItsBounds(Signal signal) throws Exception {
        int[] samples = signal.samples(new Random(1));
        for (QualityBound bound :
                List.of(
                        new QualityBound(0, Double.POSITIVE_INFINITY),
                        new QualityBound(7, Double.POSITIVE_INFINITY),
                        new QualityBound(Double.POSITIVE_INFINITY, 3),
                        new QualityBound(40, 10),
                        QualityBound.NONE)) {
            int[] decoded = decoded(compressed(samples, bound), LENGTH);
            assertThat(decoded).hasSameSizeAs(samples);
            WindowGrid grid = grid(LENGTH);
            for (long i = 0; i < grid.count(); i++) {
                int from = (int) grid.segmentStart(i);
                int[] errors = new int[grid.segmentLength(i)];
                for (int j = 0; j < errors.length; j++) {
                    boolean missing = samples[from + j] == LeadReader.MISSING;
                    assertThat(decoded[from + j] == LeadReader.MISSING).isEqualTo(missing);
                    errors[j] = missing ? 0 : decoded[from + j] - samples[from + j];
                }
                assertThat(bound.holds(samples, from, errors))
                        .as("%s, segment %d of %s", bound, i, signal)
                        .isTrue();
            }
        }
    }

    @Test
    void signalsShorterThanAWindowComeBack() throws Exception {
        for (int length : new int[] {1, 2, 27, 28, 29, 55, 56, 57}) {
            int[] samples = Arrays.copyOf(Signal.NOISE.samples(new Random(2)), length);
            QualityBound lossless = new QualityBound(0, Double.POSITIVE_INFINITY);
            assertThat(decoded(compressed(samples, lossless), length)).isEqualTo(samples);
        }
    }

    @Test
    void aLostBlockCostsItsWindowsAndWhatFadesIntoThem() throws Exception {
        int[] samples = Signal.SINE.samples(new Random(3));
        List<byte[]> blocks = compressed(samples, QualityBound.NONE);
        int[] whole = decoded(blocks, LENGTH);
        blocks.set(0, null);
        int[] damaged = decoded(blocks, LENGTH);

        int end = SignalCompressor.BLOCK * (WINDOW - OVERLAP) + OVERLAP / 2;
        assertThat(Arrays.copyOf(damaged, end)).containsOnly(LeadReader.MISSING);
        assertThat(Arrays.copyOfRange(damaged, end, LENGTH))
                .isEqualTo(Arrays.copyOfRange(whole, end, LENGTH));
    }

    @Test
    void anyStepOfAQuantiserHasTables() {
        for (double step : new double[] {Double.MIN_VALUE, 1e-9, 1e9, Double.MAX_VALUE}) {
            assertThat(new CodeTables(network.distribution(), step).bits(new int[32])).isPositive();
        }
    }

    private static WindowGrid grid(int length) {
        return new WindowGrid(length, WINDOW, OVERLAP);
    }

    private List<byte[]> compressed(int[] samples, QualityBound bound) throws IOException {
        int[] position = {0};
        SignalCompressor compressor =
                new SignalCompressor(
                        network,
                        tables,
                        grid(samples.length),
                        new SegmentStorage(bound, RANGE),
                        (target, from, count) -> {
                            System.arraycopy(samples, position[0], target, from, count);
                            position[0] += count;
                        });
        List<byte[]> blocks = new ArrayList<>();
        long left = grid(samples.length).count();
        for (; left > 0; left -= SignalCompressor.BLOCK) {
            blocks.add(compressor.payload(compressor.block()));
        }
        return blocks;
    }

    /** A block that is null was lost. */
    private int[] decoded(List<byte[]> blocks, int length) throws MalformedCodeException {
        WindowGrid grid = grid(length);
        SignalDecompressor decompressor = new SignalDecompressor(network, tables, grid, RANGE);
        List<int[]> segments = new ArrayList<>();
        long next = 0;
        for (byte[] block : blocks) {
            int windows = (int) Math.min(SignalCompressor.BLOCK, grid.count() - next);
            segments.addAll(
                    block == null ? decompressor.lose(windows) : decompressor.take(windows, block));
            next += windows;
        }
        segments.addAll(decompressor.finish());
        return segments.stream().flatMapToInt(Arrays::stream).toArray();
    }
}
