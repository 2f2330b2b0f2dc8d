package intaglio.range;

import intaglio.num.Interval;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of {@code ranges.json}: every interval with the bits of the smallest type that holds it. The same ranges
 * give the same bytes. Pools have no weight, product, bias, accumulator, scaled and requantized.
 */
public final class RangesJson {

    private static final String FIELD_INDENT = "      ";

    private RangesJson() {}

    /** The file, ending in a newline. */
    public static String write(Ranges ranges) {
        return ranges.layers().stream()
                .map(RangesJson::layer)
                .collect(Collectors.joining(",\n", "{\n  \"layers\": [\n", "\n  ]\n}\n"));
    }

    private static String layer(LayerRanges layer) {
        StringBuilder text = new StringBuilder("    {\n");
        text.append(FIELD_INDENT).append("\"label\": \"").append(layer.label()).append("\",\n");
        field(text, "weight", layer.weight());
        field(text, "product", layer.product());
        field(text, "sum", layer.sum());
        field(text, "bias", layer.bias());
        field(text, "accumulator", layer.accumulator());
        field(text, "scaled", layer.scaled());
        field(text, "requantized", layer.requantized());
        field(text, "output", layer.output());
        text.append(FIELD_INDENT).append("\"outputByChannel\": ").append(channels(layer.outputByChannel()));
        return text.append("\n    }").toString();
    }

    private static void field(StringBuilder text, String name, Interval interval) {
        if (interval != null) {
            text.append(FIELD_INDENT)
                    .append('"')
                    .append(name)
                    .append("\": ")
                    .append(interval(interval))
                    .append(",\n");
        }
    }

    private static String channels(List<Interval> channels) {
        return channels.stream()
                .map(channel -> FIELD_INDENT + "  " + interval(channel))
                .collect(Collectors.joining(",\n", "[\n", "\n" + FIELD_INDENT + "]"));
    }

    private static String interval(Interval interval) {
        return "{ \"low\": " + interval.low() + ", \"high\": " + interval.high() + ", \"bits\": " + interval.bits()
                + ", \"signed\": " + interval.isSigned() + " }";
    }
}
