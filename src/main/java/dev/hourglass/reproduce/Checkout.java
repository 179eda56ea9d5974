package dev.hourglass.reproduce;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.error.HourglassException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The source tree that this build is of, with the scripts in {@code jobs/} and what Maven made. */
public final class Checkout {
    private Checkout() {}

    /**
     * The folder of pom.xml and {@code jobs/}, found from where this class was loaded: {@code
     * target/classes} or a jar in {@code target}.
     *
     * @throws HourglassException with USAGE where the build was taken out of its source tree
     */
    public static Path root() {
        Path built = location();
        Path target = built.getParent();
        if (target == null
                || target.getParent() == null
                || !Files.isExecutable(target.getParent().resolve("jobs/submit"))) {
            throw new HourglassException(
                    ErrorCode.USAGE,
                    "Only a source tree has what this needs: the scripts in jobs/ and Spark's jars",
                    built.toString(),
                    "start it with jobs/reproduce or jobs/bench of a source tree");
        }
        return target.getParent();
    }

    private static Path location() {
        try {
            return Path.of(
                    Checkout.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
