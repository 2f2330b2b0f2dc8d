package intaglio.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every way to share an array among dense layers that may be of use. */
final class DenseCandidates {

    private DenseCandidates() {}

    /** Candidates for the stage of index {@code first}, alone and with the ones behind it. */
    static List<Candidate> of(StageGraph graph, int first, Map<String, Widths> widths) {
        List<Integer> run = graph.shareable(first);
        List<Candidate> candidates = new ArrayList<>();
        for (int count = 1; count <= run.size(); count++) {
            List<Stage.Dense> layers = run.subList(0, count).stream()
                    .map(stage -> graph.stages().get(stage).shareable().orElseThrow())
                    .toList();
            candidates.addAll(of(layers, first, run.get(count - 1), widths));
        }
        return candidates;
    }

    private static List<Candidate> of(List<Stage.Dense> layers, int first, int last, Map<String, Widths> widths) {
        Candidate.Best best = new Candidate.Best();
        List<Widths> ofLayers =
                layers.stream().map(layer -> widths.get(layer.label())).toList();
        Widths widest = widest(ofLayers);
        int maxOutputs = layers.stream()
                .mapToInt(layer -> layer.layer().outChannels())
                .max()
                .orElseThrow();
        int maxInputs = layers.stream()
                .mapToInt(layer -> layer.input().elements())
                .max()
                .orElseThrow();
        for (int simd : Splits.useful(Math.min(maxInputs, FoldingSearch.MAX_TAPS))) {
            for (int pe : Splits.useful(maxOutputs)) {
                DenseEngine engine = new DenseEngine(
                        layers,
                        new DenseFolding(pe, simd),
                        new Stream(layers.get(0).input(), 1, 1),
                        Pipeline.multiply(widest.operand()),
                        widest.finishCycles());
                if (drainsInTime(engine)) {
                    Candidate candidate = new Candidate(
                            engine, first, last, engine.frameCycles(), engine.multipliers(), Area.of(engine, ofLayers));
                    best.add(simd + "/" + engine.multipliers(), candidate);
                }
            }
        }
        return best.list();
    }

    static Widths widest(List<Widths> widths) {
        return widths.stream()
                .reduce((a, b) -> new Widths(
                        a.input(),
                        Math.max(a.operand(), b.operand()),
                        Math.max(a.sum(), b.sum()),
                        Math.max(a.scaled(), b.scaled()),
                        Math.max(a.output(), b.output()),
                        0,
                        0,
                        Math.max(a.finishCycles(), b.finishCycles())))
                .orElseThrow();
    }

    /** One output leaves the drain in a cycle, so a group may not be shorter than its outputs are many. */
    private static boolean drainsInTime(DenseEngine engine) {
        for (int layer = 0; layer < engine.layers().size(); layer++) {
            if (engine.folding().pe() > engine.words(layer)) {
                return false;
            }
        }
        return true;
    }
}
