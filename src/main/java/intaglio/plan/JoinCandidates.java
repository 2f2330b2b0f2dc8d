package intaglio.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every width of a join's words that may be of use. */
final class JoinCandidates {

    /** Rows start no faster than that. */
    private static final int SHORTEST_ROW = 3;

    private JoinCandidates() {}

    /** Candidates for the stage of index {@code index}, narrow ones first. */
    static List<Candidate> of(JoinStage stage, StageGraph graph, int index, Map<String, Widths> widths) {
        int common = stage.inputs().stream()
                .mapToInt(shape -> shape.channels())
                .reduce(Integers::gcd)
                .orElseThrow();
        List<Stream> streams =
                stage.inputs().stream().map(shape -> new Stream(shape, 1, 1)).toList();
        List<Integer> rows =
                stage.inputs().stream().map(shape -> Engine.LEAST_ROWS).toList();
        Widths own = widths.get(stage.label());
        List<Candidate> candidates = new ArrayList<>();
        for (int pixels : stage.output().width() % 2 == 0 ? List.of(1, 2) : List.of(1)) {
            for (int channels : Splits.divisors(common)) {
                JoinEngine engine = new JoinEngine(
                        stage,
                        channels,
                        pixels,
                        streams,
                        rows,
                        Pipeline.ROW_READ + own.combineCycles() + own.finishCycles());
                if (!graph.isLast(index) || graph.output().accepts(engine.output())) {
                    long cycles = (long) stage.output().height() * Math.max(engine.rowSteps(), SHORTEST_ROW);
                    candidates.add(new Candidate(engine, index, index, cycles, 0, engine.area(widths)));
                }
            }
        }
        return candidates;
    }
}
