package intaglio.plan;

/** Events some cycles ahead. */
final class Wheel {
    private final int[] counts = new int[8192];
    private int now;

    void add(int delay) {
        if (delay >= counts.length) {
            throw new IllegalStateException("compiler bug: a pipeline of " + delay + " cycles");
        }
        counts[(now + delay) % counts.length]++;
    }

    int due() {
        return counts[now];
    }

    void clock() {
        counts[now] = 0;
        now = (now + 1) % counts.length;
    }
}
