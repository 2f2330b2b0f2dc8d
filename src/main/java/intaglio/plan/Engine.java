package intaglio.plan;

import java.util.List;

/** One emitted module: a stage, or several dense stages that share an array, with its parallelism decided. */
public sealed interface Engine permits WindowEngine, DenseEngine {

    /** Short name: the labels of its layers. */
    String label();

    List<Stage> stages();

    /** The stream it reads and the stream it writes. */
    Stream input();

    Stream output();

    int multipliers();

    /** Cycles per frame in which the array has work; without waits. */
    long issueCycles();

    /** Multiplications of its stages per frame. */
    default long multiplications() {
        return stages().stream().mapToLong(Stage::multiplications).sum();
    }

    /** Cycles from the issue of a group's last step to its sums in the drain. */
    int loadDelay();
}
