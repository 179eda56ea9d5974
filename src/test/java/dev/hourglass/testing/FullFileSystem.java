package dev.hourglass.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system on a full disk, at {@code full:///…}: files can be created, but not a byte
 * be written to them.
 */
public final class FullFileSystem extends RawLocalFileSystem {
    /** A configuration that knows the file system. */
    public static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.setClass("fs.full.impl", FullFileSystem.class, FileSystem.class);
        return configuration;
    }

    @Override
    public URI getUri() {
        return URI.create("full:///");
    }

    @Override
    public String getScheme() {
        return "full";
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress)
                .close();
        return new FSDataOutputStream(new FullDisk(), null);
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return create(
                file,
                FsPermission.getDefault(),
                overwrite,
                bufferSize,
                replication,
                blockSize,
                progress);
    }

    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
