package dev.hourglass.safetensors;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.Map;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Tensors in a file of their own, whose SHA-256 is kept elsewhere. */
public final class SafetensorsFile {
    private SafetensorsFile() {}

    /**
     * Writes a file that must not be there yet.
     *
     * @return its SHA-256, hexadecimal
     */
    public static String write(Map<String, Weights> tensors, FileSystem fileSystem, Path file) {
        try (OutputStream out = fileSystem.create(file, false);
                DigestOutputStream digested =
                        new DigestOutputStream(out, DigestUtils.getSha256Digest())) {
            Safetensors.write(tensors, digested);
            return Hex.encodeHexString(digested.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file.
     *
     * @param sha256 that it must have
     * @throws HourglassException with STORE_CORRUPT where it is missing, damaged or another file
     */
    public static Map<String, Weights> read(FileSystem fileSystem, Path file, String sha256) {
        try (InputStream in = fileSystem.open(file);
                DigestInputStream digested =
                        new DigestInputStream(in, DigestUtils.getSha256Digest())) {
            long length = fileSystem.getFileStatus(file).getLen();
            Map<String, Weights> tensors = Safetensors.read(digested, length, file);
            String found = Hex.encodeHexString(digested.getMessageDigest().digest());
            if (!found.equals(sha256)) {
                throw mismatch(file, "its SHA-256 is " + found + ", not " + sha256);
            }
            return tensors;
        } catch (IOException e) {
            throw mismatch(file, e.getMessage());
        }
    }

    /** What is thrown where the tensors are not those that somebody looks for. */
    public static HourglassException mismatch(Path file, String what) {
        return new HourglassException(
                ErrorCode.STORE_CORRUPT,
                "The weights are not those of the model",
                file + ": " + what,
                "restore the model's folder from a copy, or delete it and train again");
    }
}
