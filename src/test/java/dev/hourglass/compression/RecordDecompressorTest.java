package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.hourglass.compression.container.Block;
import dev.hourglass.compression.container.Damage;
import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.compression.container.HgcWriter;
import dev.hourglass.compression.container.MalformedContainerException;
import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.RecordFolder;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers of several signals, sound, damaged and made to do harm. */
class RecordDecompressorTest {
    private static final int FRAMES = 3000;
    private static final int BLOCK = SignalCompressor.BLOCK * SmallCodec.SEGMENT;

    @TempDir private Path directory;
    private SmallCodec codec;
    private final List<Damage> damages = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        codec = new SmallCodec();
    }

    @AfterEach
    void close() {
        codec.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 212})
    void signalsOfSeveralSamplesAFrameComeBackWithinThePromise(int format) throws Exception {
        WfdbRecord record = record(format);
        WfdbRecord decompressed = decompressed(codec.compressed(record, 0.04));

        assertThat(damages).isEmpty();
        assertThat(decompressed.header().samples()).hasValue(FRAMES);
        for (int signal = 0; signal < 3; signal++) {
            int[] before = samples(record, signal);
            int[] after = samples(decompressed, signal);
            assertThat(decompressed.header().signals().get(signal).format()).isEqualTo(format);
            assertThat(after).hasSameSizeAs(before);
            for (int i = 0; i < before.length; i++) {
                // Of 200, 200 and 100 units a mV, 0.04 mV are 8 and 4.
                assertThat(after[i]).isBetween(before[i] - 8, before[i] + 8);
                assertThat(signal == 2 && Math.abs(after[i] - before[i]) > 4).isFalse();
            }
        }
    }

    @Test
    void aDamagedBlockCostsItsWindowsAndWhatFadesIntoThem() throws Exception {
        byte[] container = codec.compressed(record(16), null);
        WfdbRecord whole = decompressed(container);
        List<byte[]> frames = ContainerParts.cut(container);
        // The second block of the signal of three samples a frame.
        byte[] damaged = ContainerParts.block(frames, 1, 32);
        damaged[damaged.length / 2] ^= 0x10;
        WfdbRecord decompressed = decompressed(ContainerParts.join(frames));

        assertThat(damages).anyMatch(damage -> damage.lost().isPresent());
        assertThat(samples(decompressed, 0)).isEqualTo(samples(whole, 0));
        assertThat(samples(decompressed, 2)).isEqualTo(samples(whole, 2));
        int[] expected = samples(whole, 1);
        int half = SmallCodec.OVERLAP / 2;
        Arrays.fill(expected, BLOCK - half, 2 * BLOCK + half, LeadReader.MISSING);
        assertThat(samples(decompressed, 1)).isEqualTo(expected);
    }

    @Test
    void aBlockThatComesLateIsLostAndSaidToBeLate() throws Exception {
        List<byte[]> frames = ContainerParts.cut(codec.compressed(record(16), null));
        int late = frames.indexOf(ContainerParts.block(frames, 0, 0));
        frames.add(late + 2, frames.remove(late));
        WfdbRecord decompressed = decompressed(ContainerParts.join(frames));

        assertThat(damages).hasSize(1);
        assertThat(damages.get(0).reason())
                .isEqualTo("The block comes after one that should follow it");
        assertThat(damages.get(0).lost()).contains(new Damage.Windows(0, 0, 32));
        assertThat(Arrays.copyOf(samples(decompressed, 0), BLOCK)).containsOnly(LeadReader.MISSING);
    }

    @Test
    void blocksOfOtherWindowsAreLost() throws Exception {
        HgcHeader header = header("r 1 360 3000\nr.dat 16 200\n", 3000);
        byte[] container = container(header, new int[] {0, 1}, new Random(1));
        decompress(container);

        assertThat(damages.get(0).reason()).isEqualTo("The block does not have the windows of one");
        assertThat(damages.get(0).lost()).contains(new Damage.Windows(0, 0, 1));
    }

    @Test
    void payloadsOfAnyBytesEndInReportsAndTakeLittle() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        HgcHeader header = header("r 2 360 3000\nr.dat 16 200\nr.dat 16x2 200\n", 3000, 6000);
        for (int seed = 0; seed < 50; seed++) {
            byte[] container =
                    container(header, new int[] {0, 32, 0, 32, 64, 96}, new Random(seed));
            damages.clear();
            long before = threads.getCurrentThreadAllocatedBytes();
            WfdbRecord record = decompressed(container);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(32 << 20);
            long lost =
                    damages.stream()
                            .flatMap(damage -> damage.lost().stream())
                            .mapToLong(Damage.Windows::count)
                            .sum();
            assertThat(lost).as("seed %d", seed).isEqualTo(54 + 108);
            assertThat(samples(record, 1)).hasSize(6000).containsOnly(LeadReader.MISSING);
        }
    }

    @Test
    void signalsThatTakeTooMuchToResampleAreRefused() throws Exception {
        assertRefused(
                "A signal has windows of 513 samples, and its model of 64",
                new HgcHeader.Signal(1, 1, 513, 0));
        assertRefused(
                "A signal has windows of 7 samples, and its model of 64",
                new HgcHeader.Signal(1, 1, 7, 0));
        assertRefused(
                "To resample its signals takes 8460035 numbers, and 8388608 may be",
                IntStream.range(0, 215)
                        .mapToObj(i -> new HgcHeader.Signal(1, 1, 512 - i, 0))
                        .toArray(HgcHeader.Signal[]::new));
    }

    private void assertRefused(String reason, HgcHeader.Signal... signals) throws Exception {
        String wfdb =
                "r %d 360 1\n%s".formatted(signals.length, "r.dat 16\n".repeat(signals.length));
        byte[] container =
                Arrays.copyOf(
                        container(header(wfdb, List.of(signals)), new int[0], new Random(1)),
                        10_000);
        assertThatThrownBy(() -> codec.decompress(container, directory, damages::add))
                .isInstanceOf(MalformedContainerException.class)
                .hasMessage(reason);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void signalsThatTakeTooMuchToJoinAreRefused() throws Exception {
        HgcHeader header = header("r 2 360 64\nr.dat 16 200\nr.dat 16x524288 200\n", 64, 64 << 19);
        // As long as a file of so many windows is at least.
        byte[] container = Arrays.copyOf(container(header, new int[0], new Random(1)), 400_000);

        assertThatThrownBy(() -> codec.decompress(container, directory, damages::add))
                .isInstanceOf(MalformedContainerException.class)
                .hasMessage(
                        "To join its signals to frames takes 29886320 samples at a time, and"
                                + " 16777216 may be");
        assertThat(directory).isEmptyDirectory();
    }

    /** Of 1, 3 and 1 samples a frame; the last is in units of 10 µV. */
    private WfdbRecord record(int format) throws Exception {
        String name = "r" + format;
        Path folder = Files.createDirectories(directory.resolve("from" + format));
        RecordFolder files = new RecordFolder(folder);
        files.text(
                name + ".hea",
                "%s 3 360 %d\n%s.dat 16 200\n%s.dat 16x3 200\n%s.dat 16 100\n"
                        .formatted(name, FRAMES, name, name, name));
        int[] words = new int[5 * FRAMES];
        Random random = new Random(2);
        for (int i = 0; i < words.length; i++) {
            int signal = i % 5 == 0 ? 0 : i % 5 == 4 ? 2 : 1;
            int time = signal == 1 ? i / 5 * 3 + i % 5 - 1 : i / 5;
            double wave = 300 * Math.sin(time / (7.0 + signal)) + 30 * random.nextGaussian();
            words[i] = (int) wave + 100 * signal;
        }
        files.words(name + ".dat", words);
        WfdbRecord record = files.open(name);
        if (format == 16) {
            return record;
        }
        Path packed = Files.createDirectories(directory.resolve("packed"));
        RecordFolder.copy(record, packed, format);
        return new RecordFolder(packed).open(name);
    }

    private void decompress(byte[] container) throws Exception {
        codec.decompress(container, Files.createTempDirectory(directory, "to"), damages::add);
    }

    private WfdbRecord decompressed(byte[] container) throws Exception {
        Path folder = Files.createTempDirectory(directory, "to");
        codec.decompress(container, folder, damages::add);
        String header = folder.toFile().list((directory, name) -> name.endsWith(".hea"))[0];
        return new RecordFolder(folder).open(header.replace(".hea", ""));
    }

    private static int[] samples(WfdbRecord record, int signal) throws Exception {
        return RecordFolder.samples(record.leads().get(signal));
    }

    private static HgcHeader header(String wfdb, long... samples) {
        List<HgcHeader.Signal> signals = new ArrayList<>();
        for (long count : samples) {
            long windows = (count + SmallCodec.SEGMENT - 1) / SmallCodec.SEGMENT;
            signals.add(
                    new HgcHeader.Signal(count, windows, SmallCodec.WINDOW, SmallCodec.OVERLAP));
        }
        return header(wfdb, signals);
    }

    private static HgcHeader header(String wfdb, List<HgcHeader.Signal> signals) {
        return new HgcHeader(
                wfdb,
                signals,
                "ecg/3",
                SmallCodec.SHA256,
                SmallCodec.WINDOW,
                1,
                HgcHeader.Promise.NONE,
                List.of());
    }

    /** Blocks of random bytes; where first windows begin again, they are the next signal's. */
    private static byte[] container(HgcHeader header, int[] firstWindows, Random random)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HgcWriter writer = new HgcWriter(out, header);
        int signal = -1;
        for (int i = 0; i < firstWindows.length; i++) {
            signal += firstWindows[i] == 0 ? 1 : 0;
            boolean last = i + 1 == firstWindows.length || firstWindows[i + 1] == 0;
            long end = last ? header.signals().get(signal).windows() : firstWindows[i + 1];
            byte[] payload = new byte[random.nextInt(2000)];
            random.nextBytes(payload);
            int windows = (int) (end - firstWindows[i]);
            writer.write(new Block(signal, firstWindows[i], windows, payload));
        }
        return out.toByteArray();
    }
}
