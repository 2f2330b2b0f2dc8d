package intaglio.calibrate;

import java.util.List;

/** The calibrators by name. Each is described, with its source, where it is implemented. */
public final class Calibrators {

    /** Share of the values that {@code percentile} keeps, in percent. */
    public static final double DEFAULT_PERCENT = 99.99;

    private Calibrators() {}

    /**
     * All of them, in the order of their listing.
     *
     * @param percent what {@code percentile} keeps, above 50 up to 100
     */
    public static List<Calibrator> all(double percent) {
        return List.of(
                new Calibrator("minmax", LayerStatistics::minMax),
                new Calibrator("moving-average", LayerStatistics::movingAverage),
                new Calibrator("percentile", new Percentile(percent)),
                new Calibrator("mse", layer -> new BinRangeSearch(layer.histogram(), new SquaredError()).best()),
                new Calibrator(
                        "entropy",
                        layer -> new BinRangeSearch(layer.histogram().withoutSpikes(), new Divergence()).best()),
                new Calibrator("histogram", new LeastSquaresTrim()));
    }

    /** Their names. */
    public static List<String> names() {
        return all(DEFAULT_PERCENT).stream().map(Calibrator::name).toList();
    }

    /** One of them; {@link IllegalArgumentException} where there is none of that name. */
    public static Calibrator named(String name, double percent) {
        return all(percent).stream()
                .filter(calibrator -> calibrator.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no calibrator '" + name + "'"));
    }
}
