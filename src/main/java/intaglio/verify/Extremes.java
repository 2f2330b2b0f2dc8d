package intaglio.verify;

import intaglio.num.Interval;

/**
 * Least and greatest value that one probe carried in all runs, next to what the range analysis proves.
 *
 * @param probe name of the stream
 * @param seen by the bench
 * @param proved by the range analysis
 */
public record Extremes(String probe, Interval seen, Interval proved) {

    /** Whether both ends of the proved interval occurred. */
    public boolean tight() {
        return seen.equals(proved);
    }

    public boolean insideProof() {
        return proved.contains(seen.low()) && proved.contains(seen.high());
    }

    @Override
    public String toString() {
        String verdict = tight() ? "reached exactly" : insideProof() ? "inside" : "OUTSIDE";
        return probe + ": seen " + seen + ", proved " + proved + ": " + verdict;
    }
}
