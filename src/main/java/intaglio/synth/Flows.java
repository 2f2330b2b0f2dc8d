package intaglio.synth;

import static intaglio.synth.Resources.Kind.BLOCK_RAM;
import static intaglio.synth.Resources.Kind.DSP;
import static intaglio.synth.Resources.Kind.FLIP_FLOP;
import static intaglio.synth.Resources.Kind.LUT;

import intaglio.synth.Flow.CellKind;
import intaglio.synth.Flow.Router;
import intaglio.tool.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The flows of {@code synth}. */
public final class Flows {

    private static final Version ANY_YOSYS = new Version("0.20");

    /**
     * The default, 10, leaves operand registers far from their multiplier blocks, which are the longest paths
     * (docs/clock.md).
     */
    private static final List<String> TIMING = List.of("--placer-heap-timingweight", "200");

    /** A design has more ports than a small package has pins: they are cut off, and the logic behind them stays. */
    private static final String NO_PORTS_BUT_THE_CLOCK = "delete -port w:* w:clk %d";

    private Flows() {}

    public static List<Flow> all() {
        return List.of(ecp5(), xilinx(), gowin(), ice40());
    }

    public static Optional<Flow> named(String name) {
        return all().stream().filter(flow -> flow.name().equals(name)).findFirst();
    }

    public static List<String> names() {
        return all().stream().map(Flow::name).toList();
    }

    private static Flow ecp5() {
        return new Flow(
                "ecp5",
                ANY_YOSYS,
                18,
                List.of("synth_ecp5 -top @TOP@"),
                List.of(
                        new CellKind(LUT, "LUT4", 1),
                        new CellKind(LUT, "CCU2C", 2),
                        new CellKind(LUT, "TRELLIS_DPR16X4", 6),
                        new CellKind(FLIP_FLOP, "TRELLIS_FF", 1),
                        new CellKind(DSP, "MULT18X18D", 1),
                        new CellKind(BLOCK_RAM, "DP16KD|PDPW16KD", 1)),
                Optional.of(new Router(
                        "nextpnr-ecp5",
                        concat(TIMING, "--lpf-allow-unconstrained"),
                        105,
                        Map.of(),
                        Map.of(
                                LUT, "TRELLIS_COMB",
                                FLIP_FLOP, "TRELLIS_FF",
                                DSP, "MULT18X18D",
                                BLOCK_RAM, "DP16KD"))),
                List.of());
    }

    /** LUTs of distributed RAM: 4 for a RAM32M or RAM64M, 2 for a dual-port cell. */
    private static Flow xilinx() {
        return new Flow(
                "xilinx",
                ANY_YOSYS,
                25,
                List.of("synth_xilinx -family xc7 -flatten -top @TOP@", "autoname"),
                List.of(
                        new CellKind(LUT, "LUT[1-6]|SRL16E|SRLC32E|SRLC16E|RAM(32|64)X1S(_1)?", 1),
                        new CellKind(LUT, "RAM(32|64)X1D(_1)?|RAM128X1S(_1)?", 2),
                        new CellKind(LUT, "RAM32M|RAM64M|RAM128X1D|RAM256X1S", 4),
                        new CellKind(FLIP_FLOP, "FD[RSCP]E(_1)?", 1),
                        new CellKind(DSP, "DSP48E1", 1),
                        new CellKind(BLOCK_RAM, "RAMB36E1", 1),
                        new CellKind(BLOCK_RAM, "RAMB18E1", 0.5)),
                Optional.empty(),
                List.of("no free tool places and routes this family: cells are counted, and there is no routed clock"));
    }

    private static Flow gowin() {
        return new Flow(
                "gowin",
                new Version("0.50"),
                18,
                List.of("synth_gowin -top @TOP@ -noiopads", NO_PORTS_BUT_THE_CLOCK, "iopadmap -bits -inpad IBUF O:I"),
                List.of(
                        new CellKind(LUT, "LUT[1-4]|ALU", 1),
                        new CellKind(LUT, "RAM16S(DP)?[124]", 4),
                        new CellKind(FLIP_FLOP, "DFF.*", 1),
                        new CellKind(DSP, "MULT9X9", 0.5),
                        new CellKind(DSP, "MULT18X18", 1),
                        new CellKind(DSP, "MULT36X36", 4),
                        new CellKind(BLOCK_RAM, "SDPB|SDPX9B|DPB|DPX9B|SP|SPX9|pROM|pROMX9", 1)),
                Optional.of(new Router(
                        "nextpnr-himbaechel",
                        concat(TIMING, "--vopt", "cst=pins.cst"),
                        50,
                        Map.of("pins.cst", "IO_LOC \"clk\" 52;\n"),
                        Map.of(BLOCK_RAM, "BSRAM"))),
                List.of(
                        "nextpnr has no times of Gowin's multiplier blocks and block RAMs: the clock leaves out paths through them"));
    }

    private static Flow ice40() {
        return new Flow(
                "ice40",
                ANY_YOSYS,
                18,
                List.of("synth_ice40 -dsp -device u -top @TOP@", NO_PORTS_BUT_THE_CLOCK),
                List.of(
                        new CellKind(LUT, "SB_LUT4", 1),
                        new CellKind(FLIP_FLOP, "SB_DFF.*", 1),
                        new CellKind(DSP, "SB_MAC16", 1),
                        new CellKind(BLOCK_RAM, "SB_RAM40_4K.*", 1)),
                Optional.of(new Router(
                        "nextpnr-ice40",
                        concat(TIMING, "--pcf-allow-unconstrained"),
                        40,
                        Map.of(),
                        Map.of(LUT, "ICESTORM_LC", DSP, "ICESTORM_DSP", BLOCK_RAM, "ICESTORM_RAM"))),
                List.of());
    }

    private static List<String> concat(List<String> first, String... rest) {
        return Stream.concat(first.stream(), Arrays.stream(rest)).toList();
    }
}
