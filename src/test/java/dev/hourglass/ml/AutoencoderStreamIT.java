package dev.hourglass.ml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.testing.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSpark.class)
class AutoencoderStreamIT {
    private static final int COUNT = 50;
    private static final int FILES = 3;

    @TempDir private Path folder;

    @Test
    void aStreamGivesTheRowsThatATableGives(SparkSession spark) throws Exception {
        String files = folder.resolve("files").toString();
        Tables.vectors(COUNT).repartition(FILES).write().parquet(files);
        Dataset<Row> table = spark.read().parquet(files);
        Dataset<Row> stream =
                spark.readStream()
                        .schema(Tables.schema(SQLDataTypes.VectorType()))
                        .option("maxFilesPerTrigger", 1)
                        .parquet(files);
        AutoencoderModel model =
                Tables.autoencoder()
                        .setErrorCol("error")
                        .setReconstructionCol("reconstruction")
                        .fit(table)
                        .setEmbedBatch(8);
        String embedded = folder.resolve("embedded").toString();

        StreamingQuery query =
                model.transform(stream)
                        .writeStream()
                        .format("parquet")
                        .option("checkpointLocation", folder.resolve("checkpoint").toString())
                        .trigger(Trigger.AvailableNow())
                        .start(embedded);
        query.awaitTermination();

        assertThat(model.transform(stream).isStreaming()).isTrue();
        assertThat(query.recentProgress()).hasSizeGreaterThanOrEqualTo(FILES);
        List<Row> rows = Tables.sorted(spark.read().parquet(embedded));
        assertThat(rows).hasSize(COUNT).isEqualTo(Tables.sorted(model.transform(table)));
    }
}
