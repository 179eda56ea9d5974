package dev.hourglass.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Finds keys that reference.conf does not have, so that a misspelt one is never silently ignored.
 */
final class KnownKeys {
    /** Spark's own keys, which only Spark knows. */
    private static final String FREE_FORM = "spark";

    private KnownKeys() {}

    /**
     * Checks a configuration in which every ${…} has been resolved.
     *
     * @throws HourglassException with CONFIGURATION where it has a key that {@code reference}
     *     lacks, a value in the place of a section, or the reverse
     */
    static void check(ConfigObject configuration, ConfigObject reference) {
        check(configuration, reference, "", reference);
    }

    private static void check(
            ConfigObject configuration, ConfigObject known, String prefix, ConfigObject reference) {
        for (Map.Entry<String, ConfigValue> entry : configuration.entrySet()) {
            String path = prefix + entry.getKey();
            ConfigValue value = entry.getValue();
            ConfigValue match = known.get(entry.getKey());
            if (match == null) {
                throw unknown(path, value, reference);
            }
            if (match instanceof ConfigObject section) {
                if (!(value instanceof ConfigObject child)) {
                    throw new HourglassException(
                            ErrorCode.CONFIGURATION,
                            path + " is a section, not a value",
                            value.origin().description(),
                            "set one of its keys: " + children(section, path));
                }
                if (!path.equals(FREE_FORM)) {
                    check(child, section, path + ".", reference);
                }
            } else if (value instanceof ConfigObject) {
                throw new HourglassException(
                        ErrorCode.CONFIGURATION,
                        path + " is a value, not a section",
                        value.origin().description(),
                        "write " + path + "=…, and nothing below it");
            }
        }
    }

    private static String children(ConfigObject section, String path) {
        return section.keySet().stream()
                .sorted()
                .map(key -> path + "." + key)
                .collect(Collectors.joining(", "));
    }

    /** Of an unknown section the first key is named: it tells more of what was meant. */
    private static HourglassException unknown(
            String path, ConfigValue value, ConfigObject reference) {
        if (value instanceof ConfigObject section && !section.isEmpty()) {
            Map.Entry<String, ConfigValue> first =
                    Collections.min(
                            section.entrySet(),
                            Comparator.comparing(entry -> entry.getValue().origin().lineNumber()));
            return unknown(path + "." + first.getKey(), first.getValue(), reference);
        }
        List<String> keys = paths(reference, "");
        int least = keys.stream().mapToInt(key -> distance(key, path)).min().orElseThrow();
        String nearest =
                keys.stream()
                        .filter(key -> distance(key, path) == least)
                        .collect(Collectors.joining(" or "));
        return new HourglassException(
                ErrorCode.CONFIGURATION,
                "Unknown configuration key " + path,
                value.origin().description(),
                "did you mean " + nearest + "? --help lists all keys");
    }

    /** Edits from one to the other; to leave out the section, or mistake it, counts as two. */
    private static int distance(String known, String given) {
        LevenshteinDistance edits = LevenshteinDistance.getDefaultInstance();
        return Math.min(edits.apply(known, given), 2 + edits.apply(leaf(known), leaf(given)));
    }

    private static String leaf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static List<String> paths(ConfigObject object, String prefix) {
        List<String> paths = new ArrayList<>();
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            paths.add(prefix + entry.getKey());
            if (entry.getValue() instanceof ConfigObject child) {
                paths.addAll(paths(child, prefix + entry.getKey() + "."));
            }
        }
        paths.sort(Comparator.naturalOrder());
        return paths;
    }
}
