package dev.hourglass.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hourglass.compression.container.Damage;
import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.Specs;
import dev.hourglass.source.wfdb.LeadReader;
import dev.hourglass.source.wfdb.LeadSamples;
import dev.hourglass.source.wfdb.WfdbHeader;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Record 100 of the MIT-BIH Arrhythmia Database, by a network that has learnt nothing. */
@Tag("real-data")
class RecordRoundTripIT {
    private static final int WINDOW = 512;
    private static final int OVERLAP = 16;
    private static final double MAXIMUM_ERROR = 0.04;
    private static final String SHA256 = "ab".repeat(32);

    @TempDir private Path folder;
    private FileSystem files;
    private CodecNetwork network;
    private WfdbRecord record;

    @BeforeEach
    void open() throws Exception {
        String data = System.getenv("HOURGLASS_DATA");
        assumeThat(data).as("HOURGLASS_DATA, the folder of real data").isNotNull();
        files = FileSystem.getLocal(new Configuration());
        network = new CodecNetwork(Autoencoder.initial(Specs.codec(WINDOW), 1), 360);
        record = WfdbRecord.open(files, path(Path.of(data, "mitbih/100.hea")));
    }

    @AfterEach
    void close() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void comesBackWithItsHeaderAndAnnotationsWithinThePromise() throws Exception {
        List<Damage> damages = new ArrayList<>();
        WfdbRecord decompressed = decompressed(compressed(), damages);

        assertThat(damages).isEmpty();
        WfdbHeader before = record.header();
        WfdbHeader after = decompressed.header();
        assertThat(after.samples()).isEqualTo(before.samples());
        assertThat(after.comments()).isEqualTo(before.comments());
        assertThat(after.signals())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                        "initialValue", "checksum")
                .isEqualTo(before.signals());
        assertThat(decompressed.annotationFiles().files().get(0).read(files))
                .isEqualTo(record.annotationFiles().files().get(0).read(files));
        for (int lead = 0; lead < 2; lead++) {
            int[] original = samples(record, lead);
            int[] back = samples(decompressed, lead);
            assertThat(back).hasSameSizeAs(original);
            int largest = 0;
            for (int i = 0; i < original.length; i++) {
                largest = Math.max(largest, Math.abs(original[i] - back[i]));
            }
            assertThat(largest / 200.0).isPositive().isLessThanOrEqualTo(MAXIMUM_ERROR);
        }
    }

    @Test
    void aDamagedBlockCostsThatBlockOnly() throws Exception {
        byte[] container = compressed();
        WfdbRecord whole = decompressed(container, new ArrayList<>());
        List<int[]> expected = List.of(samples(whole, 0), samples(whole, 1));
        container[container.length / 2] ^= 0x10;
        folder = folder.resolve("damaged");
        List<Damage> damages = new ArrayList<>();
        WfdbRecord damaged = decompressed(container, damages);

        List<Damage.Windows> lost = damages.stream().flatMap(d -> d.lost().stream()).toList();
        assertThat(lost).hasSize(1);
        assertThat(lost.get(0).count()).isEqualTo(SignalCompressor.BLOCK);
        int segment = WINDOW - OVERLAP;
        int from = Math.toIntExact(lost.get(0).first() * segment);
        int to = from + SignalCompressor.BLOCK * segment;
        int signal = lost.get(0).signal();
        int[] samples = samples(damaged, signal);
        int[] undamaged = expected.get(signal);
        assertThat(Arrays.copyOfRange(samples, from, to)).containsOnly(LeadReader.MISSING);
        for (int i = 0; i < samples.length; i++) {
            boolean inside = i >= from && i < to;
            boolean near = i >= from - OVERLAP / 2 && i < to + OVERLAP / 2;
            if (!inside && !(near && samples[i] == LeadReader.MISSING)) {
                assertThat(samples[i]).isEqualTo(undamaged[i]);
            }
        }
        assertThat(samples(damaged, 1 - signal)).isEqualTo(expected.get(1 - signal));
    }

    @Test
    void anotherModelIsRefused() throws Exception {
        byte[] container = compressed();
        RecordDecompressor other = new RecordDecompressor(files, network, "cd".repeat(32));
        assertThatThrownBy(() -> decompress(other, container, new ArrayList<>()))
                .hasMessageContaining("compressed with the model ecg/3");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileThatPromisesFarMoreThanItCanHoldIsRefused() throws Exception {
        byte[] container = Arrays.copyOf(compressed(), 1500);
        assertThatThrownBy(() -> decompressed(container, new ArrayList<>()))
                .hasMessageContaining("ends long before the 2622 windows");
    }

    private byte[] compressed() throws Exception {
        CodecSettings settings =
                new CodecSettings(
                        "ecg/3", SHA256, OVERLAP, 1, new HgcHeader.Promise(MAXIMUM_ERROR, null));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new RecordCompressor(files, network, settings).compress(record, out);
        return out.toByteArray();
    }

    private WfdbRecord decompressed(byte[] container, List<Damage> damages) throws Exception {
        decompress(new RecordDecompressor(files, network, SHA256), container, damages);
        return WfdbRecord.open(files, path(folder.resolve("100.hea")));
    }

    private void decompress(RecordDecompressor decompressor, byte[] container, List<Damage> damages)
            throws Exception {
        decompressor.decompress(
                new ByteArrayInputStream(container),
                container.length,
                "100.hgc",
                path(folder),
                damages::add);
    }

    private static int[] samples(WfdbRecord record, int lead) throws Exception {
        LeadSamples samples = record.leads().get(lead).verified();
        int[] all = new int[Math.toIntExact(samples.length())];
        try (LeadReader reader = samples.reader()) {
            reader.read(all, 0, all.length);
        }
        return all;
    }

    private static org.apache.hadoop.fs.Path path(Path path) {
        return new org.apache.hadoop.fs.Path(path.toUri());
    }
}
