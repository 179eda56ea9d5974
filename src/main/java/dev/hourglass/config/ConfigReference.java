package dev.hourglass.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Every key with its default and its documentation, as reference.conf has them. */
public final class ConfigReference {
    private ConfigReference() {}

    /**
     * The keys below the given paths as text for {@code --help}, each with its default and its
     * comment.
     *
     * @param paths keys or sections: {@code seed}, {@code training}
     */
    public static String describe(List<String> paths) {
        StringBuilder text = new StringBuilder();
        for (String path : paths) {
            describe(path, valueAt(path), text);
        }
        return text.toString();
    }

    static Config config() {
        return ConfigFactory.parseResources(ConfigReference.class, "/reference.conf");
    }

    private static ConfigValue valueAt(String path) {
        ConfigValue value = config().root();
        for (String key : ConfigUtil.splitPath(path)) {
            value = ((ConfigObject) value).get(key);
        }
        return value;
    }

    private static void describe(String path, ConfigValue value, StringBuilder text) {
        if (value instanceof ConfigObject section) {
            section.entrySet().stream()
                    .sorted(
                            Comparator.comparingInt(
                                    (Map.Entry<String, ConfigValue> entry) ->
                                            entry.getValue().origin().lineNumber()))
                    .forEach(
                            entry -> describe(path + "." + entry.getKey(), entry.getValue(), text));
            return;
        }
        text.append("  ").append(path).append(" = ");
        text.append(value.render(ConfigRenderOptions.concise())).append('\n');
        for (String comment : value.origin().comments()) {
            text.append("      ").append(comment.strip()).append('\n');
        }
    }
}
