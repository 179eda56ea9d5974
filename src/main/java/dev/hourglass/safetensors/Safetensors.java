package dev.hourglass.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: 8 bytes of header length (little-endian), a JSON header that gives each
 * tensor's dtype, shape and place, then the raw little-endian values. It holds numbers only, so
 * that reading a file from elsewhere cannot run code. This class writes and reads tensors of dtype
 * F32.
 */
public final class Safetensors {
    /** Longest header this class reads. Bytes. */
    private static final int MAX_HEADER = 8 << 20;

    private static final int CHUNK = 1 << 16;
    private static final String METADATA = "__metadata__";
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Safetensors() {}

    /** Writes the tensors in the map's order. */
    public static void write(Map<String, Weights> tensors, OutputStream out) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        long offset = 0;
        for (Map.Entry<String, Weights> entry : tensors.entrySet()) {
            long end = offset + 4L * entry.getValue().values().length;
            ObjectNode tensor = header.putObject(entry.getKey());
            tensor.put("dtype", "F32");
            entry.getValue().shape().forEach(tensor.putArray("shape")::add);
            tensor.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsBytes(header);
        // Padded with spaces, so that the values begin at a multiple of 8 and can be mapped as they
        // are.
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer head =
                ByteBuffer.allocate(8 + padded)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(padded)
                        .put(json);
        while (head.hasRemaining()) {
            head.put((byte) ' ');
        }
        out.write(head.array());
        for (Weights tensor : tensors.values()) {
            writeValues(tensor.values(), out);
        }
    }

    /**
     * Reads all tensors, in the order of their values.
     *
     * @param length of the stream in bytes, against which every size in the header is checked
     *     before memory is taken
     * @param where the file, for messages
     * @throws HourglassException with STORE_CORRUPT where the file is not one that {@link #write}
     *     makes
     */
    public static Map<String, Weights> read(InputStream stream, long length, Object where)
            throws IOException {
        DataInputStream in = new DataInputStream(stream);
        try {
            long headerLength = length < 8 ? -1 : Long.reverseBytes(in.readLong());
            check(
                    headerLength >= 2 && headerLength <= Math.min(MAX_HEADER, length - 8),
                    "its header length is " + headerLength,
                    where);
            byte[] json = new byte[(int) headerLength];
            in.readFully(json);
            return readTensors(parse(json, where), in, length - 8 - headerLength, where);
        } catch (EOFException e) {
            throw corrupt("it ends too early", where, e);
        }
    }

    private static Map<String, Weights> readTensors(
            JsonNode header, DataInputStream in, long available, Object where) throws IOException {
        Map<String, Weights> tensors = new LinkedHashMap<>();
        long position = 0;
        for (Iterator<Map.Entry<String, JsonNode>> it = header.fields(); it.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = it.next();
            if (entry.getKey().equals(METADATA)) {
                continue;
            }
            JsonNode tensor = entry.getValue();
            String name = "tensor " + entry.getKey();
            check(
                    "F32".equals(tensor.path("dtype").asText()),
                    name + " is not of dtype F32",
                    where);
            List<Long> shape = shape(tensor.path("shape"), name, where);
            long begin = offset(tensor, 0);
            long end = offset(tensor, 1);
            // In order and without gaps, as the format demands: no value is read twice or left out.
            check(
                    begin == position && end >= begin && end <= available,
                    name + " lies outside the file",
                    where);
            check(
                    (end - begin) % 4 == 0 && (end - begin) / 4 <= Integer.MAX_VALUE,
                    name + " has " + (end - begin) + " bytes",
                    where);
            float[] values = readValues(in, (int) ((end - begin) / 4));
            try {
                tensors.put(entry.getKey(), new Weights(shape, values));
            } catch (IllegalArgumentException e) {
                throw corrupt(name + ": " + e.getMessage(), where, e);
            }
            position = end;
        }
        check(position == available, (available - position) + " bytes belong to no tensor", where);
        return tensors;
    }

    private static JsonNode parse(byte[] json, Object where) throws IOException {
        try {
            JsonNode header = JSON.readTree(new String(json, StandardCharsets.UTF_8));
            check(header.isObject(), "its header is not a JSON object", where);
            return header;
        } catch (JsonProcessingException e) {
            throw corrupt("its header is not JSON", where, e);
        }
    }

    private static List<Long> shape(JsonNode node, String name, Object where) {
        check(node.isArray() && node.size() <= 8, name + " has no usable shape", where);
        Long[] shape = new Long[node.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = integer(node.get(i));
            check(
                    shape[i] >= 0 && shape[i] <= Integer.MAX_VALUE,
                    name + " has an axis of length " + node.get(i),
                    where);
        }
        return List.of(shape);
    }

    private static long offset(JsonNode tensor, int which) {
        JsonNode offsets = tensor.path("data_offsets");
        return offsets.size() == 2 ? integer(offsets.path(which)) : -1;
    }

    /** Negative for all that is not an integer of 64 bits. */
    private static long integer(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : -1;
    }

    private static void writeValues(float[] values, OutputStream out) throws IOException {
        ByteBuffer buffer = buffer(values.length);
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            buffer.asFloatBuffer().put(values, from, count);
            out.write(buffer.array(), 0, 4 * count);
        }
    }

    private static float[] readValues(DataInputStream in, int count) throws IOException {
        float[] values = new float[count];
        ByteBuffer buffer = buffer(count);
        for (int from = 0; from < count; from += CHUNK) {
            int length = Math.min(CHUNK, count - from);
            in.readFully(buffer.array(), 0, 4 * length);
            buffer.asFloatBuffer().get(values, from, length);
        }
        return values;
    }

    private static ByteBuffer buffer(int count) {
        return ByteBuffer.allocate(4 * Math.min(CHUNK, count)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void check(boolean holds, String what, Object where) {
        if (!holds) {
            throw corrupt(what, where, null);
        }
    }

    private static HourglassException corrupt(String what, Object where, Throwable cause) {
        return new HourglassException(
                ErrorCode.STORE_CORRUPT,
                "The weights file is damaged: " + what,
                String.valueOf(where),
                "restore the model's folder from a copy, or delete it and train again",
                cause);
    }
}
