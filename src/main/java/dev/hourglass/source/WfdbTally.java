package dev.hourglass.source;

import dev.hourglass.source.wfdb.Calibration;
import dev.hourglass.source.wfdb.Lead;
import dev.hourglass.source.wfdb.MalformedRecordException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts of records by what all samples of a dataset must share. It grows with the number of
 * different sampling rates and units, not with the number of records.
 */
final class WfdbTally implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Map<Kind, Group> groups = new HashMap<>();
    private MalformedRecordException failure;

    /**
     * What all samples of a dataset share.
     *
     * @param frequency Hz
     * @param unit the physical unit; voltages are in mV
     */
    record Kind(double frequency, String unit) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Records of a kind.
     *
     * @param calibration the one they share; null where there are several
     */
    private record Group(long records, Calibration calibration) implements Serializable {
        private static final long serialVersionUID = 1L;

        Group plus(Group other) {
            boolean same = calibration != null && calibration.equals(other.calibration);
            return new Group(records + other.records, same ? calibration : null);
        }
    }

    /** Counts one record. */
    WfdbTally add(Lead lead) {
        Set<Calibration> calibrations = lead.calibrations();
        Calibration shared = calibrations.size() == 1 ? calibrations.iterator().next() : null;
        groups.merge(new Kind(lead.frequency(), lead.unit()), new Group(1, shared), Group::plus);
        return this;
    }

    /** Keeps the failure of the first file in their order, so that a rerun names the same. */
    WfdbTally add(MalformedRecordException other) {
        if (failure == null || other.path().compareTo(failure.path()) < 0) {
            failure = other;
        }
        return this;
    }

    WfdbTally merge(WfdbTally other) {
        other.groups.forEach((kind, group) -> groups.merge(kind, group, Group::plus));
        return other.failure == null ? this : add(other.failure);
    }

    /** The kind of most records, the higher rate where two have as many; empty without records. */
    Optional<Kind> commonest() {
        Comparator<Map.Entry<Kind, Group>> order =
                Comparator.comparingLong(entry -> entry.getValue().records());
        return groups.entrySet().stream()
                .max(
                        order.thenComparing(entry -> entry.getKey().frequency())
                                .thenComparing(entry -> entry.getKey().unit()))
                .map(Map.Entry::getKey);
    }

    /** The calibration that all records of the kind share, if they do. */
    Optional<Calibration> calibration(Kind kind) {
        return Optional.ofNullable(groups.get(kind).calibration());
    }

    /** Why the first record that cannot be used cannot. */
    Optional<MalformedRecordException> failure() {
        return Optional.ofNullable(failure);
    }
}
