package dev.hourglass.source.wfdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationReaderTest {
    @Test
    void readsTheStartOfAFileOfMitBih() throws Exception {
        // A rhythm change "(N" 18 samples in, then a normal beat 59 and a premature one 293 later.
        List<Annotation> annotations =
                annotations(
                        0x12, 0x70, 0x03, 0xFC, '(', 'N', 0, 0, 0x3B, 0x04, 0x25, 0x21, 0x00, 0x00);

        assertThat(annotations)
                .containsExactly(
                        new Annotation(18, 28, 0, 0, 0, "(N"),
                        new Annotation(77, 1, 0, 0, 0, ""),
                        new Annotation(370, 8, 0, 0, 0, ""));
        assertThat(annotations).extracting(Annotation::symbol).containsExactly("+", "N", "A");
        assertThat(annotations).extracting(Annotation::isBeat).containsExactly(false, true, true);
    }

    @Test
    void addsLongIntervalsHighWordFirst() throws Exception {
        // SKIP 0x00012345, then one tick more; SKIP -5; one before the first annotation too.
        assertThat(
                        annotations(
                                0, 0xEC, 0, 0, 7, 0, 0x03, 0x04, 0, 0xEC, 0x01, 0, 0x45, 0x23, 0x01,
                                0x14, 0, 0xEC, 0xFF, 0xFF, 0xFB, 0xFF, 0x02, 0x04, 0, 0))
                .extracting(Annotation::time)
                .containsExactly(10L, 10L + 0x12345 + 1, 10L + 0x12345 + 1 - 5 + 2);
    }

    @Test
    void keepsChannelAndNumberUntilTheyChangeAndTheSubtypeForOneAnnotation() throws Exception {
        assertThat(
                        annotations(
                                1, 0x04, 2, 0xF0, 0xFF, 0xF7, 3, 0xF8, 1, 0x04, 1, 0x04, 0xFF, 0xF3,
                                0, 0xF8, 0, 0))
                .containsExactly(
                        new Annotation(1, 1, -1, 3, 2, ""),
                        new Annotation(2, 1, 0, 3, 2, ""),
                        new Annotation(3, 1, 0, 0, -1, ""));
    }

    @Test
    void padsAuxiliaryTextOfOddLength() throws Exception {
        assertThat(annotations(1, 0x58, 3, 0xFC, 'a', 'b', 'c', 0, 1, 0x04, 0, 0))
                .containsExactly(
                        new Annotation(1, 22, 0, 0, 0, "abc"), new Annotation(2, 1, 0, 0, 0, ""));
    }

    @Test
    void readsNothingFromAnEmptyListAndNothingAfterTheEndMark() throws Exception {
        assertThat(annotations(0, 0, 1, 4)).isEmpty();
    }

    @Test
    void takesTheTimeResolutionFromTheNoteAtTheStart() throws Exception {
        try (AnnotationReader reader = reader(note("## time resolution: 1000.5"))) {
            assertThat(reader.ticksPerSecond()).isEmpty();
            assertThat(reader.next()).isPresent();
            assertThat(reader.ticksPerSecond()).hasValue(1000.5);
            assertThat(reader.next()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "fast", "NaN"})
    void refusesATimeResolutionThatIsNoRate(String rate) {
        assertThatThrownBy(() -> annotations(note("## time resolution: " + rate)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("The time resolution " + rate + " is not a number above zero");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 2", "3, 2", "4, 4", "6, 6", "9, 6", "10, 10"})
    void refusesAFileThatEndsBeforeItsEndMark(int length, int position) {
        // Two beats, the second with text and its padding, and half an end mark.
        int[] bytes = Arrays.copyOf(new int[] {1, 4, 1, 4, 3, 0xFC, 'a', 'b', 'c', 0, 0}, length);

        assertThatThrownBy(() -> annotations(bytes))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("The annotations end before their end mark")
                .extracting(e -> ((MalformedRecordException) e).position())
                .isEqualTo("byte " + position);
    }

    @Test
    void refusesTheFormatOfTheAha() {
        assertThatThrownBy(() -> annotations(0, 'N', 0, 0, 1, 0))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("AHA");
    }

    @Test
    void refusesAFieldThatFollowsNoAnnotation() {
        assertThatThrownBy(() -> annotations(3, 0xFC, 'a', 'b', 'c', 0, 0, 0))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("a field of no annotation");
    }

    @Test
    void countsAsBeatsWhatPhysioNetDoes() {
        String beats = "";
        for (int code = 0; code < 59; code++) {
            Annotation annotation = new Annotation(0, code, 0, 0, 0, "");
            beats += annotation.isBeat() ? annotation.symbol() : "";
        }
        assertThat(beats).isEqualTo("NLRaVFJASEj/QB?enfr");
        assertThat(new Annotation(0, 31, 0, 0, 0, "").symbol()).isEqualTo("!");
        assertThat(new Annotation(0, 41, 0, 0, 0, "").symbol()).isEqualTo("r");
        assertThat(new Annotation(0, 42, 0, 0, 0, "").symbol()).isEqualTo("[42]");
        assertThat(new Annotation(0, 15, 0, 0, 0, "").symbol()).isEqualTo("[15]");
    }

    private static int[] note(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0, 0x58, (byte) text.length(), (byte) 0xFC});
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(new byte[2 + text.length() % 2]);
        byte[] note = bytes.toByteArray();
        int[] values = new int[note.length];
        for (int i = 0; i < note.length; i++) {
            values[i] = note[i];
        }
        return values;
    }

    private static List<Annotation> annotations(int... bytes) throws Exception {
        List<Annotation> annotations = new ArrayList<>();
        try (AnnotationReader reader = reader(bytes)) {
            for (Optional<Annotation> next = reader.next();
                    next.isPresent();
                    next = reader.next()) {
                annotations.add(next.get());
            }
        }
        return annotations;
    }

    private static AnnotationReader reader(int... values) throws Exception {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new AnnotationReader(new ByteArrayInputStream(bytes), "r.atr");
    }
}
