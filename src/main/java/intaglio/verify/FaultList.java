package intaglio.verify;

import intaglio.verify.PlantedFaults.Fault;
import java.util.List;

/** The faults that {@link PlantedFaults} plants, those that need no new bench first. */
final class FaultList {

    private static final String REQUANTIZE = "rtl/intaglio_requantize.v";
    private static final String POOL = "rtl/intaglio_pool.v";
    private static final String DRAIN = "rtl/intaglio_drain.v";

    /** A second register behind the valid, none behind the data. */
    private static final String LATE_VALID = """
                reg late_valid;
                always @(posedge clk) late_valid <= out_valid & ~rst;
                assign m_valid = late_valid;
            """;

    /** Told by the drain's own sizes: a channel is BEAT_WIDTH / CHANNELS bits. */
    private static final String REVERSED = """
                localparam integer CHANNEL_BITS = BEAT_WIDTH / CHANNELS;
                wire [BEATS*BEAT_WIDTH-1:0] reversed;
                genvar position;
                generate
                    for (position = 0; position < PE; position = position + 1) begin : gen_reversed
                        assign reversed[position*CHANNEL_BITS +: CHANNEL_BITS] =
                            accumulator[(PE-1-position)*CHANNEL_BITS +: CHANNEL_BITS];
                    end
                endgenerate
                always @(posedge clk) begin
                    if (load) begin
                        held_q       <= reversed;
            """;

    private static final String HALF =
            "((SHIFT == 0) ? {SCALED_WIDTH{1'b0}} : {{(SCALED_WIDTH-1){1'b0}}, 1'b1} << (SHIFT - 1))";

    private FaultList() {}

    /** Faults that any network has a place for, if it has pools of both kinds. */
    static List<Fault> all() {
        return List.of(
                Fault.of("weight, lowest bit", FaultEdit.romBit("_tap00.mem", 0)),
                Fault.of("bias, lowest bit", FaultEdit.romBit("_bias.mem", 0)),
                Fault.of("weight ROM file dropped", FaultEdit.dropRom("_tap00.mem")),
                Fault.of("bias ROM file dropped", FaultEdit.dropRom("_bias.mem")),
                new Fault("expected logit plus one", out -> true, OffByOne::logit),
                new Fault("expected inner value minus one", out -> true, OffByOne::probed),
                Fault.of("plan: latency plus one", FaultEdit.number("plan.json", "\"latency\"\\s*:\\s*(\\d+)", 1)),
                Fault.of(
                        "plan: interval minus one",
                        FaultEdit.number("plan.json", "\"shortestInterval\"\\s*:\\s*(\\d+)", -1)),
                Fault.of("shift plus one", FaultEdit.number("\\.SHIFT\\((\\d+)\\),\\s*\\.ROUND", 1)),
                Fault.of(
                        "shift rounds half up, not down",
                        FaultEdit.text(
                                REQUANTIZE, "unshifted >>> SHIFT", "$signed(unshifted + " + HALF + ") >>> SHIFT")),
                Fault.of(
                        "pool rounds ties down, not to even",
                        FaultEdit.all(
                                FaultEdit.needs("\\.POOL_MAXIMUM\\(0\\)"),
                                FaultEdit.text(POOL, "SHIFT != 0 ? sum", "SHIFT == 0 ? sum"))),
                Fault.of(
                        "pool takes the mean, not the maximum",
                        FaultEdit.all(
                                FaultEdit.needs("\\.POOL_MAXIMUM\\(1\\)"),
                                FaultEdit.text(POOL, "if (MAXIMUM != 0) begin", "if (MAXIMUM > 1) begin"))),
                Fault.of(
                        "ReLU left out",
                        FaultEdit.all(
                                FaultEdit.needs("\\.RELU\\(1\\)"),
                                FaultEdit.text(REQUANTIZE, "RELU != 0 &&", "RELU > 1 &&"))),
                Fault.of(
                        "channels of a group reversed",
                        FaultEdit.all(FaultEdit.needs("\\.PE\\(([2-9]|\\d\\d)"), FaultEdit.text(DRAIN, """
                                always @(posedge clk) begin
                                    if (load) begin
                                        held_q       <= accumulator;
                            """, REVERSED))),
                Fault.of(
                        "valid one cycle late",
                        FaultEdit.text(REQUANTIZE, "    assign m_valid = out_valid;\n", LATE_VALID)),
                Fault.of(
                        "padding not masked",
                        FaultEdit.all(
                                FaultEdit.needs("\\.PADDING\\("),
                                FaultEdit.text("rtl/intaglio_padding_mask.v", "~here[WIDTH-1] &", "1'b1 |"))),
                Fault.of(
                        "credit counter has no room after a reset",
                        FaultEdit.text(
                                "rtl/intaglio_credit_counter.v",
                                "margin_q <= ALL_LEFT[WIDTH:0];",
                                "margin_q <= {(WIDTH+1){1'b1}};")),
                Fault.of(
                        "output ignores ready",
                        FaultEdit.text("rtl/intaglio_output_fifo.v", "(~m_valid | m_ready)", "(1'b1 | m_ready)")),
                Fault.of("multiplier, lowest bit", FaultEdit.hexBit("\\.PLUS\\(32'h([0-9a-f]+)\\)")),
                Fault.of("product one bit too narrow", FaultEdit.number("\\.SCALED_WIDTH\\((\\d+)\\)", -1)),
                Fault.of("range, one bound plus one", FaultEdit.number("ranges.json", "\"high\": (\\d+)", 1)),
                Fault.of(
                        "class is the last of equal logits",
                        FaultEdit.text("rtl/intaglio_argmax.v", "(s_data > best_q)", "(s_data >= best_q)")),
                Fault.of(
                        "class compares without sign",
                        FaultEdit.text("rtl/intaglio_argmax.v", "(s_data > best_q)", "({s_data} > {best_q})")));
    }

    /** Faults of layers whose channels have multipliers of their own. */
    static List<Fault> multipliers() {
        return List.of(
                Fault.of("multiplier ROM, lowest bit", FaultEdit.romBit("_multiplier.mem", 0)),
                Fault.of("padding, lowest bit", FaultEdit.number("\\.PADDING\\(\\{\\d*\\{?8'd(\\d+)", 1)));
    }

    /** Faults of activations that are tables. */
    static List<Fault> tables() {
        return List.of(
                Fault.of("table, lowest bit of place 0", FaultEdit.romBit("_table.mem", 0)),
                Fault.of(
                        "table read at the other neighbour",
                        FaultEdit.text(
                                "rtl/intaglio_lookup.v",
                                ".address(s_data[lane*INDEX_WIDTH +: INDEX_WIDTH])",
                                ".address(s_data[lane*INDEX_WIDTH +: INDEX_WIDTH] ^ {{(INDEX_WIDTH-1){1'b0}}, 1'b1})")),
                Fault.of(
                        "table without its output register",
                        FaultEdit.text("rtl/intaglio_lookup.v", ".OUTPUT_REGISTER(1)", ".OUTPUT_REGISTER(0)")));
    }

    /** Faults of grouped convolutions and of pools with engines of their own. */
    static List<Fault> groupsAndPools() {
        return List.of(
                Fault.of(
                        "groups read the first group's words",
                        FaultEdit.text(
                                "rtl/intaglio_window_sequencer.v", "first_word_q + channel_word_q", "channel_word_q")),
                Fault.of(
                        "groups side by side share operands",
                        FaultEdit.all(
                                FaultEdit.needs("\\.LANE_GROUPS\\(([2-9]|\\d\\d)"),
                                FaultEdit.text("rtl/intaglio_mac_array.v", "= pe / (PE / LANE_GROUPS)", "= 0 * pe"))),
                Fault.of(
                        "mean rounds ties up, not to even",
                        FaultEdit.text("rtl/intaglio_mean.v", "TIE_WIDE) & up[0]", "TIE_WIDE) & 1'b0")),
                Fault.of(
                        "mean keeps the window before",
                        FaultEdit.text("rtl/intaglio_pool_array.v", "first ? step : sum_q + step", "sum_q + step")),
                Fault.of(
                        "maximum keeps the window before",
                        FaultEdit.text("rtl/intaglio_pool_array.v", "(first || (step", "(1'b0 || (step")));
    }

    /** Faults of sums, joined channels, pixel shuffles, and of streams that several engines read. */
    static List<Fault> joins() {
        return List.of(
                Fault.of("multiplier of a sum's input, lowest bit", FaultEdit.hexBit("\\.PLUS\\(\\{\\d+'h([0-9a-f]+)")),
                Fault.of("zero points of a sum, lowest bit", FaultEdit.hexBit("\\.OFFSET\\(64'h([0-9a-f]+)")),
                Fault.of(
                        "sum takes its first input for all",
                        FaultEdit.text("rtl/intaglio_weighted_sum.v", "x[(i*LANES+lane)", "x[(0*i*LANES+lane)")),
                Fault.of(
                        "sum starts before all its inputs are there",
                        FaultEdit.text("rtl/intaglio_row_sequencer.v", "(&held)", "(|held)")),
                Fault.of(
                        "joined channels begin with the last input",
                        FaultEdit.text("rtl/intaglio_turns.v", "i == 0 ? 1 : 0", "i == INPUTS - 1 ? 1 : 0")),
                Fault.of("order of a pixel shuffle's channels", FaultEdit.number("\\.CHANNELS_FIRST\\((0)\\)", 1)),
                Fault.of(
                        "pixel shuffle repeats a block's first row",
                        FaultEdit.text(
                                "rtl/intaglio_depth_to_space.v",
                                "row_choice_q + RUN_CHOICES[CHOICE_BITS-1:0]",
                                "row_choice_q")),
                Fault.of(
                        "fork starts where one reader has room",
                        FaultEdit.text("rtl/joins.v", "stem_out_space = &", "stem_out_space = |")));
    }

    /** Faults of windows with gaps. */
    static List<Fault> gaps() {
        return List.of(Fault.of(
                "gaps of the kernel left out", FaultEdit.text("rtl/intaglio_operand_select.v", "ky*DILATION_Y", "ky")));
    }

    /** Faults of pools with padding. */
    static List<Fault> paddedPools() {
        return List.of(
                Fault.of(
                        "padding reads as its opposite",
                        FaultEdit.text("rtl/intaglio_window_align.v", "? word : padding_q", "? word : ~padding_q")),
                Fault.of(
                        "padding counts as inside",
                        FaultEdit.text("rtl/intaglio_inside_count.v", "&& index ==", "&& 1'b0 & index ==")),
                Fault.of("number of values inside, plus one", FaultEdit.number("\\.COUNT\\(\\{32'd(\\d+)", 1)));
    }
}
