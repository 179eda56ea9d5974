package dev.hourglass.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The effective configuration of a job: reference.conf, then the user's HOCON file, then key=value
 * arguments, each winning over the one before. Every key that is not in reference.conf is an error.
 */
public final class Configuration {
    private static final Pattern LITERAL =
            Pattern.compile(
                    "true|false|null|-?[0-9.]+([eE][-+]?[0-9]+)?|[\\[{\"].*", Pattern.DOTALL);
    private static final Pattern SECRET =
            Pattern.compile(
                    "secret|password|token|credential|(access|account|encryption)[.-]?key",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern VARIABLE = Pattern.compile("[$][{][?]?(\\w+)[}]");
    private static final ConfigOrigin COMMAND_LINE = ConfigOriginFactory.newSimple("command line");
    private static final String REDACTED = "(redacted)";

    private final Config config;

    private Configuration(Config config) {
        this.config = config;
    }

    /**
     * Reads and checks the configuration.
     *
     * @param file the user's HOCON file, if any; {@code ${NAME}} in it stands for an environment
     *     variable
     * @param overrides {@code key=value} arguments, applied in order
     * @throws HourglassException with CONFIGURATION where the file is missing or malformed, a key
     *     is unknown, or a variable is not set
     */
    public static Configuration load(Optional<Path> file, List<String> overrides) {
        Config user = ConfigFactory.empty();
        for (String override : overrides) {
            user = parseOverride(override).withFallback(user);
        }
        if (file.isPresent()) {
            user = user.withFallback(parseFile(file.get()));
        }
        Config reference = ConfigReference.config();
        Config effective = resolve(user.withFallback(reference));
        KnownKeys.check(effective.root(), reference.root());
        return new Configuration(effective);
    }

    /**
     * Binds a section to its record.
     *
     * @param path the section's key, {@code training}
     * @param type a record whose components are the section's keys in camel case
     * @throws HourglassException with CONFIGURATION naming the key that is missing or out of range
     */
    public <T> T section(String path, Class<T> type) {
        return RecordBinder.bind(config.getObject(path), path, type);
    }

    /** Binds the keys outside any section: name, store, seed and source. */
    public Common common() {
        Config top = config;
        for (Map.Entry<String, ConfigValue> entry : config.root().entrySet()) {
            if (entry.getValue().valueType() == ConfigValueType.OBJECT) {
                top = top.withoutPath(ConfigUtil.joinPath(entry.getKey()));
            }
        }
        return RecordBinder.bind(top.root(), "", Common.class);
    }

    /** The {@code spark} section as Spark names its settings: {@code spark.master} and so on. */
    public Map<String, String> sparkSettings() {
        Map<String, String> settings = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> entry : config.getConfig("spark").entrySet()) {
            String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
            settings.put("spark." + key, String.valueOf(entry.getValue().unwrapped()));
        }
        return settings;
    }

    /**
     * SHA-256 of the named keys' values, in hexadecimal: two configurations with the same digest
     * make the same thing. Key order and formatting do not count.
     */
    public String digest(String... paths) {
        StringBuilder canonical = new StringBuilder();
        for (String path : paths) {
            ConfigValue value = ConfigReference.valueAt(config.root(), path);
            canonical
                    .append(path)
                    .append('=')
                    .append(value.render(ConfigRenderOptions.concise()))
                    .append('\n');
        }
        return DigestUtils.sha256Hex(canonical.toString());
    }

    /** The effective configuration as HOCON, with the values of secret keys replaced. */
    public String render() {
        ConfigObject redacted = redact(config.root(), "");
        return redacted.render(
                ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
    }

    private static Config parseFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "There is no configuration file at this path",
                    "--conf " + file,
                    "give the path of a HOCON file; conf/ holds one for each experiment");
        }
        try {
            return ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
        } catch (ConfigException e) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The configuration file cannot be read",
                    e.getMessage(),
                    "correct it; it is HOCON, a superset of JSON",
                    e);
        }
    }

    private static Config parseOverride(String override) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw new HourglassException(
                    ErrorCode.USAGE,
                    "An argument is not of the form key=value",
                    "\"" + override + "\"",
                    "write for example training.epochs=5");
        }
        String key = override.substring(0, equals).trim();
        String value = override.substring(equals + 1).trim();
        try {
            // What is not a literal is text as it stands: in HOCON, "//" would begin a comment.
            ConfigValue parsed =
                    LITERAL.matcher(value).matches()
                            ? ConfigFactory.parseString("value = " + value).root().get("value")
                            : ConfigValueFactory.fromAnyRef(value);
            return parsed.withOrigin(COMMAND_LINE).atPath(key);
        } catch (ConfigException e) {
            throw new HourglassException(
                    ErrorCode.USAGE,
                    "An argument cannot be read as key=value",
                    "\"" + override + "\": " + e.getMessage(),
                    "write for example training.epochs=5",
                    e);
        }
    }

    private static Config resolve(Config config) {
        try {
            return config.resolve();
        } catch (ConfigException.UnresolvedSubstitution e) {
            // The library's message begins with the file and line, and quotes the ${…}.
            Matcher variable = VARIABLE.matcher(e.getMessage());
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "The configuration names a variable that is not set",
                    e.getMessage(),
                    "set it in the environment, "
                            + (variable.find() ? variable.group(1) : "NAME")
                            + "=… jobs/run …, or give the key on the command line",
                    e);
        }
    }

    /** By whole paths: Hadoop calls a secret {@code fs.s3a.secret.key}. */
    private static ConfigObject redact(ConfigObject object, String prefix) {
        ConfigObject result = object;
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String path = prefix + entry.getKey();
            if (entry.getValue() instanceof ConfigObject child) {
                result = result.withValue(entry.getKey(), redact(child, path + "."));
            } else if (SECRET.matcher(path).find()) {
                result = result.withValue(entry.getKey(), ConfigValueFactory.fromAnyRef(REDACTED));
            }
        }
        return result;
    }
}
