package intaglio.rtl.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A drawing of the two streams over some clock cycles: a byte that waits for {@code tready}, the end of a frame, and a word
 * that waits at the output.
 *
 * @param rows the signals, from top to bottom
 */
public record TimingDiagram(List<Row> rows) {

    private static final int NAMES = 130;
    private static final int CYCLE = 56;
    private static final int ROW = 30;
    private static final int SWING = 18;
    private static final int SLOPE = 4;
    private static final int CYCLES = 11;

    /** A text in a signal; {@code x} is its middle. */
    public record Label(int x, String text) {}

    /** One signal. */
    public record Row(String name, int textY, String path, List<Label> labels) {}

    /** One cycle each: {@code 0} and {@code 1} are levels, {@code =} goes on, {@code .} is any value, a letter a value. */
    static TimingDiagram of(boolean tlast, int inputBeats, int words) {
        List<Row> rows = new ArrayList<>();
        List<String> in = List.of("byte 0", "byte 1", "byte " + (inputBeats - 1));
        List<String> out = List.of("word 0", "word " + (words - 1));
        rows.add(clock(0));
        rows.add(levels(1, "s_axis_tvalid", "01111100000"));
        rows.add(levels(2, "s_axis_tready", "11011111111"));
        rows.add(values(3, "s_axis_tdata", ".ab==c.....", in));
        if (tlast) {
            rows.add(levels(rows.size(), "s_axis_tlast", "00000100000"));
        }
        int first = rows.size();
        rows.add(levels(first, "m_axis_tvalid", "00000001110"));
        rows.add(levels(first + 1, "m_axis_tready", "11111111011"));
        rows.add(values(first + 2, "m_axis_tdata", ".......ab=.", out));
        rows.add(levels(first + 3, "m_axis_tlast", "00000000110"));
        return new TimingDiagram(rows);
    }

    public int width() {
        return NAMES + CYCLES * CYCLE + 10;
    }

    public int height() {
        return rows.size() * ROW + 16;
    }

    private static int base(int row) {
        return row * ROW + ROW;
    }

    private static Row clock(int row) {
        StringBuilder path = new StringBuilder("M" + NAMES + " " + base(row));
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            path.append(String.format(Locale.ROOT, " v-%d h%d v%d h%d", SWING, CYCLE / 2, SWING, CYCLE / 2));
        }
        return new Row("clk", base(row) - SLOPE, path.toString(), List.of());
    }

    private static Row levels(int row, String name, String levels) {
        StringBuilder path = new StringBuilder();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            int y = base(row) - (levels.charAt(cycle) == '1' ? SWING : 0);
            int x = NAMES + cycle * CYCLE;
            path.append(
                    String.format(Locale.ROOT, "%s%d %d L%d %d", cycle == 0 ? "M" : " L", x + SLOPE, y, x + CYCLE, y));
        }
        return new Row(name, base(row) - SLOPE, path.toString(), List.of());
    }

    /** Boxes; a letter begins one, {@code a} with the first text. */
    private static Row values(int row, String name, String cycles, List<String> texts) {
        StringBuilder path = new StringBuilder();
        List<Label> labels = new ArrayList<>();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            int x = NAMES + cycle * CYCLE;
            char here = cycles.charAt(cycle);
            if (here == '.') {
                int middle = base(row) - SWING / 2;
                path.append(String.format(Locale.ROOT, " M%d %d h%d", x + SLOPE, middle, CYCLE - SLOPE));
            } else if (here != '=') {
                int length = 1;
                while (cycle + length < CYCLES && cycles.charAt(cycle + length) == '=') {
                    length++;
                }
                int wide = length * CYCLE - SLOPE;
                path.append(
                        String.format(Locale.ROOT, " M%d %d h%d v-%d h-%d z", x + SLOPE, base(row), wide, SWING, wide));
                labels.add(new Label(x + length * CYCLE / 2, texts.get(here - 'a')));
            }
        }
        return new Row(name, base(row) - SLOPE, path.toString().strip(), labels);
    }
}
