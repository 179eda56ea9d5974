package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.compression.container.Damage;
import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.compression.container.HgcReader;
import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.RecordFolder;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of other sampling rates than the network's of 360 Hz. */
class SamplingRateTest {
    private static final double NETWORK = 360;
    private static final int FRAMES = 9000;
    private static final int GAIN = 200;

    @TempDir private Path directory;
    private SmallCodec codec;
    private final List<Damage> damages = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        codec = new SmallCodec(NETWORK);
    }

    @AfterEach
    void close() {
        codec.close();
    }

    @ParameterizedTest
    @CsvSource({"128, 23, 2", "250, 44, 6", "360, 64, 8", "500, 89, 12", "1000, 178, 22"})
    void windowsOfAnyRateKeepTheirBounds(int frequency, int window, int overlap) throws Exception {
        WfdbRecord record = record(frequency);
        for (HgcHeader.Promise promise :
                List.of(
                        HgcHeader.Promise.NONE,
                        new HgcHeader.Promise(0.0, null),
                        new HgcHeader.Promise(0.04, null),
                        new HgcHeader.Promise(null, 9.0))) {
            byte[] container = codec.promising(record, promise);
            for (HgcHeader.Signal signal : header(container).signals()) {
                assertThat(signal.window()).isEqualTo(window);
                assertThat(signal.overlap()).isEqualTo(overlap);
            }
            WfdbRecord back = decompressed(container);

            assertThat(damages).isEmpty();
            assertThat(back.header().frequency()).isEqualTo(frequency);
            assertThat(back.header().samples()).hasValue(FRAMES);
            assertThat(Files.readAllBytes(Path.of(back.path().toUri()).resolveSibling("r.atr")))
                    .isEqualTo(Files.readAllBytes(directory.resolve("r.atr")));
            for (int lead = 0; lead < 2; lead++) {
                requireKept(samples(record, lead), samples(back, lead), promise, window - overlap);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"250, 44, 6", "1000, 178, 22"})
    void aDamagedBlockCostsItsWindowsAndWhatFadesIntoThem(int frequency, int window, int overlap)
            throws Exception {
        byte[] container = codec.promising(record(frequency), HgcHeader.Promise.NONE);
        WfdbRecord whole = decompressed(container);
        List<byte[]> frames = ContainerParts.cut(container);
        byte[] damaged = ContainerParts.block(frames, 1, 32);
        damaged[damaged.length / 2] ^= 0x10;
        WfdbRecord back = decompressed(ContainerParts.join(frames));

        assertThat(damages.stream().flatMap(damage -> damage.lost().stream()))
                .containsExactly(new Damage.Windows(1, 32, Math.min(32, windows(container) - 32)));
        assertThat(samples(back, 0)).isEqualTo(samples(whole, 0));
        int[] expected = samples(whole, 1);
        int block = 32 * (window - overlap);
        int to = Math.min(FRAMES, 2 * block + overlap / 2);
        Arrays.fill(expected, block - overlap / 2, to, LeadReader.MISSING);
        assertThat(samples(back, 1)).isEqualTo(expected);
    }

    @Test
    void leadsOfSeveralSamplesAFrameAreOfTheirOwnRate() throws Exception {
        RecordFolder files = new RecordFolder(directory);
        files.text("m.hea", "m 2 90 500\nm.dat 16x2 200\nm.dat 16x5 200\n");
        files.words("m.dat", new Random(1).ints(7 * 500, -300, 300).toArray());
        WfdbRecord record = files.open("m");
        byte[] container = codec.promising(record, new HgcHeader.Promise(0.01, null));

        assertThat(header(container).signals())
                .extracting(HgcHeader.Signal::window)
                .containsExactly(32, 80);
        WfdbRecord back = decompressed(container);
        for (int lead = 0; lead < 2; lead++) {
            int[] before = samples(record, lead);
            int[] after = samples(back, lead);
            assertThat(after).hasSameSizeAs(before);
            for (int i = 0; i < before.length; i++) {
                assertThat(after[i]).isBetween(before[i] - 2, before[i] + 2);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 64", "3000, 64"})
    void recordsOfVeryOtherRatesAreCodedAsTheyAre(int frequency, int window) throws Exception {
        WfdbRecord record = record(frequency);
        HgcHeader.Promise promise = new HgcHeader.Promise(0.04, null);
        byte[] container = codec.promising(record, promise);

        assertThat(header(container).signals().get(0).window()).isEqualTo(window);
        requireKept(
                samples(record, 0),
                samples(decompressed(container), 0),
                promise,
                SmallCodec.SEGMENT);
    }

    @Test
    void recordsOfTooManyRatesAreRefused() {
        StringBuilder text = new StringBuilder("r 420 5 20\n");
        for (int i = 0; i < 420; i++) {
            text.append("~ 0x").append(150 + i).append(" 200\n");
        }
        RecordFolder files = new RecordFolder(directory).text("r.hea", text.toString());

        assertThatThrownBy(() -> codec.promising(files.open("r"), HgcHeader.Promise.NONE))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("to resample its signals takes ")
                .hasMessageContaining(" numbers, and 8388608 may be");
    }

    /** Each sample within the largest error, each segment within the largest PRDN. */
    private static void requireKept(
            int[] before, int[] after, HgcHeader.Promise promise, int segment) {
        assertThat(after).hasSameSizeAs(before);
        for (int from = 0; from < before.length; from += segment) {
            double errors = 0;
            double sum = 0;
            double squares = 0;
            int count = 0;
            for (int i = from; i < Math.min(before.length, from + segment); i++) {
                boolean missing = before[i] == LeadReader.MISSING;
                assertThat(after[i] == LeadReader.MISSING).isEqualTo(missing);
                if (!missing) {
                    int error = after[i] - before[i];
                    if (promise.maximumError() != null) {
                        assertThat(Math.abs(error))
                                .isLessThanOrEqualTo((int) (promise.maximumError() * GAIN));
                    }
                    errors += (double) error * error;
                    sum += before[i];
                    squares += (double) before[i] * before[i];
                    count++;
                }
            }
            if (promise.maximumPrdn() != null && errors > 0) {
                double prdn = 100 * Math.sqrt(errors / (squares - sum * sum / count));
                assertThat(prdn).isLessThanOrEqualTo(promise.maximumPrdn());
            }
        }
    }

    /** Beats with noise in two leads, and a gap in the second; with annotations. */
    private WfdbRecord record(int frequency) throws Exception {
        RecordFolder files = new RecordFolder(directory);
        files.text(
                "r.hea",
                "r 2 %d %d\nr.dat 16 %d 12\nr.dat 16 %d 12\n"
                        .formatted(frequency, FRAMES, GAIN, GAIN));
        Random random = new Random(4);
        int[] words = new int[2 * FRAMES];
        for (int i = 0; i < words.length; i++) {
            double beat = (i / 2 % frequency - frequency / 2) / (0.02 * frequency);
            double wave = 300 * Math.exp(-beat * beat) + 3 * random.nextGaussian();
            words[i] = (int) (i % 2 == 0 ? wave : 200 - wave);
        }
        for (int i = 4000; i < 4300; i++) {
            words[2 * i + 1] = LeadReader.MISSING;
        }
        return files.words("r.dat", words).words("r.atr", 1 << 10 | 100, 5 << 10 | 90, 0).open("r");
    }

    private WfdbRecord decompressed(byte[] container) throws Exception {
        Path folder = Files.createTempDirectory(directory, "to");
        codec.decompress(container, folder, damages::add);
        String header = folder.toFile().list((file, name) -> name.endsWith(".hea"))[0];
        return new RecordFolder(folder).open(header.replace(".hea", ""));
    }

    private static HgcHeader header(byte[] container) throws Exception {
        try (HgcReader reader =
                new HgcReader(new ByteArrayInputStream(container), "r.hgc", damage -> {})) {
            return reader.header();
        }
    }

    private static long windows(byte[] container) throws Exception {
        return header(container).signals().get(0).windows();
    }

    private static int[] samples(WfdbRecord record, int lead) throws Exception {
        return RecordFolder.samples(record.leads().get(lead));
    }
}
