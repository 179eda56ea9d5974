package dev.hourglass.ml;

import dev.hourglass.source.TensorSpec;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * How the values of a column become tensors.
 *
 * @param name of the column
 * @param type of its values
 * @param tensor what they become
 */
record InputColumn(String name, InputType type, TensorSpec tensor) implements Serializable {
    private static final List<String> LAYOUTS = List.of("C", "WC", "HWC");

    /**
     * A column whose values all have the same shape.
     *
     * @param shape of a value: one to three axes
     */
    static InputColumn of(String name, InputType type, List<Integer> shape) {
        String layout = LAYOUTS.get(shape.size() - 1);
        TensorSpec tensor =
                switch (type) {
                    case VECTOR, NUMBERS ->
                            new TensorSpec(type.dtype(), shape, layout, 1, 0, "number", 0);
                    case BYTES, IMAGE ->
                            new TensorSpec(
                                    type.dtype(), shape, layout, 1 / 255.0, 0, "intensity", 0);
                };
        return new InputColumn(name, type, tensor);
    }

    /**
     * A value as a tensor, or what is wrong with it; one of the two is null.
     *
     * @param tensor the bytes of {@link #tensor()}
     * @param flaw one sentence without a full stop
     */
    record Reading(byte[] tensor, String flaw) {
        private static Reading flawed(String flaw, Object... values) {
            return new Reading(null, flaw.formatted(values));
        }
    }

    /** Reads a value, which may be null. */
    Reading read(Object value) {
        if (value == null) {
            return Reading.flawed("the input is null");
        }
        if (type == InputType.IMAGE && !isWhole((Row) value)) {
            return Reading.flawed("the image is not one that Spark could read");
        }
        List<Integer> shape = type.shape(value);
        // What is flat takes any shape of as many elements.
        boolean fits =
                shape.equals(tensor.shape())
                        || Math.min(shape.size(), tensor.shape().size()) == 1
                                && elements(shape) == tensor.elements();
        if (!fits) {
            return Reading.flawed(
                    "the input has the shape %s instead of %s", shape, tensor.shape());
        }
        return switch (type) {
            case VECTOR -> numbers(((Vector) value).toArray());
            case NUMBERS -> numbers(array((Seq<?>) value));
            case BYTES -> new Reading((byte[]) value, null);
            case IMAGE -> new Reading(ImageSchema.getData((Row) value), null);
        };
    }

    private static Reading numbers(double[] values) {
        ByteBuffer buffer =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            float value = (float) values[i];
            if (!Float.isFinite(value)) {
                return Reading.flawed(
                        "element %d of the input is %s, no finite float", i, values[i]);
            }
            buffer.putFloat(value);
        }
        return new Reading(buffer.array(), null);
    }

    /** With NaN for null. */
    private static double[] array(Seq<?> values) {
        double[] array = new double[values.size()];
        Iterator<?> elements = values.iterator();
        for (int i = 0; i < array.length; i++) {
            array[i] = elements.next() instanceof Number number ? number.doubleValue() : Double.NaN;
        }
        return array;
    }

    /** Whether it has as many bytes as pixels, of a type that has a byte a channel. */
    private static boolean isWhole(Row image) {
        if (IntStream.range(1, image.length()).anyMatch(image::isNullAt)) {
            return false;
        }
        List<Integer> shape = InputType.IMAGE.shape(image);
        return ImageSchema.javaOcvTypes().containsValue(ImageSchema.getMode(image))
                && shape.stream().allMatch(axis -> axis >= 1)
                && elements(shape) == ImageSchema.getData(image).length;
    }

    private static long elements(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }
}
