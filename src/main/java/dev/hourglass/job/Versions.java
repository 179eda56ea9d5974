package dev.hourglass.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** The versions of what a run was made with. */
final class Versions {
    private static final Properties BUILD = load();

    private Versions() {}

    static String hourglass() {
        return BUILD.getProperty("hourglass");
    }

    static Map<String, String> all(SparkSession spark) {
        Map<String, String> versions = new TreeMap<>();
        versions.put("hourglass", hourglass());
        versions.put("dl4j", BUILD.getProperty("dl4j"));
        versions.put("spark", spark.version());
        versions.put("java", Runtime.version().toString());
        return versions;
    }

    private static Properties load() {
        try (InputStream in = Versions.class.getResourceAsStream("/version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
