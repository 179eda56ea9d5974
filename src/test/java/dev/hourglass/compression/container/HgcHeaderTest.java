package dev.hourglass.compression.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hourglass.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a container's header may say, and what is said of one that is damaged. */
class HgcHeaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"window\":2000, | '' | Missing creator property 'window'",
                "\"maximum_error\":null, | '' | Missing creator property 'maximum_error'",
                "\"window\" | \"more\":1,\"window\" | Unrecognized field \"more\"",
                "\"window\" | \"window\":1,\"window\" | Duplicate field 'window'",
                "\"window\":2000 | \"window\":null | `null` value encountered",
                "\"wfdb\":\"100 | \"wfdb\":null,\"more\":\"100 | `null` value encountered",
                "\"signals\":\\[ | \"signals\":[null, | `null` value encountered",
                "\"window\":2000 | \"window\":2000.5 | 2000.5",
                "\"window\":2000 | \"window\":\"2000\" | String value",
                "\"window\":2000 | \"window\":99999999 | a window has 99999999 samples",
                "\"window\":2000 | \"window\":1 | a window has 1 samples",
                "\"window\":2000 | \"window\":32769 | a window has 32769 samples",
                "\"window\":2000,\"q | \"q | Missing creator property 'window'",
                "\"window\":2000,\"q | \"window\":1,\"q | a window has 1 samples",
                "\"overlap\":20 | \"overlap\":-2 | windows of 2000 samples share -2",
                "\"overlap\":20 | \"overlap\":21 | windows of 2000 samples share 21",
                "\"overlap\":20 | \"overlap\":1002 | windows of 2000 samples share 1002",
                "\"samples\":19000 | \"samples\":-1 | a signal has -1 samples",
                "\"samples\":19000 | \"samples\":1099511627777 | has 1099511627777 samples",
                "\"samples\":19000 | \"samples\":19801 | 19801 samples was cut into 10 windows",
                "\"samples\":19000 | \"samples\":17820 | 17820 samples was cut into 10 windows",
                "\"windows\":10 | \"windows\":4294967296 | into 4294967296 windows",
                "\"quantiser_step\":0.125 | \"quantiser_step\":0 | the quantiser's step is 0.0",
                "\"maximum_prdn\":2.5 | \"maximum_prdn\":-1 | the largest PRDN is -1.0",
                "\"maximum_prdn\":2.5 | \"maximum_prdn\":1e999 | the largest PRDN is Infinity",
                "\"maximum_error\":null | \"maximum_error\":\"NaN\" | the largest error is NaN",
                "\"maximum_error\":null | \"maximum_error\":\"\" | String",
                "\"extension\":\"atr\" | \"extension\":\"a/b\" | an extension is a/b",
                "\"extension\":\"atr\" | \"extension\":\"notes\" | have the same extension",
                "\"bytes\":0 | \"bytes\":8388609 | attachment notes has 8388609 bytes",
            })
    void headersThatSayAnythingElseAreDamaged(String text, String other, String reason)
            throws Exception {
        String json = new String(HeaderJson.write(Containers.header()), StandardCharsets.UTF_8);
        String changed = json.replaceFirst(text, other);
        assertThat(changed).isNotEqualTo(json);

        assertThat(failure(HgcContainerTest.byHand(changed, new byte[0])))
                .hasMessageStartingWith("The file's header is damaged: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "1", "\"\"", "{} {}"})
    void headersThatAreNoObjectAreDamaged(String json) {
        assertThat(failure(HgcContainerTest.byHand(json, new byte[0])))
                .hasMessageStartingWith("The file's header is damaged: ");
    }

    @Test
    void everyByteOfTheHeaderIsChecked() {
        byte[] file = Containers.parts().get(0);
        for (int at = 0; at < file.length; at++) {
            byte[] changed = file.clone();
            changed[at] ^= 1;
            MalformedContainerException failure = failure(changed);
            assertThat(failure.position()).isEqualTo(at < 8 ? "byte 0" : "byte 8");
            assertThat(failure.path()).isEqualTo("r.hgc");
        }
    }

    @Test
    void aFileThatEndsWithinItsHeaderIsDamaged() {
        byte[] file = Containers.parts().get(0);
        for (int length = 8; length < file.length; length++) {
            assertThat(failure(Arrays.copyOf(file, length)))
                    .hasMessage("The file's header is damaged: the file ends within it");
        }
        assertThat(failure(new byte[0])).hasMessage("The file is no .hgc container");
        assertThat(failure("RIFF....WAVE".getBytes(StandardCharsets.US_ASCII)))
                .hasMessage("The file is no .hgc container");
    }

    @Test
    void changedLineEndsAreToldFromOtherDamage() {
        String file = new String(Containers.file(), StandardCharsets.ISO_8859_1);
        for (String changed :
                List.of(file.replace("\r\n", "\n"), file.replace("\n", "\r\n"), "\u0089HGC")) {
            assertThat(failure(changed.getBytes(StandardCharsets.ISO_8859_1)))
                    .hasMessage(
                            "The file was cut off or had its line ends changed, as by a transfer"
                                    + " as text");
        }
    }

    @Test
    void anotherVersionIsNamed() {
        byte[] file = Containers.file();
        file[9] = 2;

        assertThat(failure(file))
                .hasMessage("The file is of format version 2; this build reads version 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1 << 20 | 1, Integer.MAX_VALUE})
    void aHeaderLongerThanAMebibyteIsNotRead(int length) {
        byte[] file = Containers.file();
        ByteBuffer.wrap(file).putInt(10, length);

        assertThat(failure(file))
                .hasMessage(
                        "The file's header is damaged: it would have %s bytes"
                                .formatted(Integer.toUnsignedString(length)));
    }

    @Test
    void aHeaderThatInflatesToMoreThanAMebibyteIsNeitherWrittenNorRead() {
        HgcHeader header = header("c".repeat(1 << 20), new HgcHeader.Signal(0, 0, 2, 0));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HgcWriter(new ByteArrayOutputStream(), header));
        assertThatThrownBy(() -> RawDeflate.inflate(RawDeflate.deflate(new byte[1001]), 1000))
                .hasMessage("it inflates to more than 1000 bytes");
    }

    @Test
    void aJobEndsWithWhatIsWrongAndWhere() {
        assertThat(failure(new byte[0]).asFailure())
                .hasMessageContaining("The file is no .hgc container (r.hgc, byte 0): restore")
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_MALFORMED);
    }

    @Test
    void overlapsOfHalfAWindowAndSignalsOfAnyLengthAreTaken() throws Exception {
        for (long samples : new long[] {0, 1, 1000, 1001, 1L << 40}) {
            HgcHeader header =
                    header("", new HgcHeader.Signal(samples, (samples + 999) / 1000, 2000, 1000));

            assertThat(HeaderJson.read(HeaderJson.write(header))).isEqualTo(header);
        }
    }

    @Test
    void moreThanFourThousandSignalsAreDamage() throws Exception {
        String json = new String(HeaderJson.write(Containers.header()), StandardCharsets.UTF_8);
        String none = "{\"samples\":0,\"windows\":0,\"window\":8,\"overlap\":0},";
        String most = json.replace("\"signals\":[", "\"signals\":[" + none.repeat(4094));
        assertThat(HeaderJson.read(most.getBytes(StandardCharsets.UTF_8)).signals()).hasSize(4096);
        String more = json.replace("\"signals\":[", "\"signals\":[" + none.repeat(4095));
        assertThatThrownBy(() -> HeaderJson.read(more.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("there are 4097 signals");
    }

    @Test
    void promisesAreNoneOrLengths() {
        assertThat(new HgcHeader.Promise(null, null)).isEqualTo(HgcHeader.Promise.NONE);
        assertThat(new HgcHeader.Promise(0.0, 0.0).maximumError()).isZero();
        for (double bound : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new HgcHeader.Promise(bound, null))
                    .withMessage("the largest error is " + bound);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new HgcHeader.Promise(null, bound))
                    .withMessage("the largest PRDN is " + bound);
        }
    }

    private static HgcHeader header(String wfdb, HgcHeader.Signal signal) {
        HgcHeader header = Containers.header();
        return new HgcHeader(
                wfdb,
                List.of(signal),
                header.model(),
                header.weightsSha256(),
                header.window(),
                header.quantiserStep(),
                header.promise(),
                header.attachments());
    }

    private static MalformedContainerException failure(byte[] file) {
        return catchThrowableOfType(MalformedContainerException.class, () -> Containers.read(file));
    }
}
