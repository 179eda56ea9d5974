package dev.hourglass.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What Spark's event log says about an application.
 *
 * @param name its {@code spark.app.name}
 * @param settings its Spark settings by name
 * @param executors the ids of the executors that completed a task of it
 */
public record SparkApplication(String name, Map<String, String> settings, Set<String> executors) {
    private static final String UNFINISHED = ".inprogress";

    /** The applications of a folder's event logs that have ended, in the order they started. */
    public static List<SparkApplication> readAll(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(UNFINISHED))
                    .sorted()
                    .map(SparkApplication::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SparkApplication read(Path log) {
        ObjectMapper mapper = new ObjectMapper();
        Map<String, String> settings = new HashMap<>();
        Set<String> executors = new TreeSet<>();
        try {
            for (String line : Files.readAllLines(log)) {
                JsonNode event = mapper.readTree(line);
                switch (event.path("Event").asText()) {
                    case "SparkListenerEnvironmentUpdate" ->
                            event.path("Spark Properties")
                                    .fields()
                                    .forEachRemaining(
                                            setting ->
                                                    settings.put(
                                                            setting.getKey(),
                                                            setting.getValue().asText()));
                    case "SparkListenerTaskEnd" -> {
                        if (event.at("/Task End Reason/Reason").asText().equals("Success")) {
                            executors.add(event.at("/Task Info/Executor ID").asText());
                        }
                    }
                    default -> {}
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SparkApplication(settings.get("spark.app.name"), settings, executors);
    }
}
