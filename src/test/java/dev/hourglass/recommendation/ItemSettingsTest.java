package dev.hourglass.recommendation;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.config.Configuration;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.recommendation.ItemSettings.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemSettingsTest {
    @Test
    void thereIsNoFileByDefault() {
        assertThat(settings())
                .isEqualTo(new ItemSettings(null, "\t", "UTF-8", "1", "2", null, List.of()));
    }

    @Test
    void flagsAreAList() {
        assertThat(settings("recommend.items.flags=[{genre=War, column=23}]").flags())
                .containsExactly(new Flag("War", "23"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "path=\" \"; path",
                "separator=\"\"; separator",
                "encoding=UTF-0; encoding",
                "encoding=\"no name\"; encoding",
                "id=null; id",
                "title=name; id, title",
                "flags=[{genre=War}]; flags",
                "flags=[{genre=War, column=war}]; flags"
            })
    void aMistakeIsNamed(String mistake, String key) {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        settings(
                                                "recommend.items.path=x",
                                                "recommend.items." + mistake)))
                .hasMessageContaining("recommend.items.")
                .hasMessageContaining(key);
    }

    @Test
    void genresAreGivenOnce() {
        assertThat(
                        failure(
                                ErrorCode.CONFIGURATION,
                                () ->
                                        settings(
                                                "recommend.items.path=x",
                                                "recommend.items.genre=3",
                                                "recommend.items.flags=[{genre=War, column=4}]")))
                .hasMessageContaining("recommend.items.genre");
    }

    private static ItemSettings settings(String... overrides) {
        List<String> all = new ArrayList<>(List.of("name=test", "source=ratings"));
        all.addAll(List.of(overrides));
        return Configuration.load(Optional.empty(), all)
                .section("recommend", RecommendSettings.class)
                .items();
    }
}
