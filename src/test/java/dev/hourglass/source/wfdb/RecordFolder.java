package dev.hourglass.source.wfdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Writes the files of records for tests, byte by byte. */
public final class RecordFolder {
    private final Path folder;

    public RecordFolder(Path folder) {
        this.folder = folder;
    }

    public RecordFolder text(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public RecordFolder bytes(String name, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return write(name, bytes);
    }

    /** Little-endian words: the samples of format 16, or annotations. */
    public RecordFolder words(String name, int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return write(name, buffer.array());
    }

    public WfdbRecord open(String name) throws IOException, MalformedRecordException {
        return WfdbRecord.open(
                FileSystem.getLocal(new Configuration()),
                new org.apache.hadoop.fs.Path(folder.resolve(name + ".hea").toUri()));
    }

    /** Writes all signals of a record to a folder, some hundred frames at a time. */
    public static WfdbHeader copy(WfdbRecord record, Path folder, int format)
            throws IOException, MalformedRecordException {
        List<Lead> leads = record.leads();
        WfdbHeader header = record.singleSegmentHeader();
        List<LeadReader> readers = new ArrayList<>();
        for (Lead lead : leads) {
            readers.add(lead.verified().reader());
        }
        int chunk = 777;
        int[][] samples =
                leads.stream()
                        .map(lead -> new int[chunk * lead.signal().samplesPerFrame()])
                        .toArray(int[][]::new);
        try (WfdbWriter writer =
                WfdbWriter.create(
                        FileSystem.getLocal(new Configuration()),
                        new org.apache.hadoop.fs.Path(folder.toUri()),
                        header,
                        format)) {
            long left = header.samples().orElse(0);
            while (left > 0) {
                int frames = (int) Math.min(chunk, left);
                for (int i = 0; i < samples.length; i++) {
                    int count = frames * leads.get(i).signal().samplesPerFrame();
                    readers.get(i).read(samples[i], 0, count);
                }
                writer.write(samples, frames);
                left -= frames;
            }
            return writer.finish();
        } finally {
            for (LeadReader reader : readers) {
                reader.close();
            }
        }
    }

    /** All samples of a lead, after its verification. */
    public static int[] samples(Lead lead) throws IOException, MalformedRecordException {
        LeadSamples samples = lead.verified();
        int[] values = new int[(int) samples.length()];
        try (LeadReader reader = samples.reader()) {
            reader.read(values, 0, values.length);
        }
        return values;
    }

    private RecordFolder write(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
