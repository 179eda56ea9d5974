package dev.hourglass.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
    @Test
    void everyKeyIsExplained() {
        List<String> unexplained = new ArrayList<>();
        ConfigReference.config()
                .root()
                .forEach(
                        (key, value) -> {
                            if (value.origin().comments().isEmpty()) {
                                unexplained.add(key);
                            }
                            if (value instanceof ConfigObject section) {
                                collectUnexplained(section, key + ".", unexplained);
                            }
                        });
        assertThat(unexplained).isEmpty();
    }

    /** A comment also serves the keys in the lines right below its own. */
    private static void collectUnexplained(
            ConfigObject section, String prefix, List<String> unexplained) {
        int explainedLine = -1;
        for (Map.Entry<String, ConfigValue> entry : inFileOrder(section)) {
            ConfigValue value = entry.getValue();
            String key = prefix + entry.getKey();
            int line = value.origin().lineNumber();
            if (value instanceof ConfigObject child) {
                collectUnexplained(child, key + ".", unexplained);
            } else if (!value.origin().comments().isEmpty() || line == explainedLine + 1) {
                explainedLine = line;
            } else {
                unexplained.add(key);
            }
        }
    }

    private static List<Map.Entry<String, ConfigValue>> inFileOrder(ConfigObject section) {
        return section.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
                .toList();
    }

    @Test
    void helpShowsKeysInFileOrderWithDefaultsAndComments() {
        assertThat(ConfigReference.describe(List.of("seed", "embed")))
                .isEqualTo(
                        """
                          seed = 42
                              Every random choice is derived from this number. Integer.

                          Embedding extraction.
                          embed.date = null
                              The partition's date, YYYY-MM-DD. Null: today, UTC.
                          embed.batch = 256
                              Rows encoded at once. 1 to 65536.
                          embed.reconstruction-error = false
                              Whether the decoder runs too, for the reconstruction error of every row. It takes two to three times as long; the report's section on errors and the check of their drift need it.
                        """);
    }

    @Test
    void helpReachesNestedSections() {
        assertThat(ConfigReference.describe(List.of("network")))
                .contains("  network.dense.widths = [500, 250]\n");
    }
}
