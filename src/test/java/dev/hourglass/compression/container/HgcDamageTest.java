package dev.hourglass.compression.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a container that is damaged, and what is said of the rest. */
class HgcDamageTest {
    /** Windows 2 and 3 of signal 0, among {@link Containers#parts()}. */
    private static final int BLOCK = 5;

    private final List<byte[]> parts = Containers.parts();

    @Test
    void anyDamagedBitOfABlockCostsThatBlock() throws Exception {
        int start = start(BLOCK);
        byte[] block = parts.get(BLOCK);
        for (int bit = 0; bit < 8 * block.length; bit++) {
            byte[] file = Containers.join(parts);
            file[start + bit / 8] ^= 1 << bit % 8;

            Containers.Read read = Containers.read(file);
            assertThat(read.windows(0)).containsExactly(0L, 4L, 6L, 8L);
            assertThat(read.windows(1)).containsExactly(0L, 2L);
            assertThat(read.attachments()).hasSize(2);
            assertThat(read.damages()).hasSize(2);
            assertThat(read.damages().get(0).position()).isEqualTo(start);
            assertThat(read.damages().get(1))
                    .isEqualTo(
                            new Damage(
                                    start,
                                    "Windows 2 to 3 of signal 0 are lost",
                                    Optional.of(new Damage.Windows(0, 2, 2))));
        }
    }

    @Test
    void whatWasPassedOverIsTold() throws Exception {
        byte[] file = Containers.join(parts);
        file[start(BLOCK) + 30] ^= 1;
        assertThat(Containers.read(file).damages().get(0).reason())
                .isEqualTo(
                        "%d bytes are passed over: a block does not match its CRC32C"
                                .formatted(parts.get(BLOCK).length));

        file[start(BLOCK)] ^= 1;
        assertThat(Containers.read(file).damages().get(0).reason())
                .isEqualTo(
                        "%d bytes are passed over: no block begins here"
                                .formatted(parts.get(BLOCK).length));
    }

    @Test
    void bytesThatAreMissingFromABlockCostThatBlock() throws Exception {
        byte[] whole = parts.get(BLOCK);
        for (int length = 0; length < whole.length; length++) {
            parts.set(BLOCK, Arrays.copyOf(whole, length));

            Containers.Read read = Containers.read(Containers.join(parts));
            assertThat(read.windows(0)).containsExactly(0L, 4L, 6L, 8L);
            assertThat(read.windows(1)).containsExactly(0L, 2L);
            assertThat(read.lost()).containsExactly(new Damage.Windows(0, 2, 2));
        }
    }

    @Test
    void bytesBetweenBlocksCostNone() throws Exception {
        for (int length : new int[] {1, 3, 16, 100_000}) {
            parts.add(BLOCK, new byte[length]);

            Containers.Read read = Containers.read(Containers.join(parts));
            assertThat(read.windows(0)).containsExactly(0L, 2L, 4L, 6L, 8L);
            assertThat(read.damages())
                    .containsExactly(
                            new Damage(
                                    start(BLOCK),
                                    length + " bytes are passed over: no block begins here",
                                    Optional.empty()));
            parts.remove(BLOCK);
        }
    }

    @Test
    void aTruncatedFileGivesItsWholeBlocks() throws Exception {
        byte[] file = Containers.join(parts);
        for (int length = parts.get(0).length; length < file.length; length++) {
            Containers.Read read = Containers.read(Arrays.copyOf(file, length));

            int whole = 0;
            while (start(whole + 2) <= length) {
                whole++;
            }
            assertThat(read.sections()).hasSize(whole);
            assertThat(read.damages()).isNotEmpty();
            long delivered = read.blocks().stream().mapToLong(Block::windows).sum();
            long lost = read.lost().stream().mapToLong(Damage.Windows::count).sum();
            assertThat(delivered + lost).isEqualTo(14);
        }
    }

    @Test
    void whatATruncatedFileLacksIsSaidToBeLostAtItsEnd() throws Exception {
        byte[] file = Arrays.copyOf(Containers.join(parts), start(7) + 25);

        assertThat(Containers.read(file).damages())
                .containsExactly(
                        new Damage(
                                start(7),
                                "25 bytes are passed over: the file ends within a block",
                                Optional.empty()),
                        new Damage(
                                start(7),
                                "Windows 4 to 9 of signal 0 are lost",
                                Optional.of(new Damage.Windows(0, 4, 6))));
    }

    @Test
    void blocksThatComeAgainAreDeliveredOnce() throws Exception {
        parts.add(BLOCK + 2, parts.get(BLOCK));

        Containers.Read read = Containers.read(Containers.join(parts));
        assertThat(read.windows(0)).containsExactly(0L, 2L, 4L, 6L, 8L);
        assertThat(read.damages())
                .containsExactly(
                        new Damage(
                                start(BLOCK + 2),
                                "The block of windows 2 to 3 of signal 0 comes again or out of"
                                        + " order",
                                Optional.empty()));
    }

    @Test
    void attachmentsThatComeAgainAreDeliveredOnce() throws Exception {
        parts.add(3, parts.get(1));

        Containers.Read read = Containers.read(Containers.join(parts));
        assertThat(read.attachments()).hasSize(2);
        assertThat(read.damages())
                .extracting(Damage::reason)
                .containsExactly("Attachment atr comes again or out of order");
    }

    @Test
    void blocksThatChangedPlacesAreNoticed() throws Exception {
        Collections.swap(parts, BLOCK, BLOCK + 2);

        Containers.Read read = Containers.read(Containers.join(parts));
        assertThat(read.windows(0)).containsExactly(0L, 4L, 6L, 8L);
        assertThat(read.damages())
                .extracting(Damage::reason)
                .containsExactly(
                        "Windows 2 to 3 of signal 0 are lost",
                        "The block of windows 2 to 3 of signal 0 comes again or out of" + " order");
        assertThat(read.damages().get(0).position()).isEqualTo(start(BLOCK));
    }

    @Test
    void theBlocksOfAnotherFileAreNotTaken() throws Exception {
        parts.set(0, headerOf(HgcContainerTest.withAttachment(0)));

        Containers.Read read = Containers.read(Containers.join(parts));
        assertThat(read.sections()).isEmpty();
        assertThat(read.lost()).containsExactly(new Damage.Windows(0, 0, 1));
        assertThat(read.damages()).extracting(Damage::reason).contains("Attachment atr is lost");
    }

    @Test
    void aLossIsToldOfWhereTheSignalsBlockWasDamaged() throws Exception {
        byte[] file = Containers.join(parts);
        // A block of each signal, one after the other.
        file[start(BLOCK) + 20] ^= 1;
        file[start(BLOCK + 1) + 20] ^= 1;

        assertThat(Containers.read(file).damages())
                .filteredOn(damage -> damage.lost().isPresent())
                .containsExactly(
                        new Damage(
                                start(BLOCK),
                                "Windows 2 to 3 of signal 0 are lost",
                                Optional.of(new Damage.Windows(0, 2, 2))),
                        new Damage(
                                start(BLOCK + 1),
                                "Windows 2 to 3 of signal 1 are lost",
                                Optional.of(new Damage.Windows(1, 2, 2))));
    }

    @ParameterizedTest
    @CsvSource({"1, atr", "2, notes"})
    void aDamagedAttachmentIsLostAlone(int attachment, String extension) throws Exception {
        byte[] file = Containers.join(parts);
        file[start(attachment) + 16] ^= 1;

        Containers.Read read = Containers.read(file);
        assertThat(read.attachments()).hasSize(1);
        assertThat(read.blocks()).hasSize(7);
        assertThat(read.lost()).isEmpty();
        assertThat(read.damages())
                .extracting(Damage::reason)
                .contains("Attachment " + extension + " is lost");
    }

    @Test
    void anAttachmentThatIsNotAsLongAsTheHeaderSaysIsNotDelivered() throws Exception {
        byte[] header = headerOf(HgcContainerTest.withAttachment(2));
        for (byte[] content : List.of(new byte[1], new byte[3], new byte[100_000])) {
            byte[] payload = RawDeflate.deflate(content);
            byte[] frame =
                    frame(
                            header,
                            new FrameHeader(FrameHeader.ATTACHMENTS, 0, 1, payload.length),
                            payload);

            Containers.Read read = Containers.read(Containers.join(List.of(header, frame)));
            assertThat(read.attachments()).isEmpty();
            assertThat(read.damages().get(0).reason()).startsWith("Attachment atr ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0, 1",
        "0, 9, 2",
        "0, 10, 1",
        "0, 0, 0",
        "0, 4294967295, 1",
        "65535, 2, 1",
        "65535, 0, 2"
    })
    void soundFramesThatDoNotFitTheHeaderArePassedOver(int signal, long first, int count)
            throws Exception {
        byte[] header = parts.get(0);
        parts.add(1, frame(header, new FrameHeader(signal, first, count, 1), new byte[1]));

        Containers.Read read = Containers.read(Containers.join(parts));
        assertThat(read.sections()).hasSize(9);
        assertThat(read.damages())
                .containsExactly(
                        new Damage(
                                header.length,
                                "21 bytes are passed over: no block begins here",
                                Optional.empty()));
    }

    @Test
    void aFileFullOfMarksIsReadInOnePass() throws Exception {
        // Frames that would reach far beyond one another, and none of which is sound.
        byte[] header = parts.get(0);
        FrameHeader far = new FrameHeader(0, 0, 1, HgcWriter.MAX_PAYLOAD);
        byte[] mark = Arrays.copyOf(frame(header, far, new byte[0]), FrameHeader.BYTES);
        List<byte[]> marks = new ArrayList<>(List.of(header));
        marks.addAll(Collections.nCopies(1 << 20, mark));

        Containers.Read read = Containers.read(Containers.join(marks));
        assertThat(read.sections()).isEmpty();
        assertThat(read.damages().get(0).reason())
                .startsWith((16 << 20) + " bytes are passed over");
    }

    private static byte[] headerOf(HgcHeader header) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new HgcWriter(out, header).close();
        return out.toByteArray();
    }

    /** A frame with right checksums, for a file of this header. */
    private static byte[] frame(byte[] header, FrameHeader frame, byte[] payload) {
        FrameChecksum checksum =
                new FrameChecksum(ByteBuffer.wrap(header).getInt(header.length - 4));
        byte[] bytes = frame.bytes(checksum);
        return ByteBuffer.allocate(bytes.length + payload.length + 4)
                .put(bytes)
                .put(payload)
                .putInt(checksum.of(bytes, payload))
                .array();
    }

    private int start(int part) {
        return parts.stream().limit(part).mapToInt(bytes -> bytes.length).sum();
    }
}
