package dev.hourglass.source;

import static java.util.Objects.requireNonNull;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the bytes of every tensor of a dataset are to be read: physical value = raw · scale + offset.
 *
 * @param dtype the stored element type
 * @param shape without the batch axis, row-major: [height, width, channels] or [samples, leads]
 * @param layout the names of the axes of {@code shape}: {@code HWC} for images, {@code WC} for
 *     signals, {@code C} for vectors
 * @param scale physical units an integer step
 * @param offset the physical value of raw zero
 * @param unit the physical unit: {@code mV}; {@code intensity} for pixels scaled to [0, 1]
 * @param frequency samples a second along the first axis; 0 where the axis is not time
 */
public record TensorSpec(
        DType dtype,
        List<Integer> shape,
        String layout,
        double scale,
        double offset,
        String unit,
        double frequency)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public TensorSpec {
        requireNonNull(dtype, "dtype is null");
        requireNonNull(layout, "layout is null");
        requireNonNull(unit, "unit is null");
        shape = List.copyOf(shape);
        if (shape.isEmpty() || shape.stream().anyMatch(axis -> axis < 1)) {
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    "A tensor's shape has an axis shorter than 1",
                    "shape " + shape,
                    "check the size of the raw data");
        }
        if (tooLarge(dtype, shape)) {
            throw new HourglassException(
                    ErrorCode.SOURCE_MALFORMED,
                    "A tensor takes more bytes than an array can have",
                    "shape " + shape + " of " + dtype,
                    "cut the raw data into smaller samples");
        }
    }

    /** Pixels of {@code channels} interleaved channels, decoded to [0, 1]. */
    public static TensorSpec image(int height, int width, int channels) {
        return new TensorSpec(
                DType.UINT8,
                List.of(height, width, channels),
                "HWC",
                1.0 / 255.0,
                0.0,
                "intensity",
                0.0);
    }

    /** Vectors of which a row gives some elements; the others are zero. */
    public static TensorSpec sparse(int columns, String unit) {
        return new TensorSpec(DType.SPARSE_FLOAT32, List.of(columns), "C", 1, 0, unit, 0);
    }

    /** Elements a tensor holds, or of a sparse one can hold. */
    public int elements() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /**
     * Bytes a tensor takes.
     *
     * @throws IllegalStateException of sparse tensors, which have no common length
     */
    public int bytes() {
        if (dtype.isSparse()) {
            throw new IllegalStateException("sparse tensors have no common length");
        }
        return Math.multiplyExact(elements(), dtype.bytes());
    }

    /**
     * What is wrong with the form of a stored tensor, as it follows "the tensor": {@code has 3
     * bytes instead of 4}; empty where nothing is. Takes no memory, whatever the bytes say.
     *
     * @param tensor may be null
     */
    public Optional<String> flaw(byte[] tensor) {
        if (dtype.isSparse()) {
            return SparseTensor.flaw(tensor, elements());
        }
        int length = tensor == null ? 0 : tensor.length;
        return length == bytes()
                ? Optional.empty()
                : Optional.of("has %d bytes instead of %d".formatted(length, bytes()));
    }

    /**
     * Decodes one stored tensor into {@code target} from {@code position} on, in physical units:
     * {@link #elements} values, also of a sparse one.
     *
     * @throws HourglassException with STORE_CORRUPT where a sparse tensor is damaged; others have
     *     to be of the right length
     */
    public void decode(byte[] tensor, float[] target, int position) {
        if (dtype.isSparse()) {
            // Before an index that is wrong can write into another row of the minibatch.
            SparseTensor.requireSound(tensor, elements());
            Arrays.fill(target, position, position + elements(), (float) offset);
        }
        dtype.decode(tensor, scale, offset, target, position);
    }

    private static boolean tooLarge(DType dtype, List<Integer> shape) {
        long bytes = dtype.bytes();
        for (int axis : shape) {
            bytes *= axis;
            if (bytes > Integer.MAX_VALUE) {
                return true;
            }
        }
        return false;
    }
}
