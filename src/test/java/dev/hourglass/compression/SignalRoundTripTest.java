package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.compression.StoredWindow.Mode;
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
    private static final WindowFit FIT = new WindowFit(WINDOW, new WindowSize(WINDOW, OVERLAP));
    private static final SampleRange RANGE = new SampleRange(-2047, 2047);

    private final CodecNetwork network =
            new CodecNetwork(Autoencoder.initial(Specs.codec(WINDOW), 3), 0);
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
            int segment = WINDOW - OVERLAP;
            for (int from = 0; from < LENGTH; from += segment) {
                int to = Math.min(LENGTH, from + segment);
                assertThat(prdn(samples, decoded, from, to, bound.maximumError()))
                        .as("%s, samples from %d on of %s", bound, from, signal)
                        .isLessThanOrEqualTo(bound.maximumPrdn());
            }
        }
    }

    /** In percent; 0 where nothing differs. Each sample is within the maximum error. */
    private static double prdn(int[] samples, int[] decoded, int from, int to, double maximum) {
        double sum = 0;
        double squares = 0;
        double errors = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            boolean missing = samples[i] == LeadReader.MISSING;
            assertThat(decoded[i] == LeadReader.MISSING).isEqualTo(missing);
            if (!missing) {
                double error = (double) decoded[i] - samples[i];
                assertThat(Math.abs(error)).isLessThanOrEqualTo(maximum);
                errors += error * error;
                sum += samples[i];
                squares += (double) samples[i] * samples[i];
                count++;
            }
        }
        return errors == 0 ? 0 : 100 * Math.sqrt(errors / (squares - sum * sum / count));
    }

    @Test
    void windowsOfWhichNothingWasRecordedHaveNoCode() throws Exception {
        int segment = WINDOW - OVERLAP;
        int[] samples = Signal.SINE.samples(new Random(1));
        // The neighbours' samples reach into the window over half of the overlap.
        Arrays.fill(samples, 3 * segment, 4 * segment, LeadReader.MISSING);
        samples[5 * segment] = LeadReader.MISSING;
        List<StoredWindow> block = compressor(samples, QualityBound.NONE).block();

        assertThat(block.get(3).mode()).isEqualTo(Mode.PREDICTED);
        assertThat(block.get(3).samples()).isEmpty();
        for (int i : new int[] {0, 1, 2, 4, 5, 6}) {
            assertThat(block.get(i).mode()).isEqualTo(Mode.TRANSFORMED);
        }
    }

    @Test
    void aSignalOfNothingNeedsNoNetwork() throws Exception {
        network.close();
        assertThatThrownBy(() -> compressed(new int[LENGTH], QualityBound.NONE));
        int[] samples = Signal.NOTHING.samples(new Random(1));
        List<byte[]> blocks = compressed(samples, new QualityBound(1, 1));

        assertThat(decoded(blocks, LENGTH)).isEqualTo(samples);
        assertThat(blocks.get(0).length).isLessThan(5 * SignalCompressor.BLOCK);
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
        int[] whole = decoded(compressed(samples, QualityBound.NONE), LENGTH);
        int end = SignalCompressor.BLOCK * (WINDOW - OVERLAP);

        int[] withoutFirst = decodedWithout(0, samples, QualityBound.NONE);
        int to = end + OVERLAP / 2;
        assertThat(Arrays.copyOf(withoutFirst, to)).containsOnly(LeadReader.MISSING);
        assertThat(Arrays.copyOfRange(withoutFirst, to, LENGTH))
                .isEqualTo(Arrays.copyOfRange(whole, to, LENGTH));
        int[] withoutLast = decodedWithout(1, samples, QualityBound.NONE);
        int from = end - OVERLAP / 2;
        assertThat(Arrays.copyOf(withoutLast, from)).isEqualTo(Arrays.copyOf(whole, from));
        assertThat(Arrays.copyOfRange(withoutLast, from, LENGTH)).containsOnly(LeadReader.MISSING);
    }

    @Test
    void windowsThatAreStoredApartFromTheNetworkLoseNothingToALostNeighbour() throws Exception {
        QualityBound lossless = new QualityBound(0, Double.POSITIVE_INFINITY);
        int[] samples = Signal.NOISE.samples(new Random(3));
        int end = SignalCompressor.BLOCK * (WINDOW - OVERLAP);

        assertThat(Arrays.copyOfRange(decodedWithout(0, samples, lossless), end, LENGTH))
                .isEqualTo(Arrays.copyOfRange(samples, end, LENGTH));
        assertThat(Arrays.copyOf(decodedWithout(1, samples, lossless), end))
                .isEqualTo(Arrays.copyOf(samples, end));
    }

    private int[] decodedWithout(int block, int[] samples, QualityBound bound) throws Exception {
        List<byte[]> blocks = compressed(samples, bound);
        blocks.set(block, null);
        return decoded(blocks, LENGTH);
    }

    @ParameterizedTest
    @EnumSource
    void payloadsOfAnyBytesEndInSamplesOrAreRefused(Signal signal) throws Exception {
        Random random = new Random(5);
        byte[] payload = compressed(signal.samples(random), new QualityBound(7, 20)).get(0);
        for (int i = 0; i < 300; i++) {
            byte[] changed = Arrays.copyOf(payload, payload.length - random.nextInt(2));
            for (int change = random.nextInt(3); change >= 0; change--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            SignalDecompressor decompressor = decompressor(LENGTH);
            try {
                for (int[] segment : decompressor.take(SignalCompressor.BLOCK, changed)) {
                    for (int sample : segment) {
                        boolean held = Math.abs(sample) <= 2047 || sample == LeadReader.MISSING;
                        assertThat(held).as("%d", sample).isTrue();
                    }
                }
            } catch (MalformedCodeException e) {
                assertThat(decompressor.finish()).isEmpty();
            }
        }
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
        SignalCompressor compressor = compressor(samples, bound);
        List<byte[]> blocks = new ArrayList<>();
        long left = grid(samples.length).count();
        for (; left > 0; left -= SignalCompressor.BLOCK) {
            blocks.add(compressor.payload(compressor.block()));
        }
        return blocks;
    }

    private SignalCompressor compressor(int[] samples, QualityBound bound) {
        int[] position = {0};
        return new SignalCompressor(
                network,
                tables,
                FIT,
                grid(samples.length),
                new SegmentStorage(bound, RANGE),
                (target, from, count) -> {
                    System.arraycopy(samples, position[0], target, from, count);
                    position[0] += count;
                });
    }

    private SignalDecompressor decompressor(int length) {
        return new SignalDecompressor(network, tables, FIT, grid(length), RANGE);
    }

    /** A block that is null was lost. */
    private int[] decoded(List<byte[]> blocks, int length) throws MalformedCodeException {
        WindowGrid grid = grid(length);
        SignalDecompressor decompressor = decompressor(length);
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
