package dev.hourglass.recommendation;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.error.ErrorCode;
import dev.hourglass.recommendation.ItemSettings.Flag;
import dev.hourglass.recommendation.ItemTitles.Item;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemTitlesIT {
    private static final List<Flag> FLAGS = List.of(new Flag("Drama", "4"), new Flag("War", "3"));

    @TempDir private Path folder;

    @Test
    void theFirstFlagThatIsSetIsTheGenre() throws IOException {
        write(
                StandardCharsets.ISO_8859_1,
                "1|Les Misérables (1995)|1|1",
                "2|\"Babe\" (1995)|1|0",
                "3||0|0",
                "4|Not asked for|0|1");
        ItemSettings settings = new ItemSettings(path(), "|", "ISO-8859-1", "1", "2", null, FLAGS);
        assertThat(titles(settings).of(List.of("1", "2", "3", "9")))
                .isEqualTo(
                        Map.of(
                                "1", item("Les Misérables (1995)", "Drama"),
                                "2", item("\"Babe\" (1995)", "War"),
                                "3", new Item(Optional.empty(), Optional.empty())));
    }

    @Test
    void columnsAreFoundByNameToo() throws IOException {
        write(
                StandardCharsets.UTF_8,
                "movieId,title,genres",
                "1,\"American President, The (1995)\",Comedy|Drama",
                "2,\"\"\"Great\"\" <b>Cats</b>\",Musical");
        ItemSettings settings =
                new ItemSettings(path(), ",", "UTF-8", "movieId", "title", "genres", List.of());
        assertThat(titles(settings).of(List.of("1", "2")))
                .isEqualTo(
                        Map.of(
                                "1", item("American President, The (1995)", "Comedy"),
                                "2", item("\"Great\" <b>Cats</b>", "Musical")));
    }

    @Test
    void withoutAFileNoItemHasATitle() {
        ItemTitles none = titles(new ItemSettings(null, ",", "UTF-8", "1", "2", null, List.of()));
        none.check();
        assertThat(none.of(List.of("1"))).isEmpty();
    }

    @Test
    void aColumnThatIsNotThereIsNamed() throws IOException {
        write(StandardCharsets.UTF_8, "1|a|0");
        ItemSettings settings = new ItemSettings(path(), "|", "UTF-8", "1", "2", null, FLAGS);
        assertThat(failure(ErrorCode.SOURCE_MALFORMED, () -> titles(settings).check()))
                .hasMessageContainingAll("no column 4", "3 column(s)", "recommend.items.separator");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        ItemSettings settings = new ItemSettings(path(), "|", "UTF-8", "1", "2", null, List.of());
        assertThat(failure(ErrorCode.SOURCE_UNREADABLE, () -> titles(settings).check()))
                .hasMessageContainingAll("recommend.items.path", "items.txt");
    }

    private void write(Charset encoding, String... lines) throws IOException {
        Files.write(Path.of(path()), List.of(lines), encoding);
    }

    private String path() {
        return folder.resolve("items.txt").toString();
    }

    private static ItemTitles titles(ItemSettings settings) {
        return new ItemTitles(SharedSpark.session(), settings);
    }

    private static Item item(String title, String genre) {
        return new Item(Optional.of(title), Optional.of(genre));
    }
}
