package dev.hourglass.recommendation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The lists of a partition's users, scored batch by batch while they are asked for. */
final class Ranking implements Iterator<RankedList> {
    /** Users scored at once, which networks gain by. */
    private static final int MAX_BATCH = 256;

    /** Scores of a batch: 32 MiB. */
    private static final int MAX_SCORES = 1 << 23;

    private final Iterator<HeldOutUser> users;
    private final Scorer scorer;
    private final ItemCounts counts;
    private final int length;
    private final int batch;
    private final Deque<RankedList> ready = new ArrayDeque<>();

    /**
     * @param length of each list
     */
    Ranking(Iterator<HeldOutUser> users, Scorer scorer, ItemCounts counts, int length) {
        this.users = users;
        this.scorer = scorer;
        this.counts = counts;
        this.length = length;
        batch = Math.max(1, Math.min(MAX_BATCH, MAX_SCORES / counts.items()));
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || users.hasNext();
    }

    @Override
    public RankedList next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (ready.isEmpty()) {
            rankBatch();
        }
        return ready.remove();
    }

    private void rankBatch() {
        List<HeldOutUser> rows = new ArrayList<>();
        while (rows.size() < batch && users.hasNext()) {
            rows.add(users.next());
        }
        float[] scores = scorer.score(rows.stream().map(HeldOutUser::foldIn).toList());
        if (scores.length != rows.size() * counts.items()) {
            throw new IllegalStateException(
                    "%d scores for %d users and %d items"
                            .formatted(scores.length, rows.size(), counts.items()));
        }
        for (int row = 0; row < rows.size(); row++) {
            HeldOutUser user = rows.get(row);
            int[] seen = user.foldIn().items();
            int[] items = TopItems.of(scores, row, seen, counts, length);
            float[] best = new float[items.length];
            for (int i = 0; i < items.length; i++) {
                best[i] = scores[row * counts.items() + items[i]];
            }
            ready.add(new RankedList(user, items, best));
        }
    }
}
