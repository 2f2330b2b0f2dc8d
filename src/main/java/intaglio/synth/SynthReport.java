package intaglio.synth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What synthesis found, as lines for a terminal. */
public final class SynthReport {

    private static final int PERCENT = 100;

    private SynthReport() {}

    /** The table, the clock and the longest paths. */
    public static List<String> lines(SynthResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(result.device().name() + " (" + result.device().title() + "), "
                + result.design().multipliers() + " multipliers in the plan");
        lines.add(row("resource", "used", "available", "share"));
        for (Resources.Kind kind : Resources.Kind.values()) {
            double used = kind.of(result.used());
            double available = kind.of(result.device().resources());
            String share = String.format(Locale.ROOT, "%.1f %%", PERCENT * used / available);
            lines.add(row(kind.word(), Resources.text(used), Resources.text(available), share));
        }
        shortage(result).ifPresent(lines::add);
        result.flow().notes().forEach(note -> lines.add("note: " + note));
        result.median().ifPresent(routing -> lines.addAll(clock(result, routing)));
        result.cellPath().ifPresent(path -> {
            lines.add("longest path, cells without wires:");
            lines.addAll(lines(path));
        });
        return lines;
    }

    /** Which resources the device has too few of, the worst first; nothing where it has room. */
    public static Optional<String> shortage(SynthResult result) {
        Resources used = result.used();
        Resources available = result.device().resources();
        return Arrays.stream(Resources.Kind.values())
                .filter(kind -> kind.of(used) > kind.of(available))
                .sorted(Comparator.comparingDouble(kind -> -kind.of(used) / kind.of(available)))
                .map(kind ->
                        Resources.text(kind.of(used)) + " " + kind.word() + " of " + Resources.text(kind.of(available)))
                .reduce((a, b) -> a + ", " + b)
                .map(all -> "does not fit " + result.device().name() + ": " + all);
    }

    private static List<String> clock(SynthResult result, Routing median) {
        List<String> lines = new ArrayList<>();
        StringBuilder seeds = new StringBuilder();
        result.routings()
                .forEach(routing -> seeds.append(seeds.isEmpty() ? "" : ", ")
                        .append(String.format(Locale.ROOT, "%.2f", routing.megahertz())));
        lines.add(String.format(
                Locale.ROOT,
                "clock %.2f MHz, the median of %d (%s)",
                median.megahertz(),
                result.routings().size(),
                seeds));
        lines.add(String.format(
                Locale.ROOT,
                "%,.0f frames a second: a frame every %,d cycles, as planned",
                result.framesPerSecond().orElseThrow(),
                result.design().interval()));
        lines.add("longest paths from register to register, seed " + median.seed()
                + " (of those that repeat in a loop or in other layers, the longest):");
        median.paths().forEach(path -> lines.addAll(lines(path)));
        return lines;
    }

    private static List<String> lines(TimedPath path) {
        String wires = path.wires() > 0 ? String.format(Locale.ROOT, ", %.2f of it wires", path.wires()) : "";
        return List.of(
                String.format(Locale.ROOT, "  %.2f ns%s", path.nanoseconds(), wires),
                "    from    " + path.from(),
                "    through " + (path.through().isEmpty() ? "a wire" : chain(path.through())),
                "    to      " + path.to());
    }

    /** Cells in order; equal ones in a row once, with their number. */
    private static String chain(List<String> cells) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); ) {
            int end = i;
            while (end < cells.size() && cells.get(end).equals(cells.get(i))) {
                end++;
            }
            text.append(text.isEmpty() ? "" : ", ")
                    .append(end - i > 1 ? (end - i) + " " : "")
                    .append(cells.get(i));
            i = end;
        }
        return text.toString();
    }

    private static String row(String resource, String used, String available, String share) {
        return String.format(Locale.ROOT, "%-9s %12s %12s %9s", resource, used, available, share);
    }
}
