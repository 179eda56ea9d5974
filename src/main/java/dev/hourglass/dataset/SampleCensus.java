package dev.hourglass.dataset;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.hourglass.source.SampleColumns;
import dev.hourglass.source.TensorSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Observation;

/**
 * What is learnt of a source's rows while they are written, without a pass of its own.
 *
 * @param observed the measures by name
 */
record SampleCensus(Map<String, Object> observed) {
    /**
     * What an {@link Observation} has to measure.
     *
     * @param pieces of input that a sample was made of
     */
    static List<Column> measures(TensorSpec tensor, Column pieces) {
        List<Column> measures = new ArrayList<>();
        measures.add(count(lit(1)).as("rows"));
        measures.add(count(when(isSample(), lit(1))).as("samples"));
        measures.add(sum(when(isSample(), pieces).otherwise(1)).as("pieces"));
        for (Split split : Split.values()) {
            Column inSplit = col(Ingestion.ASSIGNED).equalTo(split.folder());
            measures.add(count(when(isSample().and(inSplit), lit(1))).as(split.folder()));
        }
        measures.add(min(flaw(tensor)).as("flaw"));
        measures.add(hashSum(1).as("hash1"));
        measures.add(hashSum(2).as("hash2"));
        return measures;
    }

    /** Waits for the rows to be written. */
    static SampleCensus of(Observation observation) {
        try {
            return new SampleCensus(observation.getAsJava());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the dataset was counted", e);
        }
    }

    static Column isSample() {
        return col(SampleColumns.REJECTION).isNull();
    }

    /** Pieces of input: those that samples were made of, and those that were rejected. */
    long pieces() {
        Long pieces = (Long) observed.get("pieces");
        return pieces == null ? 0 : pieces;
    }

    /** Rows that are no samples. */
    long rejected() {
        return (Long) observed.get("rows") - (Long) observed.get("samples");
    }

    /** One thing that no sample of a working source has, and which sample has it. */
    Optional<String> flaw() {
        return Optional.ofNullable((String) observed.get("flaw"));
    }

    /** Samples by split. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        for (Split split : Split.values()) {
            counts.put(split.folder(), (Long) observed.get(split.folder()));
        }
        return counts;
    }

    /** Order-independent hash of every sample and of how its tensor is read. */
    String fingerprint(TensorSpec tensor) {
        String canonical =
                String.join(
                        "|",
                        tensor.dtype().toString(),
                        tensor.shape().toString(),
                        Double.toString(tensor.scale()),
                        Double.toString(tensor.offset()),
                        String.valueOf(observed.get("samples")),
                        hash("hash1"),
                        hash("hash2"));
        return DigestUtils.sha256Hex(canonical).substring(0, 32);
    }

    private String hash(String name) {
        return HashSum.text((BigDecimal) observed.get(name));
    }

    private static Column flaw(TensorSpec tensor) {
        Object[] splits = Arrays.stream(Split.values()).map(Split::folder).toArray();
        Column found =
                when(col(SampleColumns.ID).isNull(), lit("it has no id"))
                        .when(
                                not(col(Ingestion.ASSIGNED).isin(splits)),
                                format_string("it has the split \"%s\"", col(Ingestion.ASSIGNED)))
                        .otherwise(SampleColumns.tensorFlaw(tensor));
        return when(
                isSample().and(found.isNotNull()),
                format_string("sample %s: %s", col(SampleColumns.ID), found));
    }

    private static Column hashSum(int salt) {
        Column none = lit("\u0000");
        return HashSum.of(
                when(
                        isSample(),
                        xxhash64(
                                lit(salt),
                                col(SampleColumns.ID),
                                coalesce(col(SampleColumns.GROUP), none),
                                coalesce(col(SampleColumns.LABEL), none),
                                col(Ingestion.ASSIGNED),
                                col(SampleColumns.TENSOR))));
    }
}
