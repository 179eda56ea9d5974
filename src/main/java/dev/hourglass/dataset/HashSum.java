package dev.hourglass.dataset;

import static org.apache.spark.sql.functions.sum;

import java.math.BigDecimal;
import org.apache.spark.sql.Column;

/** A hash of many rows that is the same in whatever order they come: the sum of their hashes. */
final class HashSum {
    private HashSum() {}

    /**
     * The sum. As a decimal of 30 digits it holds the hashes of 10¹⁰ rows, where a sum of longs
     * would overflow, which Spark's ANSI mode makes an error.
     *
     * @param hash of 64 bits; null where a row does not count
     */
    static Column of(Column hash) {
        return sum(hash.cast("decimal(20,0)"));
    }

    /** The sum modulo 2⁶⁴; "null" where no row counted. */
    static String text(BigDecimal sum) {
        return sum == null ? "null" : Long.toString(sum.toBigInteger().longValue());
    }
}
