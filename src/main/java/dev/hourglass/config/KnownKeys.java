package dev.hourglass.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Finds keys that reference.conf does not have, so that a misspelt one is never silently ignored.
 */
final class KnownKeys {
    /** Spark's own keys, which only Spark knows. */
    private static final String FREE_FORM = "spark";

    private KnownKeys() {}

    static void check(ConfigObject user, ConfigObject reference) {
        check(user, reference, "", reference);
    }

    private static void check(
            ConfigObject user, ConfigObject known, String prefix, ConfigObject reference) {
        for (Map.Entry<String, ConfigValue> entry : user.entrySet()) {
            String path = prefix + entry.getKey();
            if (path.equals(FREE_FORM)) {
                continue;
            }
            ConfigValue match = known.get(entry.getKey());
            if (match == null) {
                throw unknown(path, entry.getValue(), reference);
            }
            // An object that still holds ${…} cannot be walked before it is resolved; its keys are
            // checked when it is bound.
            boolean isSection = match.valueType() == ConfigValueType.OBJECT;
            if (isSection && entry.getValue() instanceof ConfigObject child) {
                check(child, (ConfigObject) match, path + ".", reference);
            } else if (isSection) {
                throw new HourglassException(
                        ErrorCode.CONFIGURATION,
                        path + " is a section, not a value",
                        entry.getValue().origin().description(),
                        "set one of its keys: "
                                + String.join(", ", leaves((ConfigObject) match, path + ".")));
            }
        }
    }

    private static HourglassException unknown(
            String path, ConfigValue value, ConfigObject reference) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String nearest =
                leaves(reference, "").stream()
                        .min(Comparator.comparingInt(key -> distance.apply(key, path)))
                        .orElseThrow();
        return new HourglassException(
                ErrorCode.CONFIGURATION,
                "Unknown configuration key " + path,
                value.origin().description(),
                "did you mean " + nearest + "? --help lists all keys");
    }

    private static List<String> leaves(ConfigObject object, String prefix) {
        List<String> keys = new ArrayList<>();
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            if (entry.getValue() instanceof ConfigObject child) {
                keys.addAll(leaves(child, prefix + entry.getKey() + "."));
            } else {
                keys.add(prefix + entry.getKey());
            }
        }
        keys.sort(Comparator.naturalOrder());
        return keys;
    }
}
