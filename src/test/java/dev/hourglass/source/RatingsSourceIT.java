package dev.hourglass.source;

import static dev.hourglass.testing.HourglassAssertions.failure;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.dataset.TensorDataset;
import dev.hourglass.error.ErrorCode;
import dev.hourglass.testing.SharedSpark;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of files of ratings. */
@ExtendWith(SharedSpark.class)
class RatingsSourceIT {
    private static final String[] LINES = {
        "1\t10\t3\t100", "1\t9\t5\t101", "2\t9\t4.5\t102", "3\t2\t1\t103", "3\t10\t2\t104"
    };

    @TempDir private Path folder;
    private int stores;

    @Test
    void aUserIsTheVectorOfItsRatings(SparkSession spark) {
        TensorDataset dataset = ingest(0, "time=4, path=" + file("u.data", LINES));

        assertThat(dataset.manifest().tensor()).isEqualTo(TensorSpec.sparse(3, "rating"));
        assertThat(RatingsFiles.ratings(spark, dataset))
                .isEqualTo(
                        Map.of(
                                "1", Map.of("10", 3f, "9", 5f),
                                "2", Map.of("9", 4.5f),
                                "3", Map.of("2", 1f, "10", 2f)));
        assertThat(dataset.columns(spark).orElseThrow().orderBy("index").collectAsList())
                .extracting(Object::toString)
                .containsExactly("[0,10,2]", "[1,2,1]", "[2,9,2]");
        assertThat(dataset.rows(spark).filter("`group` = id and label is null").count())
                .isEqualTo(3);
    }

    @Test
    void anItemIsTheVectorOfTheRatingsItGot(SparkSession spark) {
        TensorDataset dataset = ingest(0, "rows=items, path=" + file("u.data", LINES));

        assertThat(RatingsFiles.ratings(spark, dataset))
                .isEqualTo(
                        Map.of(
                                "10", Map.of("1", 3f, "3", 2f),
                                "9", Map.of("1", 5f, "2", 4.5f),
                                "2", Map.of("3", 1f)));
    }

    @Test
    void ratingsFromTheThresholdOnCountOneAndOthersAreLeftOut(SparkSession spark) {
        TensorDataset dataset = ingest(0, "threshold=3, path=" + file("u.data", LINES));

        assertThat(RatingsFiles.ratings(spark, dataset))
                .isEqualTo(Map.of("1", Map.of("10", 1f, "9", 1f), "2", Map.of("9", 1f)));
        assertThat(dataset.manifest().rejected()).isZero();
    }

    @Test
    void rowsWithoutRatingsCountOne(SparkSession spark) {
        TensorDataset dataset =
                ingest(0, "rating=null, separator=\",\", path=" + file("x", "a,x", "a,y", "b,x"));

        assertThat(RatingsFiles.ratings(spark, dataset))
                .isEqualTo(Map.of("a", Map.of("x", 1f, "y", 1f), "b", Map.of("x", 1f)));
    }

    @Test
    void everyFormatGivesTheSameDataset(SparkSession spark) throws IOException {
        String expected = fingerprint("time=4, path=" + file("u.data", LINES));
        String numbers = "time=4, path=" + file("colons", each(LINES, RatingsSourceIT::colons));
        assertThat(fingerprint("separator=\"::\", " + numbers)).isEqualTo(expected);

        String names = "user=userId, item=\"the.item\", rating=rating, time=null";
        List<String> csv = new ArrayList<>(List.of("timestamp,rating,the.item,userId"));
        for (String line : LINES) {
            String[] values = line.split("\t");
            csv.add(values[3] + "," + values[2] + ",\"" + values[1] + "\"," + values[0]);
        }
        Path named = file("ratings.csv", csv.toArray(String[]::new));
        assertThat(fingerprint("separator=\",\", " + names + ", path=" + named))
                .isEqualTo(expected);

        Path parquet = folder.resolve("parquet");
        spark.read()
                .csv(file("colons.csv", each(LINES, line -> line.replace('\t', ','))).toString())
                .select(
                        col("_c0").cast("long").as("userId"),
                        col("_c1").cast("int").as("the.item"),
                        col("_c2").cast("decimal(4,2)").as("rating"))
                .write()
                .parquet(parquet.toString());
        assertThat(fingerprint("format=parquet, " + names + ", path=" + parquet))
                .isEqualTo(expected);

        Path zipped = folder.resolve("u.data.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            Files.copy(folder.resolve("u.data"), out);
        }
        assertThat(fingerprint("path=" + zipped)).isEqualTo(expected);
    }

    @Test
    void neitherOrderNorFilesCount() {
        List<String> lines = new ArrayList<>();
        Random random = new Random(3);
        for (int user = 0; user < 60; user++) {
            for (int item = user % 3; item < 40; item += 1 + random.nextInt(4)) {
                lines.add("%d\t%d\t%d".formatted(user, item, 1 + random.nextInt(5)));
            }
        }
        // Some come twice, without a time: which one counts must not depend on where it is.
        lines.add("0\t0\t5");
        lines.add("0\t0\t1");
        lines.add("0\t0\t3");
        String expected = fingerprint("path=" + file("one", lines.toArray(String[]::new)));
        Collections.shuffle(lines, random);
        for (int i = 0; i < 4; i++) {
            int quarter = lines.size() / 4;
            int end = i == 3 ? lines.size() : (i + 1) * quarter;
            file("many/part" + i, lines.subList(i * quarter, end).toArray(String[]::new));
        }
        assertThat(fingerprint("path=" + folder.resolve("many"))).isEqualTo(expected);
    }

    @Test
    void whatTheColumnsAreCalledCounts() {
        String fingerprint = fingerprint("path=" + file("a", "1\tx\t3", "2\ty\t4"));
        assertThat(fingerprint("path=" + file("b", "1\tx\t3", "2\tz\t4")))
                .isNotEqualTo(fingerprint);
    }

    @Test
    void badRatingsAreSetAsideWithTheirReason(SparkSession spark) {
        Path file =
                file(
                        "bad",
                        "1\t10\t3\t100",
                        "1\t11",
                        "1\t12\t3\t4\t5",
                        "\t10\t3\t100",
                        "1\t\t3\t100",
                        "1\t13\t\t100",
                        "1\t14\tgood\t100",
                        "1\t15\tNaN\t100",
                        "1\t16\t1e39\t100",
                        "1\t17\t0.5\t100",
                        "1\t18\t6\t100",
                        "1\t19\t5\t");
        TensorDataset dataset = ingest(0.9, "time=4, least=1, greatest=5, path=" + file);

        assertThat(RatingsFiles.ratings(spark, dataset))
                .isEqualTo(Map.of("1", Map.of("10", 3f, "19", 5f)));
        assertThat(dataset.manifest().rejected()).isEqualTo(10);
        assertThat(dataset.rejected(spark).filter(col("path").endsWith(file.toString())).count())
                .isEqualTo(10);
        assertThat(dataset.rejected(spark).collectAsList())
                .extracting(row -> row.get(0) + " | " + row.getString(2) + " | " + row.getString(3))
                .containsExactlyInAnyOrder(
                        "1 | line \"1\t11\" | it has more or fewer columns than the first line",
                        "1 | line \"1\t12\t3\t4\t5\" | it has more or fewer columns than the first"
                                + " line",
                        "unknown | item 10, rating 3, time 100 | its user is missing",
                        "1 | user 1, rating 3, time 100 | its item is missing",
                        "1 | user 1, item 13, time 100 | its rating is missing",
                        "1 | user 1, item 14, rating good, time 100 | its rating is no number",
                        "1 | user 1, item 15, rating NaN, time 100 | its rating is not finite",
                        "1 | user 1, item 16, rating 1e39, time 100 | its rating is not finite",
                        "1 | user 1, item 17, rating 0.5, time 100 | its rating is below 1.0",
                        "1 | user 1, item 18, rating 6, time 100 | its rating is above 5.0");
    }

    @Test
    void aRatingOfZeroStandsForNoneUnlessItIsOnlyCompared(SparkSession spark) {
        Path file = file("zero", "1\t10\t0\t1", "1\t11\t-2\t1");
        TensorDataset dataset = ingest(0.9, "path=" + file);
        assertThat(RatingsFiles.ratings(spark, dataset)).isEqualTo(Map.of("1", Map.of("11", -2f)));
        assertThat(dataset.rejected(spark).head().getString(3))
                .isEqualTo("its rating is 0, which stands for none");
        assertThat(RatingsFiles.ratings(spark, ingest(0.9, "threshold=-1, path=" + file)))
                .isEqualTo(Map.of("1", Map.of("10", 1f)));
    }

    @Test
    void ofSeveralRatingsTheLatestCountsElseTheLowest(SparkSession spark) {
        Path file =
                file(
                        "again",
                        "1\t10\t3\t99",
                        "1\t10\t4\t100",
                        "1\t10\t5\t",
                        "1\t20\t3\t7",
                        "1\t20\t2\t7",
                        "2\t10\t1\t2001-01-01",
                        "2\t10\t2\t2002-01-01");
        TensorDataset dataset = ingest(0.9, "time=4, path=" + file);

        assertThat(RatingsFiles.ratings(spark, dataset))
                .isEqualTo(Map.of("1", Map.of("10", 4f, "20", 2f), "2", Map.of("10", 2f)));
        assertThat(dataset.rejected(spark).select("position", "reason").collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder(
                        "user 1, item 10, rating 3, time 99",
                        "user 1, item 10, rating 5",
                        "user 1, item 20, rating 3, time 7",
                        "user 2, item 10, rating 1, time 2001-01-01");
        assertThat(dataset.rejected(spark).select("reason").distinct().head().getString(0))
                .isEqualTo("another row of the same user and item counts instead");
    }

    @Test
    void aRowOfParquetIsNamedByItsNumber(SparkSession spark) {
        Path parquet = folder.resolve("parquet");
        spark.sql("select * from values (1L, 'x', 3), (2L, 'x', 9) as t(u, i, r)")
                .coalesce(1)
                .write()
                .parquet(parquet.toString());
        TensorDataset dataset =
                ingest(
                        0.5,
                        "format=parquet, user=u, item=i, rating=r, greatest=5, path=" + parquet);
        assertThat(dataset.rejected(spark).select("position").head().getString(0))
                .isEqualTo("row 2: user 2, item x, rating 9");
    }

    @Test
    void theShareOfRejectedInputIsOneOfRatingsAndNotOfUsers() {
        List<String> lines = new ArrayList<>();
        for (int item = 0; item < 99; item++) {
            lines.add("1\t" + item + "\t3");
        }
        lines.add("1\t99\tbad");
        Path file = file("one-user", lines.toArray(String[]::new));
        assertThat(ingest(0.01, "path=" + file).manifest().rejected()).isEqualTo(1);
        assertThat(failure(ErrorCode.TOO_MANY_REJECTED, () -> ingest(0.009, "path=" + file)))
                .hasMessageContaining("1 of 100 pieces of input were rejected")
                .hasMessageContaining("user 1, item 99, rating bad: its rating is no number");
    }

    @Test
    void filesThatAreNotThereOrOfAnotherFormAreRefused(SparkSession spark) {
        assertThat(refused(ErrorCode.SOURCE_UNREADABLE, "path=" + folder.resolve("nowhere")))
                .hasMessageContaining("nowhere");
        Path text = file("text", LINES);
        refused(ErrorCode.SOURCE_UNREADABLE, "format=parquet, user=u, path=" + text);
        assertThat(refused(ErrorCode.SOURCE_MALFORMED, "separator=\",\", path=" + text))
                .hasMessageContaining("no column 2")
                .hasMessageContaining("1 column(s) in its first line");
        Path named = file("named", "userId,movieId,rating", "1,2,3");
        assertThat(
                        refused(
                                ErrorCode.SOURCE_MALFORMED,
                                "separator=\",\", user=userId, item=item, rating=rating, path="
                                        + named))
                .hasMessageContaining("no column item")
                .hasMessageContaining("userId, movieId, rating");
        assertThat(refused(ErrorCode.SOURCE_MALFORMED, "threshold=9, path=" + text))
                .hasMessageContaining("no rating that counts");
        assertThat(refused(ErrorCode.SOURCE_MALFORMED, "rating=1, user=3, path=" + letters()))
                .hasMessageContaining("rating a: its rating is no number");
    }

    private Path letters() {
        return file("letters", "a\tb\tc");
    }

    private Throwable refused(ErrorCode code, String keys) {
        RatingsSource source = new RatingsSource(RatingsFiles.settings(keys));
        return failure(code, () -> source.tensorSpec(SharedSpark.session()));
    }

    private String fingerprint(String keys) {
        return ingest(0.1, keys).manifest().fingerprint();
    }

    private TensorDataset ingest(double maxRejected, String keys) {
        return RatingsFiles.ingest(folder.resolve("store" + stores++), maxRejected, keys);
    }

    private Path file(String name, String... lines) {
        return RatingsFiles.write(folder.resolve(name), lines);
    }

    private static String colons(String line) {
        return line.replace("\t", "::");
    }

    private static String[] each(String[] lines, UnaryOperator<String> change) {
        return Arrays.stream(lines).map(change).toArray(String[]::new);
    }
}
