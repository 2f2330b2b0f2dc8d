package intaglio.plan;

import java.util.List;

/** Every way to share an array among dense layers that may be of use. */
final class DenseCandidates {

    private DenseCandidates() {}

    /** Candidates for the stage of index {@code first}, alone and with the ones behind it. */
    static List<Candidate> of(List<Stage> stages, int first, List<Widths> widths) {
        Candidate.Best best = new Candidate.Best();
        for (int next = first + 1; next <= stages.size(); next++) {
            List<Stage.Dense> layers = stages.subList(first, next).stream()
                    .map(Stage.Dense.class::cast)
                    .toList();
            Widths widest = widest(widths.subList(first, next));
            int resultWidth = widths.subList(first, next - 1).stream()
                    .mapToInt(Widths::output)
                    .max()
                    .orElse(1);
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
                                engine,
                                first,
                                next,
                                engine.frameCycles(),
                                engine.multipliers(),
                                Area.of(engine, widest, resultWidth));
                        best.add(next + "/" + simd + "/" + engine.multipliers(), candidate);
                    }
                }
            }
        }
        return best.list();
    }

    private static Widths widest(List<Widths> widths) {
        return widths.stream()
                .reduce((a, b) -> new Widths(
                        a.input(),
                        Math.max(a.operand(), b.operand()),
                        Math.max(a.sum(), b.sum()),
                        Math.max(a.scaled(), b.scaled()),
                        Math.max(a.output(), b.output()),
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
