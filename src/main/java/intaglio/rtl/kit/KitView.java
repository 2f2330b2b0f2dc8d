package intaglio.rtl.kit;

import intaglio.graph.OutputKind;
import intaglio.ir.Shape;
import intaglio.plan.Plan;
import intaglio.rtl.Design;
import intaglio.rtl.DesignOptions;
import intaglio.rtl.OutputView;
import intaglio.rtl.ToolVersion;
import java.util.List;

/**
 * What the templates of the kit say about a design.
 *
 * @param design the emitted hardware
 * @param plan its timing
 * @param input shape of a frame
 * @param output shape of a result
 * @param kind what a word of the output is
 * @param options the user's choices
 * @param axi name of the module with AXI's clock and reset
 * @param frames frames of the test bench; 0: there is none
 */
public record KitView(
        Design design,
        Plan plan,
        Shape input,
        Shape output,
        OutputKind kind,
        DesignOptions options,
        String axi,
        int frames) {

    /** Latencies without an output word that count as a deadlock. */
    private static final int PATIENCE = 4;

    private static final int BYTE = 8;

    private OutputView out() {
        return design.output();
    }

    public String top() {
        return design.top();
    }

    public String version() {
        return ToolVersion.VERSION;
    }

    public String title() {
        return "A network in integers: " + input + " in, " + output + " out";
    }

    public long interval() {
        return plan.timing().interval();
    }

    public long latency() {
        return plan.timing().latency();
    }

    /** Cycles: with pauses at both ends everything takes longer. */
    public long patience() {
        return PATIENCE * (latency() + interval()) + 1000;
    }

    // ---- streams ------------------------------------------------------------------------------------------------

    public boolean logits() {
        return kind == OutputKind.LOGITS;
    }

    public boolean image() {
        return kind == OutputKind.IMAGE;
    }

    public boolean tlast() {
        return options.tlast();
    }

    public String tlastPort() {
        return tlast() ? " s_axis_tlast" : "";
    }

    public int inputBeats() {
        return input.elements();
    }

    public int words() {
        return out().words();
    }

    public int lineWords() {
        return out().lineWords();
    }

    public int dataBits() {
        return out().dataBits();
    }

    public int dataBytes() {
        return dataBits() / BYTE;
    }

    public int userBits() {
        return out().userBits();
    }

    public String dataRange() {
        return out().dataRange();
    }

    public String userRange() {
        return out().userRange();
    }

    public String inputText() {
        String order = input.channels() == 1
                ? "row by row, from top left"
                : "row by row, from top left, the " + input.channels() + " channels of a pixel one after the other";
        return "a byte, 0 to 255: " + order + " (" + input + ", CHW, as HWC)";
    }

    public String wordName() {
        return wordSingular() + "s";
    }

    public String wordSingular() {
        return logits() ? "logit" : image() ? "pixel" : "value";
    }

    public String outputText() {
        if (image()) {
            return "a pixel: a byte, 0 to 255, for each channel, the first lowest; row by row from top left";
        }
        return (logits() ? "a logit" : "a value, rows, in them columns, in them channels") + ": a signed integer of "
                + out().logitWidth() + " bits, sign-extended";
    }

    public String lastText() {
        return image() ? "on the last pixel of each line" : "on the last word of a frame";
    }

    public String userText() {
        String text = logits()
                ? "with the last word: the class, the index of the largest logit (of equal ones the lowest)"
                : "on the first word of a frame: 1, else 0";
        return tlast()
                ? text + "; the highest bit, with the last word of a frame: 1 where the frame was damaged"
                : text;
    }

    public String frameStart() {
        return tlast()
                ? ""
                : "A frame is whatever " + inputBeats()
                        + " bytes come one after the other after a reset: a lost byte moves all"
                        + " frames behind it. `compile --tlast` makes a design that finds their start again.";
    }

    // ---- files --------------------------------------------------------------------------------------------------

    public boolean files() {
        return !design.roms().isEmpty();
    }

    public String romSet() {
        return files() ? ", rom" : "";
    }

    public List<String> roms() {
        return List.copyOf(design.roms().keySet());
    }

    public List<String> rtl() {
        return design.modules().keySet().stream()
                .map(module -> "rtl/" + module + ".v")
                .toList();
    }

    public String rtlLine() {
        return String.join(" ", rtl());
    }

    public boolean hasFrames() {
        return frames > 0;
    }
}
