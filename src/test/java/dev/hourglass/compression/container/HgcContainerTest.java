package dev.hourglass.compression.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class HgcContainerTest {
    /** The smallest header there is. */
    private static final String JSON =
            "{\"wfdb\":\"r 1 360 8\\nr.dat 16 200 11 1024 1024 0 0 MLII\\n\","
                    + "\"signals\":[{\"samples\":8,\"windows\":1,\"window\":8,\"overlap\":0}],"
                    + "\"model\":\"ecg/1\","
                    + "\"weights_sha256\":\"0000000000000000000000000000000000000000000000000000"
                    + "000000000000\",\"window\":8,\"quantiser_step\":1.0,"
                    + "\"promise\":{\"maximum_error\":null,\"maximum_prdn\":null},"
                    + "\"attachments\":[]}";

    private static final HgcHeader SMALLEST = withAttachments(List.of());

    @Test
    void whatWasWrittenIsRead() throws Exception {
        Containers.Read read = Containers.read(Containers.file());

        assertThat(read.damages()).isEmpty();
        assertThat(read.header()).isEqualTo(Containers.header());
        assertThat(read.windows(0)).containsExactly(0L, 2L, 4L, 6L, 8L);
        assertThat(read.windows(1)).containsExactly(0L, 2L);
        assertThat(read.attachments())
                .extracting(Attachment::extension)
                .containsExactly("atr", "notes");
        assertThat(read.attachments().get(0).content()).isEqualTo(Containers.ANNOTATIONS);
        assertThat(read.attachments().get(1).content()).isEmpty();
        Random random = new Random(6);
        for (Block block : read.blocks()) {
            byte[] payload = new byte[40 + random.nextInt(100)];
            random.nextBytes(payload);
            assertThat(block.payload()).isEqualTo(payload);
            assertThat(block.windows()).isEqualTo(2);
        }
    }

    @Test
    void bytesPutTogetherByHandAreRead() throws Exception {
        byte[] payload = {1, 2, 3};
        byte[] file = byHand(JSON, payload);

        Containers.Read read = Containers.read(file);
        assertThat(read.damages()).isEmpty();
        assertThat(read.header()).isEqualTo(SMALLEST);
        assertThat(read.blocks()).hasSize(1);
        assertThat(read.blocks().get(0).payload()).isEqualTo(payload);
    }

    @Test
    void theBytesWrittenAreThosePutTogetherByHandButForHowTheHeaderIsDeflated() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HgcWriter writer = new HgcWriter(out, SMALLEST)) {
            writer.write(new Block(0, 0, 1, new byte[] {1, 2, 3}));
            writer.finish();
        }
        ByteBuffer found = ByteBuffer.wrap(out.toByteArray());
        ByteBuffer expected = ByteBuffer.wrap(byHand(JSON, new byte[] {1, 2, 3}));

        assertThat(found.getLong()).isEqualTo(expected.getLong());
        assertThat(found.getShort()).isEqualTo(expected.getShort());
        byte[] deflated = new byte[found.getInt()];
        found.get(deflated);
        assertThat(new String(RawDeflate.inflate(deflated, 1 << 20), StandardCharsets.UTF_8))
                .isEqualTo(JSON);
        int checksum = crc(Arrays.copyOf(found.array(), found.position()));
        assertThat(found.getInt()).isEqualTo(checksum);
        byte[] block = block(checksum, new byte[] {1, 2, 3});
        assertThat(found.slice()).isEqualTo(ByteBuffer.wrap(block));
    }

    @Test
    void aFileOfTheFirstVersionIsRead() throws Exception {
        byte[] file;
        try (InputStream in =
                HgcContainerTest.class.getResourceAsStream("/stored/container-v1.hgc")) {
            file = in.readAllBytes();
        }

        Containers.Read read = Containers.read(file);
        Containers.Read now = Containers.read(Containers.file());
        assertThat(read.damages()).isEmpty();
        assertThat(read.header()).isEqualTo(now.header());
        assertThat(read.sections())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(now.sections());
    }

    @Test
    void theLargestPayloadsAndAttachmentsAreRead() throws Exception {
        byte[] payload = random(HgcWriter.MAX_PAYLOAD);
        byte[] attached = random(HgcHeader.MAX_ATTACHMENT);
        HgcHeader header = withAttachment(attached.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (HgcWriter writer = new HgcWriter(out, header)) {
            writer.write(new Block(0, 0, 1, payload));
            writer.attach(attached);
            writer.finish();
        }

        Containers.Read read = Containers.read(out.toByteArray());
        assertThat(read.damages()).isEmpty();
        assertThat(read.blocks().get(0).payload()).isEqualTo(payload);
        assertThat(read.attachments().get(0).content()).isEqualTo(attached);
    }

    @Test
    void aBlockAddsTwentyBytesToItsPayload() {
        byte[] file = Containers.file();
        List<byte[]> parts = Containers.parts();

        assertThat(Containers.join(parts)).isEqualTo(file);
        assertThat(parts.get(3).length).isEqualTo(20 + 40 + new Random(6).nextInt(100));
    }

    @Test
    void blocksOutOfPlaceAreNotWritten() throws Exception {
        try (HgcWriter writer = new HgcWriter(new ByteArrayOutputStream(), Containers.header())) {
            for (Block block :
                    List.of(
                            new Block(0, 1, 1, new byte[1]),
                            new Block(-1, 0, 1, new byte[1]),
                            new Block(2, 0, 1, new byte[1]),
                            new Block(0, 0, 0, new byte[1]),
                            new Block(0, 0, 11, new byte[1]),
                            new Block(0, 0, 1, new byte[HgcWriter.MAX_PAYLOAD + 1]))) {
                assertThatIllegalArgumentException().isThrownBy(() -> writer.write(block));
            }
            writer.write(new Block(0, 0, 9, new byte[0]));
            assertThatIllegalStateException()
                    .isThrownBy(writer::finish)
                    .withMessage("signal 0 has 9 of 10 windows");
            assertThatIllegalArgumentException().isThrownBy(() -> writer.attach(new byte[3]));
        }
    }

    @Test
    void attachmentsThatWereNotAnnouncedOrAreMissingAreFoundOut() throws Exception {
        try (HgcWriter writer = new HgcWriter(new ByteArrayOutputStream(), withAttachment(2))) {
            writer.write(new Block(0, 0, 1, new byte[0]));
            assertThatIllegalStateException()
                    .isThrownBy(writer::finish)
                    .withMessage("attachment 0 is missing");
            writer.attach(new byte[2]);
            writer.finish();
            assertThatIllegalArgumentException().isThrownBy(() -> writer.attach(new byte[2]));
        }
    }

    static HgcHeader withAttachment(int bytes) {
        return withAttachments(List.of(new HgcHeader.AttachmentSize("atr", bytes)));
    }

    private static HgcHeader withAttachments(List<HgcHeader.AttachmentSize> attachments) {
        return new HgcHeader(
                "r 1 360 8\nr.dat 16 200 11 1024 1024 0 0 MLII\n",
                List.of(new HgcHeader.Signal(8, 1, 8, 0)),
                "ecg/1",
                "0".repeat(64),
                8,
                1,
                HgcHeader.Promise.NONE,
                attachments);
    }

    /** As docs/hgc.md says, the header in one stored block of deflate. */
    static byte[] byHand(String json, byte[] payload) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = ByteBuffer.allocate(14 + 5 + text.length);
        head.put(new byte[] {(byte) 0x89, 0x48, 0x47, 0x43, 0x0D, 0x0A, 0x1A, 0x0A});
        head.putShort((short) 1).putInt(5 + text.length);
        head.put((byte) 1);
        head.putShort(Short.reverseBytes((short) text.length));
        head.putShort(Short.reverseBytes((short) ~text.length));
        head.put(text);
        int checksum = crc(head.array());
        byte[] block = block(checksum, payload);
        return ByteBuffer.allocate(head.capacity() + 4 + block.length)
                .put(head.array())
                .putInt(checksum)
                .put(block)
                .array();
    }

    /** Window 0 of signal 0. */
    private static byte[] block(int headerChecksum, byte[] payload) {
        // The checksum of the file's header is in front of what checksums are taken of.
        ByteBuffer block = ByteBuffer.allocate(4 + 16 + payload.length + 4);
        block.putInt(headerChecksum);
        block.put(new byte[] {(byte) 0xD7, 0x48, 0x47, 0x42, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0});
        block.put((byte) payload.length);
        block.put((byte) crc(Arrays.copyOf(block.array(), 19)));
        block.put(payload);
        block.putInt(crc(Arrays.copyOf(block.array(), 20 + payload.length)));
        return Arrays.copyOfRange(block.array(), 4, block.capacity());
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
