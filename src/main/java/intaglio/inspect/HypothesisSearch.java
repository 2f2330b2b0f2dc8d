package intaglio.inspect;

import intaglio.floating.FloatNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Ranks hypotheses in three passes, on few images, on more and on all. All seeds run on few; from the best of them the
 * search goes on to everything that differs in one thing, until nothing better comes. The best of each form of the
 * network run on more images, the best of these on all, and what differs from the first in one thing after them.
 */
final class HypothesisSearch {

    /** Images of the first pass. */
    private static final int FEW = FloatNetwork.BATCH;

    /** Images of the second pass. */
    private static final int MORE = 256;

    private static final int BEAM = 4;
    private static final int MOST_ROUNDS = 4;
    private static final int MOST_FINAL_ROUNDS = 2;

    /** Hypotheses that reach the second pass, the third, and the third from around the first. */
    private static final int SECOND = 24;

    private static final int THIRD = 8;
    private static final int AROUND = 6;

    /** Hypotheses of one form of the network among them. */
    private static final int PER_FORM = 3;

    private final Evaluator evaluator;
    private final Neighbours neighbours;
    private final Consumer<String> progress;
    private final Map<Hypothesis, Score> few = new LinkedHashMap<>();
    private final Map<Hypothesis, Score> more = new LinkedHashMap<>();
    private final Map<Hypothesis, Score> all = new LinkedHashMap<>();

    /**
     * A search.
     *
     * @param progress is told what is going on
     */
    HypothesisSearch(Evaluator evaluator, Neighbours neighbours, Consumer<String> progress) {
        this.evaluator = evaluator;
        this.neighbours = neighbours;
        this.progress = progress;
    }

    /** Runs the search from some hypotheses on. */
    Ranking run(List<Hypothesis> seeds) {
        score(seeds, few, FEW);
        climb();
        score(best(few, SECOND, PER_FORM), more, MORE);
        score(best(more, THIRD, PER_FORM), all, evaluator.count());
        Set<Hypothesis> refined = new HashSet<>();
        for (int round = 0; round < MOST_FINAL_ROUNDS; round++) {
            Ranking ranking = ranking(all);
            Hypothesis likely = ranking.entries().stream()
                    .min(Ranking.BY_PLAUSIBILITY)
                    .orElseThrow()
                    .hypothesis();
            for (Hypothesis first : List.of(ranking.taken().hypothesis(), likely)) {
                if (refined.add(first)) {
                    refine(first);
                }
            }
        }
        return ranking(all);
    }

    private Ranking ranking(Map<Hypothesis, Score> scores) {
        List<Ranking.Entry> entries = new ArrayList<>();
        scores.forEach((hypothesis, score) -> entries.add(new Ranking.Entry(hypothesis, score)));
        entries.sort(Ranking.BY_ACCURACY);
        return new Ranking(entries, evaluator.hasLabels(), few.size());
    }

    /** Goes on from the best to their neighbours, as long as that changes the best. */
    private void climb() {
        Set<Hypothesis> climbed = new HashSet<>();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<Hypothesis> beam = best(few, BEAM, 2);
            if (!climbed.addAll(beam)) {
                return;
            }
            Set<Hypothesis> next = new LinkedHashSet<>();
            beam.forEach(one -> next.addAll(neighbours.of(one)));
            score(List.copyOf(next), few, FEW);
        }
    }

    /** Runs the best of what differs from the first in one thing on all images. */
    private void refine(Hypothesis first) {
        if (first.graph().isEmpty()) {
            // All inputs were seeds.
            return;
        }
        List<Hypothesis> around = new ArrayList<>(neighbours.of(first));
        around.addAll(neighbours.otherForms(first));
        score(around, few, FEW);
        score(best(only(around, few), SECOND, Integer.MAX_VALUE), more, MORE);
        score(best(only(around, more), AROUND, Integer.MAX_VALUE), all, evaluator.count());
    }

    private static Map<Hypothesis, Score> only(List<Hypothesis> hypotheses, Map<Hypothesis, Score> scores) {
        Map<Hypothesis, Score> some = new LinkedHashMap<>();
        hypotheses.stream().filter(scores::containsKey).forEach(one -> some.put(one, scores.get(one)));
        return some;
    }

    private void score(List<Hypothesis> hypotheses, Map<Hypothesis, Score> scores, int images) {
        List<Hypothesis> open = hypotheses.stream()
                .filter(one -> !scores.containsKey(one))
                .distinct()
                .toList();
        Score[] found = evaluator.scores(
                open,
                images,
                done -> progress.accept(few.size() + (scores == few ? done : 0) + " hypotheses tried, "
                        + (all.size() + (scores == all ? done : 0)) + " of them on all images"));
        for (int i = 0; i < found.length; i++) {
            scores.put(open.get(i), found[i]);
        }
    }

    /** The best by plausibility, by accuracy and by what is usual in turn; of each form only so many. */
    private List<Hypothesis> best(Map<Hypothesis, Score> scores, int most, int perForm) {
        Map<Graph, Integer> taken = new HashMap<>();
        return inTurn(scores).stream()
                .map(Ranking.Entry::hypothesis)
                .filter(one -> one.graph().isEmpty()
                        || taken.merge(Neighbours.form(one.graph().get()), 1, Integer::sum) <= perForm)
                .limit(most)
                .toList();
    }

    private Set<Ranking.Entry> inTurn(Map<Hypothesis, Score> scores) {
        Ranking ranking = ranking(scores);
        List<Ranking.Entry> plausible =
                ranking.entries().stream().sorted(Ranking.BY_PLAUSIBILITY).toList();
        List<Ranking.Entry> usual =
                ranking.close().stream().sorted(Ranking.BY_USAGE).toList();
        Set<Ranking.Entry> mixed = new LinkedHashSet<>();
        for (int i = 0; i < plausible.size(); i++) {
            mixed.add(plausible.get(i));
            mixed.add(ranking.entries().get(i));
            if (i < usual.size()) {
                mixed.add(usual.get(i));
            }
        }
        return mixed;
    }
}
