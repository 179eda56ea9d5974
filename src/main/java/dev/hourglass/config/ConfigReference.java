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
import java.util.stream.Collectors;

/** Every key with its default and its documentation, as reference.conf has them. */
public final class ConfigReference {
    private static final String KEY_INDENT = "  ";
    private static final String COMMENT_INDENT = "      ";

    private final StringBuilder text = new StringBuilder();

    /** The comment of the keys that were written last; it stands below the last of them. */
    private List<String> comment = List.of();

    private ConfigReference() {}

    /**
     * The keys below the given paths as text for {@code --help}, each with its default and its
     * comment as one long line. Keys that share a comment stand together over it.
     *
     * @param paths keys or sections: {@code seed}, {@code training}
     */
    public static String describe(List<String> paths) {
        ConfigReference reference = new ConfigReference();
        for (String path : paths) {
            reference.describe(path, valueAt(config().root(), path));
        }
        reference.writeComment(COMMENT_INDENT);
        return reference.text.toString();
    }

    static Config config() {
        return ConfigFactory.parseResources(ConfigReference.class, "/reference.conf");
    }

    /** The value or section at a path that is there. */
    static ConfigValue valueAt(ConfigObject root, String path) {
        ConfigValue value = root;
        for (String key : ConfigUtil.splitPath(path)) {
            value = ((ConfigObject) value).get(key);
        }
        return value;
    }

    private void describe(String path, ConfigValue value) {
        List<String> ownComment = value.origin().comments();
        if (!ownComment.isEmpty() || value instanceof ConfigObject) {
            writeComment(COMMENT_INDENT);
            comment = ownComment;
        }
        if (value instanceof ConfigObject section) {
            text.append('\n');
            writeComment(KEY_INDENT);
            section.entrySet().stream()
                    .sorted(Comparator.comparingInt(ConfigReference::line))
                    .forEach(entry -> describe(path + "." + entry.getKey(), entry.getValue()));
        } else {
            text.append(KEY_INDENT).append(path).append(" = ").append(plain(value)).append('\n');
        }
    }

    private static int line(Map.Entry<String, ConfigValue> entry) {
        return entry.getValue().origin().lineNumber();
    }

    /** As a person writes it: without needless quotes, and with spaces where a line may break. */
    private static String plain(ConfigValue value) {
        return value.render(ConfigRenderOptions.concise().setJson(false)).replace(",", ", ");
    }

    private void writeComment(String indent) {
        if (!comment.isEmpty()) {
            text.append(indent)
                    .append(comment.stream().map(String::strip).collect(Collectors.joining(" ")))
                    .append('\n');
            comment = List.of();
        }
    }
}
