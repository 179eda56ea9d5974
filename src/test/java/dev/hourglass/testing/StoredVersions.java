package dev.hourglass.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/** Folders that earlier builds wrote, kept under src/test/resources/stored. */
public final class StoredVersions {
    private StoredVersions() {}

    /** Copies one of them to where the store expects it. */
    public static void copy(String name, org.apache.hadoop.fs.Path target) {
        try {
            Path stored = Path.of(StoredVersions.class.getResource("/stored/" + name).toURI());
            FileUtils.copyDirectory(stored.toFile(), Path.of(target.toUri().getPath()).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
