package intaglio.inspect;

import java.util.function.Function;

/** Makes findings of a ranking. */
final class FindingsOf {

    private FindingsOf() {}

    static Findings ranking(Ranking ranking, Function<Ranking.Entry, Finding> finding) {
        return new Findings(
                ranking.entries().stream().map(finding).toList(),
                ranking.entries().get(0).score().images(),
                ranking.labelled(),
                ranking.tried());
    }
}
