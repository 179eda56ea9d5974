package dev.hourglass.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The JSON form of what the store keeps in text: records, their components as keys in snake case
 * and in order.
 */
public final class Json {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .serializationInclusion(JsonInclude.Include.NON_NULL)
                    .build();

    private Json() {}

    /** One line. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not representable as JSON: " + value.getClass(), e);
        }
    }

    /** Indented, for files a person may open. */
    public static String pretty(Object value) {
        try {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
            return MAPPER.writer(printer).writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not representable as JSON: " + value.getClass(), e);
        }
    }

    /** A record's components by the names they have in a file. */
    public static Map<String, Object> tree(Object record) {
        return MAPPER.convertValue(record, new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /**
     * Reads a record.
     *
     * @param where the file it comes from, for the message
     * @throws HourglassException with STORE_CORRUPT where the text is not such a record
     */
    public static <T> T read(String text, Class<T> type, Object where) {
        return bind(parse(text, where), type, where);
    }

    /**
     * Reads a record of a format that has versions.
     *
     * @param formatVersion the version this build reads; the rest of another one is not looked at
     * @param where the file it comes from, for the message
     * @throws HourglassException with STORE_CORRUPT where the text is not such a record
     */
    public static <T> T read(String text, Class<T> type, int formatVersion, Object where) {
        JsonNode tree = parse(text, where);
        JsonNode version = tree.path("format_version");
        if (version.asInt() != formatVersion) {
            throw new HourglassException(
                    ErrorCode.STORE_CORRUPT,
                    "The format version is " + (version.isMissingNode() ? "missing" : version),
                    String.valueOf(where),
                    "this build reads version "
                            + formatVersion
                            + ": run the job that wrote the folder again");
        }
        return bind(tree, type, where);
    }

    private static JsonNode parse(String text, Object where) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree.isMissingNode() || tree.isNull()) {
                throw damaged(where, "it is empty", null);
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw damaged(where, e.getOriginalMessage(), e);
        }
    }

    private static <T> T bind(JsonNode tree, Class<T> type, Object where) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw damaged(where, e.getOriginalMessage(), e);
        }
    }

    private static HourglassException damaged(Object where, String what, Throwable cause) {
        return new HourglassException(
                ErrorCode.STORE_CORRUPT,
                "A file of the store is damaged",
                where + ": " + what,
                "delete its folder and run the job that wrote it again",
                cause);
    }
}
