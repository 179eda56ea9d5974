package dev.hourglass.compression.container;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/**
 * The header as JSON. Stricter than the store's: a file outlives the build that wrote it, and what
 * a build does not know it must not pass over.
 */
final class HeaderJson {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .enable(
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
                    // A promise may be none.
                    .withConfigOverride(
                            Double.class,
                            override ->
                                    override.setSetterInfo(
                                            JsonSetter.Value.forValueNulls(Nulls.SET)))
                    .build();

    private HeaderJson() {}

    static byte[] write(HgcHeader header) throws JsonProcessingException {
        return MAPPER.writeValueAsBytes(header);
    }

    /**
     * @throws JsonProcessingException where this is not JSON, or not that of a valid header
     */
    static HgcHeader read(byte[] json) throws JsonProcessingException {
        // As text: Jackson guesses other encodings from bytes.
        HgcHeader header =
                MAPPER.readValue(new String(json, StandardCharsets.UTF_8), HgcHeader.class);
        if (header == null) {
            throw new JsonMappingException(null, "it is null");
        }
        return header;
    }
}
