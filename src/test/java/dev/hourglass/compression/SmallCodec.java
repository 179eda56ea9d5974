package dev.hourglass.compression;

import dev.hourglass.compression.container.Damage;
import dev.hourglass.compression.container.HgcHeader;
import dev.hourglass.compression.container.MalformedContainerException;
import dev.hourglass.network.Autoencoder;
import dev.hourglass.network.Specs;
import dev.hourglass.source.wfdb.MalformedRecordException;
import dev.hourglass.source.wfdb.WfdbRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/** Compresses and decompresses small records, by a network that has learnt nothing. */
final class SmallCodec implements AutoCloseable {
    static final int WINDOW = 64;
    static final int OVERLAP = 8;
    static final int SEGMENT = WINDOW - OVERLAP;
    static final String SHA256 = "ab".repeat(32);

    final CodecNetwork network;
    private final FileSystem files = new LocalFiles();

    /** Whatever a record's sampling rate, nothing is resampled. */
    SmallCodec() throws IOException {
        this(0);
    }

    /**
     * @param frequency that the network is for, Hz
     */
    SmallCodec(double frequency) throws IOException {
        network = new CodecNetwork(Autoencoder.initial(Specs.codec(WINDOW), 3), frequency);
        files.initialize(URI.create("file:///"), new Configuration());
    }

    /** Without permissions: Hadoop starts a process for those of each file. */
    private static final class LocalFiles extends RawLocalFileSystem {
        @Override
        public void setPermission(org.apache.hadoop.fs.Path path, FsPermission permission) {
            // Those that the system gives.
        }
    }

    byte[] compressed(WfdbRecord record, Double maximumError)
            throws IOException, MalformedRecordException {
        return promising(record, new HgcHeader.Promise(maximumError, null));
    }

    byte[] promising(WfdbRecord record, HgcHeader.Promise promise)
            throws IOException, MalformedRecordException {
        CodecSettings settings = new CodecSettings("ecg/3", SHA256, OVERLAP, 1, promise);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new RecordCompressor(files, network, settings).compress(record, out);
        return out.toByteArray();
    }

    void decompress(byte[] container, Path folder, Consumer<Damage> damages)
            throws IOException, MalformedContainerException, MalformedRecordException {
        new RecordDecompressor(files, network, SHA256)
                .decompress(
                        new ByteArrayInputStream(container),
                        container.length,
                        "r.hgc",
                        new org.apache.hadoop.fs.Path(folder.toUri()),
                        damages);
    }

    @Override
    public void close() {
        network.close();
    }
}
