package dev.hourglass.compression;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The fits of a record's signals, those of one size made once. */
final class WindowFits {
    /** Numbers that the fits of a record may hold: 64 MiB. */
    static final long MAX_NUMBERS = 1 << 23;

    private final int network;
    private final Map<WindowSize, WindowFit> fits = new HashMap<>();

    /**
     * @param network samples of the network's windows
     */
    WindowFits(int network) {
        this.network = network;
    }

    /** Numbers that the fits of all these hold at most. */
    static long numbers(int network, Collection<WindowSize> sizes) {
        return sizes.stream()
                .distinct()
                .mapToLong(size -> WindowFit.numbers(network, size.window()))
                .sum();
    }

    WindowFit of(WindowSize size) {
        return fits.computeIfAbsent(size, added -> new WindowFit(network, added));
    }
}
