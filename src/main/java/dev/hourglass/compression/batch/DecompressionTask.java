package dev.hourglass.compression.batch;

import dev.hourglass.compression.CodecNetwork;
import dev.hourglass.compression.RecordDecompressor;
import dev.hourglass.compression.container.Damage;
import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.compression.container.HgcReader;
import dev.hourglass.compression.container.MalformedContainerException;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * Writes the records of containers, on an executor.
 *
 * @param folder of the containers
 * @param target where the records go
 */
record DecompressionTask(ContainerFolder folder, CodecPool pool, Target target)
        implements FlatMapFunction<Iterator<String>, Row> {
    /**
     * @param containers their paths
     * @return rows of {@link DamageColumns}
     */
    @Override
    public Iterator<Row> call(Iterator<String> containers) throws IOException {
        CodecNetwork network = pool.lend();
        List<Row> rows = new ArrayList<>();
        while (containers.hasNext()) {
            String path = containers.next();
            String record = folder.recordName(path);
            List<Row> damages = new ArrayList<>();
            try {
                long samples = decompress(path, record, network, damages);
                rows.add(DamageColumns.written(record, path, samples));
                rows.addAll(damages);
            } catch (MalformedContainerException e) {
                rows.add(DamageColumns.rejected(record, e.path(), e.position(), e.reason()));
            } catch (MalformedRecordException e) {
                rows.add(DamageColumns.rejected(record, e.path(), e.position(), e.reason()));
            }
        }
        return rows.iterator();
    }

    /** Samples of all signals. */
    private long decompress(String path, String record, CodecNetwork network, List<Row> damages)
            throws IOException, MalformedContainerException, MalformedRecordException {
        Path file = new Path(path);
        HgcHeader header = header(folder.files(), path);
        Path written = target.file(record);
        requireName(header, path, written.getName());
        removeLeftovers(header, written);
        new RecordDecompressor(target.files(), network, pool.weightsSha256())
                .decompress(
                        folder.files().open(file),
                        folder.files().getFileStatus(file).getLen(),
                        path,
                        written.getParent(),
                        (Damage damage) -> damages.add(DamageColumns.damage(record, path, damage)));
        return header.signals().stream().mapToLong(HgcHeader.Signal::samples).sum();
    }

    /** What a container says of itself. */
    static HgcHeader header(FileSystem files, String path)
            throws IOException, MalformedContainerException {
        try (HgcReader reader =
                new HgcReader(files.open(new Path(path)), path, (Damage damage) -> {})) {
            return reader.header();
        }
    }

    /** Else two containers could write the same record. */
    private static void requireName(HgcHeader header, String path, String name)
            throws MalformedContainerException, MalformedRecordException {
        String stated = WfdbHeader.parse(header.wfdb(), path).name();
        if (!stated.equals(name)) {
            throw new MalformedContainerException(
                    path,
                    "header",
                    "The file holds record %s, which it is not called".formatted(stated));
        }
    }

    /** Deletes what an attempt left that failed. */
    private void removeLeftovers(HgcHeader header, Path written) throws IOException {
        List<String> extensions =
                Stream.concat(
                                Stream.of("hea", "dat"),
                                header.attachments().stream()
                                        .map(HgcHeader.AttachmentSize::extension))
                        .toList();
        for (String extension : extensions) {
            target.files().delete(written.suffix("." + extension), false);
        }
    }
}
