package intaglio.inspect;

import intaglio.data.ImagePreparation;
import intaglio.data.ImageReader;
import intaglio.graph.FloatModel;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Asks labelled images whether something else was done to the images of the training than the network is told. */
public final class InputCheck {

    /** Images that it runs on. */
    private static final int MOST_IMAGES = 500;

    /** A first look, at all hypotheses. */
    private static final int FEW = 128;

    private InputCheck() {}

    /**
     * Something that suits the labels clearly better.
     *
     * @param better what was done to the images then
     * @param correct images that are right with it
     * @param asTold images that are right as the network is told
     * @param images how many were run
     */
    public record Contradiction(InputHypothesis better, int correct, int asTold, int images) {}

    /**
     * The best hypothesis, where it is more than one point better than what the network is told, and by more than
     * chance.
     *
     * @param labels of all the images
     * @param preparation what is done to the images
     * @param known what the bytes may stand for; empty where nothing is said about it
     */
    public static Optional<Contradiction> of(
            FloatModel model, Path images, int[] labels, ImagePreparation preparation, List<Normalization> known) {
        Hypothesis told = new Hypothesis(
                Optional.empty(),
                new InputHypothesis(preparation, model.network().normalization()));
        Evaluator evaluator = new Evaluator(
                images, Optional.of(labels), Math.min(labels.length, MOST_IMAGES), new ModelNetwork(model));
        List<Hypothesis> all = new ArrayList<>(List.of(told));
        others(model.network().input(), images, preparation, told.input(), known)
                .forEach(input -> all.add(told.withInput(input)));
        List<Hypothesis> better = better(all, evaluator.scores(all, FEW, done -> {}));
        Score[] scores = evaluator.scores(better, MOST_IMAGES, done -> {});
        List<Ranking.Entry> entries = IntStream.range(1, scores.length)
                .mapToObj(i -> new Ranking.Entry(better.get(i), scores[i]))
                .sorted(Ranking.BY_ACCURACY)
                .toList();
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ranking(entries, true, all.size()).taken())
                        .filter(best -> isClear(best.score(), scores[0]))
                        .map(best -> new Contradiction(
                                best.hypothesis().input(),
                                best.score().correct(),
                                scores[0].correct(),
                                scores[0].images()));
    }

    /** As told, and all that are not worse on a few images. */
    private static List<Hypothesis> better(List<Hypothesis> all, Score[] scores) {
        List<Hypothesis> better = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (i == 0 || scores[i].correct() > scores[0].correct()) {
                better.add(all.get(i));
            }
        }
        return better;
    }

    private static boolean isClear(Score best, Score told) {
        return 100 * (best.correct() - told.correct()) > told.images() && !best.isCloseTo(told);
    }

    /** Other normalizations and the negative; where an option decides the size, also resized instead of padded. */
    private static List<InputHypothesis> others(
            Shape input, Path images, ImagePreparation preparation, InputHypothesis told, List<Normalization> known) {
        Shape stored = ImageReader.firstShape(images);
        ImagePreparation free = new ImagePreparation(
                preparation.background(), preparation.channels(), false, Optional.empty(), Optional.empty(), 0);
        // A crop leaves open what else would give the size.
        ImagePreparation open = preparation.crop().isPresent() ? preparation : free;
        List<InputHypothesis> others = new ArrayList<>(new InputChoices(stored, open, known).of(input));
        others.remove(told);
        return others;
    }
}
