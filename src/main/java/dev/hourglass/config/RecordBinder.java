package dev.hourglass.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Turns a section of the configuration into a record, whose compact constructor checks the values.
 */
final class RecordBinder {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .addModule(new SimpleModule().setDeserializerModifier(new KebabCaseEnums()))
                    .build();

    private RecordBinder() {}

    /**
     * Binds a section.
     *
     * @param path the section's key, for messages; empty for the keys outside any section
     * @throws HourglassException with CONFIGURATION naming the key whose value cannot be used
     */
    static <T> T bind(ConfigObject section, String path, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree(section), type);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof HourglassException known) {
                throw known;
            }
            String key = e instanceof JsonMappingException mapping ? key(path, mapping) : path;
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The value of a configuration key cannot be used",
                    key + ": " + detail(e),
                    "see what it can be with --help",
                    e);
        }
    }

    private static String detail(JsonProcessingException e) {
        return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? "it is not " + kind(mismatch.getTargetType())
                : e.getOriginalMessage().lines().findFirst().orElse("");
    }

    private static String kind(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class) {
            return "a whole number, or too large";
        }
        if (type == double.class) {
            return "a number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "text";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "a section";
    }

    private static JsonNode tree(ConfigValue value) {
        if (value instanceof ConfigObject object) {
            ObjectNode node = MAPPER.createObjectNode();
            object.forEach((key, child) -> node.set(key, tree(child)));
            return node;
        }
        if (value instanceof ConfigList list) {
            ArrayNode node = MAPPER.createArrayNode();
            list.forEach(child -> node.add(tree(child)));
            return node;
        }
        // A number as it was written, since the record may want a text: 007 is a fine name.
        return value.valueType() == ConfigValueType.NUMBER
                ? TextNode.valueOf(value.atKey("number").getString("number"))
                : MAPPER.valueToTree(value.unwrapped());
    }

    private static String key(String path, JsonMappingException e) {
        String suffix =
                e.getPath().stream()
                        .map(
                                step ->
                                        step.getFieldName() != null
                                                ? "." + step.getFieldName()
                                                : "[" + step.getIndex() + "]")
                        .collect(Collectors.joining());
        return path.isEmpty() && suffix.startsWith(".") ? suffix.substring(1) : path + suffix;
    }

    /**
     * Reads {@code leaky-relu} as LEAKY_RELU, and lists the allowed values where there is no such
     * one.
     */
    private static final class KebabCaseEnums extends BeanDeserializerModifier {
        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config,
                JavaType type,
                BeanDescription description,
                JsonDeserializer<?> deserializer) {
            return new JsonDeserializer<Object>() {
                @Override
                public Object deserialize(
                        com.fasterxml.jackson.core.JsonParser parser,
                        DeserializationContext context)
                        throws IOException {
                    String text = parser.getText();
                    Object[] constants = type.getRawClass().getEnumConstants();
                    return Arrays.stream(constants)
                            .filter(constant -> kebab(constant).equals(text))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            JsonMappingException.from(
                                                    parser,
                                                    "\""
                                                            + text
                                                            + "\" is not one of "
                                                            + Arrays.stream(constants)
                                                                    .map(KebabCaseEnums::kebab)
                                                                    .collect(
                                                                            Collectors.joining(
                                                                                    ", "))));
                }
            };
        }

        private static String kebab(Object constant) {
            return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
