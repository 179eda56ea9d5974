package dev.hourglass.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Configurations of a test's making. */
final class Configurations {
    private Configurations() {}

    /** The defaults, with these arguments of a command line over them. */
    static Configuration of(String... overrides) {
        return Configuration.load(Optional.empty(), List.of(overrides));
    }

    /** The defaults, with a file of this text over them, and these arguments over both. */
    static Configuration ofFile(Path folder, String text, String... overrides) {
        try {
            Path file = Files.writeString(folder.resolve("test.conf"), text);
            return Configuration.load(Optional.of(file), List.of(overrides));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
