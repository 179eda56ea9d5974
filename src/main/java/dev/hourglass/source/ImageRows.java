package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Reads and decodes one image file on an executor.
 *
 * @param root the folder that ids are relative to, qualified
 * @param prefix what ids start with
 * @param split the split the images are bound to; null where it is open
 */
record ImageRows(
        ImageFolderSettings settings,
        SerializableConfiguration hadoop,
        URI root,
        String prefix,
        String split)
        implements MapFunction<Tuple2<String, Long>, Row> {
    /** No format needs more for a pixel: four channels of 16 bits, uncompressed. */
    private static final long BYTES_PER_PIXEL = 8;

    private static final long METADATA_BYTES = 1 << 20;
    private static final long MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    /**
     * @param file path and length, as {@link ImageListing} yields them
     * @return a sample, or a rejected row saying why the image is refused
     * @throws HourglassException with SOURCE_UNREADABLE if the file cannot be read
     */
    @Override
    public Row call(Tuple2<String, Long> file) {
        Path path = new Path(file._1());
        long length = file._2();
        String relative = root.relativize(path.toUri()).getPath();
        String id = prefix + relative;
        if (length > maxFileBytes()) {
            String reason =
                    "the file is of %d bytes, more than an image of images.max-pixels = %d can need"
                            .formatted(length, settings.maxPixels());
            return SampleColumns.rejected(id, path.toString(), null, reason, 0);
        }
        byte[] content = read(path, (int) length);
        try {
            BufferedImage image = new ImageDecoder(settings.maxPixels()).decode(content);
            byte[] tensor = ImageTensor.of(image, settings);
            return SampleColumns.sample(id, null, label(relative), split, tensor);
        } catch (IOException e) {
            String reason = Objects.requireNonNullElseGet(e.getMessage(), e::toString);
            return SampleColumns.rejected(id, path.toString(), null, reason, 0);
        }
    }

    private long maxFileBytes() {
        long bytes = BYTES_PER_PIXEL * settings.maxPixels() + METADATA_BYTES;
        return Math.min(bytes, MAX_ARRAY_BYTES);
    }

    private byte[] read(Path path, int length) {
        try (FSDataInputStream in = path.getFileSystem(hadoop.value()).open(path)) {
            byte[] content = new byte[length];
            in.readFully(content);
            return content;
        } catch (IOException e) {
            throw new HourglassException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "The image cannot be read: " + e,
                    path.toString(),
                    "check that it still exists and that this user may read it",
                    e);
        }
    }

    private static String label(String relative) {
        String[] names = relative.split("/");
        return names.length == 1 ? null : names[names.length - 2];
    }
}
