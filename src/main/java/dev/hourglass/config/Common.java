package dev.hourglass.config;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys that every job reads.
 *
 * @param name what the dataset, the model and the embeddings are called
 * @param store the root folder of everything that is written
 * @param seed the number every random choice is derived from
 * @param source the name of the source's section, absent where only stored data are used
 */
public record Common(String name, String store, long seed, String source) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    public Common {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    name == null ? "name is not set" : "name is not usable as a folder's name",
                    name == null ? "name" : "name = " + name,
                    name == null
                            ? "give a file that sets it, --conf conf/mnist.conf, or name=mnist"
                            : "give 1 to 64 lower-case letters, digits, \"-\" and \"_\": name=mnist");
        }
        if (store == null || store.isBlank()) {
            throw new HourglassException(
                    ErrorCode.CONFIGURATION,
                    "store is not set",
                    "store",
                    "give a folder: store=/data/hourglass");
        }
    }

    /** The name of the source's section, if a source is set. */
    public Optional<String> sourceName() {
        return Optional.ofNullable(source);
    }
}
