package dev.hourglass.source;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The head of an IDX file (Y. LeCun, "The MNIST database of handwritten digits"): two zero bytes,
 * the element type (8: unsigned bytes), the number of dimensions, and each dimension as a
 * big-endian 32-bit integer. The elements follow it, row-major.
 *
 * @param dimensions [count, height, width] for images, [count] for labels; all at least 1
 */
record IdxHeader(List<Integer> dimensions) implements Serializable {
    private static final int UNSIGNED_BYTE = 0x08;

    /** What an item may take, so that no file can ask for more memory: 4096 × 4096 pixels. */
    private static final int MAX_ITEM_BYTES = 4096 * 4096;

    /**
     * Reads the head of a file and leaves {@code in} at its first item.
     *
     * @param dimensions how many dimensions the file is to have: 3 for images, 1 for labels
     * @param path named in errors
     * @throws HourglassException with SOURCE_MALFORMED if this is not such a file
     */
    static IdxHeader read(DataInputStream in, int dimensions, String path) throws IOException {
        try {
            int magic = in.readInt();
            int expected = UNSIGNED_BYTE << 8 | dimensions;
            if (magic != expected) {
                throw malformed(
                        "The file starts with %08x, not with %08x".formatted(magic, expected),
                        path,
                        "name an IDX file of unsigned bytes: images have three dimensions, labels one");
            }
            List<Integer> sizes = new ArrayList<>();
            for (int axis = 0; axis < dimensions; axis++) {
                sizes.add(in.readInt());
            }
            checkSizes(sizes, path);
            return new IdxHeader(List.copyOf(sizes));
        } catch (EOFException e) {
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    "The file ends within its header",
                    path,
                    "download or make the file again",
                    e);
        }
    }

    /** Images or labels in the file. */
    int count() {
        return dimensions.get(0);
    }

    /** Bytes of one image (height · width) or label (1). */
    int itemBytes() {
        return dimensions.stream().skip(1).reduce(1, Math::multiplyExact);
    }

    /** Bytes of the header itself. */
    int headerBytes() {
        return Integer.BYTES * (1 + dimensions.size());
    }

    /** Bytes from the start of the uncompressed file to item {@code index}. */
    long offset(long index) {
        return headerBytes() + index * itemBytes();
    }

    private static void checkSizes(List<Integer> sizes, String path) {
        if (sizes.stream().anyMatch(size -> size < 1)) {
            throw malformed(
                    "The header promises the dimensions " + sizes,
                    path,
                    "use a file of 1 to 2147483647 items with at least one element each");
        }
        long itemBytes = 1;
        for (int size : sizes.subList(1, sizes.size())) {
            itemBytes *= size;
            if (itemBytes > MAX_ITEM_BYTES) {
                throw malformed(
                        "The header promises the dimensions " + sizes,
                        path,
                        "use images of at most %d pixels".formatted(MAX_ITEM_BYTES));
            }
        }
    }

    private static HourglassException malformed(String what, String path, String mend) {
        return new HourglassException(ErrorCode.SOURCE_MALFORMED, what, path, mend);
    }
}
