package dev.hourglass.source.wfdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WfdbWriterTest {
    private static final int MISSING = LeadReader.MISSING;
    private static final String TWO_SIGNALS =
            "r 2 360 9 1:2:3\nx 80 200 11 1024 7 7 0 MLII\ny 16:3+5 0 12 0 7 7 0 V 5\n# c\n";

    @TempDir private Path directory;

    @Test
    void interleavesTheSignalsInFormat212() throws Exception {
        write(TWO_SIGNALS, 212, new int[][] {{995, -1, MISSING}, {1011, 2047, 1}}, 3);

        assertThat(bytes("r.dat")).containsExactly(0xE3, 0x33, 0xF3, 0xFF, 0x7F, 0xFF, 0, 8, 1);
        assertThat(text("r.hea"))
                .isEqualTo(
                        """
                        r 2 360 3 1:2:3
                        r.dat 212 200 11 1024 995 -1054 0 MLII
                        r.dat 212 0 12 0 1011 3059 0 V 5
                        # c
                        """);
    }

    @Test
    void interleavesTheSignalsInFormat16() throws Exception {
        write(TWO_SIGNALS, 16, new int[][] {{995, -1, MISSING}, {32767, 32767, -32767}}, 3);

        assertThat(bytes("r.dat"))
                .containsExactly(0xE3, 3, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0x80, 1, 0x80);
        // The sum of the second, 32767, is all that 16 bits hold; the first's is below them.
        assertThat(text("r.hea"))
                .contains("r.dat 16 200 11 1024 995 -31774 0 MLII\n")
                .contains("r.dat 16 0 12 0 32767 32767 0 V 5\n");
    }

    @Test
    void endsAnOddNumberOfSamplesOfFormat212WithHalfAByte() throws Exception {
        write("r 1\nx 16\n", 212, new int[][] {{995, 1011, -2}}, 3);

        assertThat(bytes("r.dat")).containsExactly(0xE3, 0x33, 0xF3, 0xFE, 0x0F);
    }

    @Test
    void writesSeveralSamplesAFrame() throws Exception {
        write("r 2\nx 16x3\nx 16\n", 16, new int[][] {{1, 2, 3, 5, 6, 7, 9}, {4, 8, 9}}, 2);

        assertThat(bytes("r.dat")).containsExactly(1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0);
        assertThat(text("r.hea"))
                .isEqualTo(
                        """
                        r 2 250 2
                        r.dat 16x3 0 12 0 1 24 0 signal 0
                        r.dat 16 0 12 0 4 12 0 signal 1
                        """);
    }

    @Test
    void writesARecordWithoutSamples() throws Exception {
        write("r 1\nx 16\n", 212, new int[1][0], 0);

        assertThat(bytes("r.dat")).isEmpty();
        assertThat(text("r.hea")).isEqualTo("r 1 250 0\nr.dat 212 0 12 0 0 0 0 signal 0\n");
    }

    @ParameterizedTest
    @CsvSource({
        "212, 2048, -2047 to 2047",
        "212, -2048, -2047 to 2047",
        "16, 32768, -32767 to 32767",
        "16, -32768, -32767 to 32767",
        "16, 2147483647, -32767 to 32767"
    })
    void refusesASampleThatIsOutOfTheFormatsRange(int format, int sample, String range) {
        MalformedRecordException failure =
                failure(TWO_SIGNALS, format, new int[][] {{1, 2}, {3, sample}}, 2);

        assertThat(failure)
                .hasMessage(
                        "The sample %d is out of the range of format %d, %s"
                                .formatted(sample, format, range));
        assertThat(failure.path()).endsWith("r.dat");
        assertThat(failure.position()).isEqualTo("signal 1 (V 5), frame 1");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"-2047, 2047, 212", "-2048, 0, 16", "0, 2048, 16", "-32767, 32767, 16"})
    void knowsTheSmallerFormatOfARange(int least, int greatest, int format) {
        assertThat(WfdbWriter.smallestFormat(least, greatest)).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 61, 80, 310, -1})
    void writesNoOtherFormat(int format) {
        assertThat(failure(TWO_SIGNALS, format, new int[2][0], 0))
                .hasMessage("Records are written in format 16 or 212, not " + format);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..", ".", ".r", "a/b", "../r", "/r", "a\\b", "file:r", "a b", "a\n", "", "ä"
            })
    void refusesANameThatMightLeaveTheFolder(String name) throws Exception {
        WfdbHeader header = WfdbHeader.parse(TWO_SIGNALS, "r.hea");
        WfdbHeader named = header.inOneSegment(name, 0, header.signals());

        assertThatThrownBy(() -> WfdbWriter.create(files(), folder(), named, 16))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("A record cannot be written under the name " + name);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hea", "HEA", "dat", "a.b", "..", "", "../x", "a/b", "a\\b", "a:b", "a b", "ä"
            })
    void refusesAnAnnotatorThatMightLeaveTheFolderOrIsNone(String annotator) throws Exception {
        try (WfdbWriter writer = writer(TWO_SIGNALS, 16)) {
            assertThatThrownBy(() -> writer.writeAnnotations(annotator, new byte[2]))
                    .isInstanceOf(MalformedRecordException.class)
                    .hasMessageContaining("under the extension " + annotator);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "V\\n../x 16,  200, 1:2:3, # c",
        "'V ',         200, 1:2:3, # c",
        "V,            2 0, 1:2:3, # c",
        "V,            300, 1:2:3, # c",
        "V,            200, 1 2 3, # c",
        "V,            200, 1:2:3, c",
        "V,            200, 1:2:3, #\\nc"
    })
    void refusesATextThatWouldBeReadAsSomethingElse(
            String description, String gain, String time, String comment) {
        SignalSpec signal =
                new SignalSpec(
                        0,
                        "x",
                        16,
                        1,
                        0,
                        0,
                        gain,
                        new Calibration(200, 0, "mV"),
                        12,
                        0,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        description.replace("\\n", "\n"));
        WfdbHeader header =
                new WfdbHeader(
                        "r",
                        360,
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.of(time),
                        Optional.empty(),
                        List.of(signal),
                        List.of(),
                        List.of(comment.replace("\\n", "\n")));

        assertThatThrownBy(() -> WfdbWriter.create(files(), folder(), header, 16))
                .isInstanceOf(MalformedRecordException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesFramesThatAreTooLongAndHeadersOfSegments() throws Exception {
        WfdbHeader frames = WfdbHeader.parse("r 2\nx 16x1048576\nx 16\n", "r.hea");
        WfdbHeader master = WfdbHeader.parse("r/1 1 360 1\ns 1\n", "r.hea");

        assertThatThrownBy(() -> WfdbWriter.create(files(), folder(), frames, 16))
                .hasMessageContaining("A frame of 1048577 samples is longer than the 1048576");
        assertThatThrownBy(() -> WfdbWriter.create(files(), folder(), master, 16))
                .hasMessageContaining("written in one segment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.hea", "r.dat"})
    void overwritesNothing(String file) throws Exception {
        Files.writeString(directory.resolve(file), "there");

        assertThatThrownBy(() -> write(TWO_SIGNALS, 16, new int[2][1], 1))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(file);
        assertThat(visibleFiles()).containsExactly(file);
        assertThat(text(file)).isEqualTo("there");
    }

    @Test
    void overwritesNoAnnotations() throws Exception {
        Files.writeString(directory.resolve("r.atr"), "there");

        try (WfdbWriter writer = writer(TWO_SIGNALS, 16)) {
            assertThatThrownBy(() -> writer.writeAnnotations("atr", new byte[2]))
                    .isInstanceOf(FileAlreadyExistsException.class);
            writer.writeAnnotations("qrs", new byte[] {1, 2});
            assertThat(bytes("r.qrs")).containsExactly(1, 2);
        }
        assertThat(visibleFiles()).containsExactly("r.atr");
        assertThat(text("r.atr")).isEqualTo("there");
    }

    @Test
    void writesTheHeaderLast() throws Exception {
        try (WfdbWriter writer = writer(TWO_SIGNALS, 16)) {
            writer.write(new int[2][1], 1);
            writer.writeAnnotations("atr", new byte[2]);
            assertThat(visibleFiles()).containsExactly("r.atr", "r.dat");
            WfdbHeader header = writer.finish();
            assertThat(header).isEqualTo(WfdbHeader.parse(text("r.hea"), "r.hea"));
        }
        assertThat(visibleFiles()).containsExactly("r.atr", "r.dat", "r.hea");
    }

    private void write(String header, int format, int[][] samples, int frames) throws Exception {
        try (WfdbWriter writer = writer(header, format)) {
            writer.write(samples, frames);
            writer.finish();
        }
    }

    private MalformedRecordException failure(
            String header, int format, int[][] samples, int frames) {
        return catchThrowableOfType(
                MalformedRecordException.class, () -> write(header, format, samples, frames));
    }

    private WfdbWriter writer(String header, int format) throws Exception {
        return WfdbWriter.create(files(), folder(), WfdbHeader.parse(header, "r.hea"), format);
    }

    private org.apache.hadoop.fs.Path folder() {
        return new org.apache.hadoop.fs.Path(directory.toUri());
    }

    private static FileSystem files() throws IOException {
        return FileSystem.getLocal(new Configuration());
    }

    /** Without the checksums that Hadoop's local file system lays beside them. */
    private List<String> visibleFiles() throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private String text(String name) throws IOException {
        return Files.readString(directory.resolve(name), UTF_8);
    }

    private int[] bytes(String name) throws IOException {
        byte[] content = Files.readAllBytes(directory.resolve(name));
        int[] values = new int[content.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = content[i] & 0xFF;
        }
        return values;
    }
}
