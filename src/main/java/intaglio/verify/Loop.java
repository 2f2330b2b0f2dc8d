package intaglio.verify;

/**
 * One counter of a probe's visiting order.
 *
 * @param count number of steps, 1 or more
 * @param stride what one step adds to the CHW index
 */
public record Loop(int count, int stride) {

    public Loop {
        if (count < 1) {
            throw new IllegalArgumentException("a loop of " + count + " steps");
        }
    }
}
