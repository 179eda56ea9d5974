package dev.hourglass.source.wfdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WfdbRoundTripTest {
    private static final int MISSING = LeadReader.MISSING;

    @TempDir private Path directory;
    private Path source;
    private Path target;
    private RecordFolder folder;

    @BeforeEach
    void twoFolders() {
        source = directory.resolve("source");
        target = directory.resolve("target");
        folder = new RecordFolder(source);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 212, 1", "1, 212, 20001", "2, 212, 8192", "2, 212, 20001", "3, 212, 777",
                "3, 212, 9999",
        "1, 16,  1", "1, 16,  20001", "2, 16,  8192", "2, 16,  20001", "3, 16,  777", "3, 16,  9999"
    })
    void givesBackTheSameFilesInTheSameFormat(int signals, int format, int frames)
            throws Exception {
        int range = format == 212 ? 1 << 12 : 1 << 16;
        Random random = new Random(5);
        int[] samples = random.ints((long) signals * frames, -range / 2, range / 2).toArray();
        SignalFormat packing = SignalFormat.of(format).orElseThrow();
        byte[] packed = new byte[packing.bytes(samples.length)];
        packing.encode(samples, samples.length, packed);
        StringBuilder header = new StringBuilder("r %d 360 %d\r\n".formatted(signals, frames));
        for (int i = 0; i < signals; i++) {
            int sum = 0;
            for (int k = i; k < samples.length; k += signals) {
                sum += samples[k];
            }
            header.append(
                    "r.dat %d 200 11 1024 %d %d 0 lead %d\r\n"
                            .formatted(format, samples[i], (short) sum, i));
        }
        folder.text("r.hea", header + "# a comment\r\n");
        Files.write(source.resolve("r.dat"), packed);
        RecordFolder.copy(folder.open("r"), target, format);

        assertThat(target.resolve("r.dat")).hasBinaryContent(packed);
        assertThat(target.resolve("r.hea"))
                .hasContent(header.toString().replace("\r", "") + "# a comment\n");
        assertThat(copied("r").header()).isEqualTo(folder.open("r").header());
    }

    @ParameterizedTest
    @CsvSource({"212", "16"})
    void makesOneSegmentOfManyAndMissingSamplesOfTheGaps(int format) throws Exception {
        folder.text(
                "layout.hea",
                "layout 3 100 0\n~ 0 200 12 0 0 0 0 I\n~ 0x2 200 12 0 0 0 0 II\n~ 0 9/bpm 12 0 0 0 0 HR\n");
        folder.text(
                "s1.hea",
                "s1 2 100 2\ns1.dat 80x2:1 400 8 0 1 13 0 II\ns1.dat 80 200 8 0 3 9 0 I\n");
        folder.bytes("s1.dat", 129, 130, 131, 132, 134, 134);
        folder.text("s2.hea", "s2 1 100 1\ns2.dat 61 200 12 0 -7 -7 0 I\n");
        folder.bytes("s2.dat", 0xFF, 0xF9);
        folder.text(
                "m.hea", "m/4 3 100 1503 9:00:00\r\nlayout 0\r\ns1 2\r\n~ 1500\r\ns2 1\r\n# c\r\n");
        RecordFolder.copy(folder.open("m"), target, format);

        WfdbHeader header = copied("m").header();
        assertThat(header.isMultiSegment()).isFalse();
        assertThat(header.samples()).hasValue(1503);
        assertThat(header.baseTime()).contains("9:00:00");
        assertThat(header.comments()).containsExactly("# c");
        assertThat(header.signals())
                .extracting(SignalSpec::description)
                .containsExactly("I", "II", "HR");
        assertThat(header.signals())
                .extracting(SignalSpec::adcGain)
                .containsExactly("200", "400", "9/bpm");
        List<Lead> leads = copied("m").leads();
        int[] first = RecordFolder.samples(leads.get(0));
        assertThat(first).hasSize(1503).startsWith(3, 6).endsWith(MISSING, -7);
        assertThat(first).containsOnly(3, 6, MISSING, -7);
        assertThat(RecordFolder.samples(leads.get(1)))
                .hasSize(3006)
                .startsWith(2, 4, 6, MISSING, MISSING)
                .endsWith(MISSING);
        assertThat(RecordFolder.samples(leads.get(2))).hasSize(1503).containsOnly(MISSING);
    }

    @Test
    void keepsARecordWithoutSamples() throws Exception {
        folder.text("r.hea", "r 1 100 0 1:2:3\nr.dat 212\n").bytes("r.dat");
        RecordFolder.copy(folder.open("r"), target, 212);

        assertThat(copied("r").header().samples()).isEmpty();
        assertThat(copied("r").header().baseTime()).contains("1:2:3");
        assertThat(RecordFolder.samples(copied("r").leads().get(0))).isEmpty();
    }

    private WfdbRecord copied(String name) throws Exception {
        return new RecordFolder(target).open(name);
    }
}
