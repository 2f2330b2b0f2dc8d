// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_dense_engine: one MAC array that dense layers in a row share
//
//   frame buffer, or results of the layer before -> MAC array -> drain
//
// PE outputs are computed at a time, SIMD inputs a cycle. The accumulators leave one a
// cycle, marked with their layer; the layer's output stage outside turns them into
// results, which come back for the next layer (`result_*`).
//
// A layer starts when its input is there, and the last one only when the consumer has
// room for all outputs of a frame: from then on nothing stalls.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_dense_engine #(
    // Folder of the ROM files; what they are called after, "" for no files
    parameter ROM_DIR = "rom", NAME = "",
    // Bits of the wider operand of a multiplier block, signed: 25 on Xilinx 7, 18 on ECP5
    parameter integer BLOCK_WIDTH = 25,
    // Outputs and inputs in parallel; layers
    parameter integer PE = 1, SIMD = 1, LAYERS = 1,
    // Values of an input beat, beats and rows of a frame
    parameter integer BEAT_ELEMENTS = 1, FRAME_BEATS = 400, FRAME_ROWS = 5,
    // Per layer, 16 bits each, layer 0 lowest: words of SIMD inputs, groups of PE outputs, first group, first ROM word,
    // first word of the input in the result buffer, cycles between the end of the layer before and the start, outputs
    // of the last group
    parameter [16*LAYERS-1:0] WORDS = 16'd400, GROUPS = 16'd1, GROUP_BASE = 16'd0, ROM_BASE = 16'd0,
    parameter [16*LAYERS-1:0] BUFFER_BASE = 16'd0, WAIT = 16'd0, LAST_BEATS = 16'd1,
    // Of all layers: groups, words of a tap; most words of a layer, words of the result buffer
    parameter integer ALL_GROUPS = 1, ROM_DEPTH = 400, MOST_WORDS = 400, BUFFER_WORDS = 1,
    // From the issue of a step to its sum; from an accumulator to its result
    parameter integer FIRST_DELAY = 6, RESULT_DELAY = 2,
    // Proved widths, the widest of the layers: inputs and results (1: signed), operand of the array, the array
    parameter integer FRAME_WIDTH = 8, FRAME_SIGNED = 0, RESULT_WIDTH = 8, X_WIDTH = 8, X_SIGNED = 0,
    parameter integer W_WIDTH = 9, PRODUCT_WIDTH = 18, SUM_WIDTH = 24, BIAS_WIDTH = 16, ACCUMULATOR_WIDTH = 24,
    // 1: the last word of some layer's results is not full; bits of a layer's number
    parameter integer RESULT_PARTIAL = 0, LAYER_WIDTH = 1
) (
    input  wire                                 clk,
    input  wire                                 rst,

    // Room for one more input row; a row is promised to be sent
    output wire                                 s_space,
    input  wire                                 s_claim,
    input  wire                                 s_valid,
    input  wire [BEAT_ELEMENTS*FRAME_WIDTH-1:0] s_data,

    // The consumer has room for all outputs of a frame; it is taken
    input  wire                                 m_space,
    output wire                                 m_claim,

    // An accumulator, and its layer
    output wire                                 drain_valid,
    output wire [LAYER_WIDTH-1:0]               drain_layer,
    output wire [ACCUMULATOR_WIDTH-1:0]         drain_data,

    // A result that goes back to the array, RESULT_DELAY cycles later
    input  wire                                 result_valid,
    input  wire [RESULT_WIDTH-1:0]              result
);

    localparam integer CREDIT_WIDTH      = $clog2(2 * FRAME_ROWS + 2);
    localparam integer WORD_WIDTH        = MOST_WORDS > 2 ? $clog2(MOST_WORDS) : 1;
    localparam integer GROUP_WIDTH       = ALL_GROUPS > 2 ? $clog2(ALL_GROUPS) : 1;
    localparam integer BUFFER_WIDTH      = BUFFER_WORDS > 2 ? $clog2(BUFFER_WORDS) : 1;
    localparam integer ROM_ADDRESS_WIDTH = ROM_DEPTH > 2 ? $clog2(ROM_DEPTH) : 1;
    // From the issue of a step to its operands: address, memory, which of the two
    localparam integer OPERAND_STAGES    = 3;

    // ---- input: two frames ----------------------------------------------------
    wire                        frame_done;
    wire                        frame_released;
    wire                        read_half;
    wire                        read_half_q;
    wire [WORD_WIDTH-1:0]       read_word;
    wire [WORD_WIDTH-1:0]       read_word_q;
    wire [SIMD*FRAME_WIDTH-1:0] frame_word;

    intaglio_credit_counter #(.CAPACITY(2 * FRAME_ROWS), .UNITS(1), .WIDTH(CREDIT_WIDTH)) u_credit (
        .clk(clk), .rst(rst), .claim(s_claim), .space(s_space),
        .released(frame_released ? FRAME_ROWS[CREDIT_WIDTH-1:0] : {CREDIT_WIDTH{1'b0}}));

    intaglio_frame_buffer #(
        .BEAT_WIDTH(BEAT_ELEMENTS * FRAME_WIDTH), .WORD_BEATS(SIMD / BEAT_ELEMENTS), .FRAME_BEATS(FRAME_BEATS),
        .WORD_WIDTH(WORD_WIDTH)
    ) u_frames (
        .clk(clk), .rst(rst), .s_valid(s_valid), .s_data(s_data), .frame_done(frame_done),
        .read_half(read_half_q), .read_word(read_word_q), .read_data(frame_word));

    // ---- control: one step of the array a cycle -------------------------------
    wire                         step_valid;
    wire                         step_first;
    wire                         step_last;
    wire [LAYER_WIDTH-1:0]       step_layer;
    wire [GROUP_WIDTH-1:0]       group;
    wire                         group_last;
    wire [BUFFER_WIDTH-1:0]      buffer_word;
    wire [ROM_ADDRESS_WIDTH-1:0] rom_address;

    intaglio_dense_sequencer #(
        .LAYERS(LAYERS), .WORDS(WORDS), .GROUPS(GROUPS), .GROUP_BASE(GROUP_BASE), .ROM_BASE(ROM_BASE),
        .BUFFER_BASE(BUFFER_BASE), .WAIT(WAIT), .LAYER_WIDTH(LAYER_WIDTH), .WORD_WIDTH(WORD_WIDTH),
        .BUFFER_WIDTH(BUFFER_WIDTH), .GROUP_WIDTH(GROUP_WIDTH), .ROM_ADDRESS_WIDTH(ROM_ADDRESS_WIDTH)
    ) u_sequencer (
        .clk(clk), .rst(rst), .frame_done(frame_done), .frame_released(frame_released),
        .m_space(m_space), .m_claim(m_claim),
        .step_valid(step_valid), .step_first(step_first), .step_last(step_last), .step_layer(step_layer),
        .group(group), .group_last(group_last), .read_half(read_half), .read_word(read_word),
        .buffer_word(buffer_word), .rom_address(rom_address));

    wire                   first;
    wire                   load;
    wire                   load_last_group;
    wire [LAYER_WIDTH-1:0] load_layer;

    intaglio_delay_line #(.WIDTH(1), .DELAY(FIRST_DELAY)) u_delay_first (
        .clk(clk), .rst(rst), .d(step_first), .q(first));
    intaglio_delay_line #(.WIDTH(1), .DELAY(FIRST_DELAY + 1), .CLEAR(1)) u_delay_load (
        .clk(clk), .rst(rst), .d(step_valid & step_last), .q(load));
    intaglio_delay_line #(.WIDTH(1 + LAYER_WIDTH), .DELAY(FIRST_DELAY + 1)) u_delay_group (
        .clk(clk), .rst(rst), .d({group_last, step_layer}), .q({load_last_group, load_layer}));

    // ---- operands: step -> word address -> memory -> x --------------------------
    wire [SIMD*X_WIDTH-1:0] operands;
    wire [SIMD*X_WIDTH-1:0] x;
    wire                    drain_last;

    intaglio_delay_line #(.WIDTH(1 + WORD_WIDTH), .DELAY(1)) u_delay_word (
        .clk(clk), .rst(rst), .d({read_half, read_word}), .q({read_half_q, read_word_q}));

    generate
        if (LAYERS > 1) begin : gen_results
            // Results of the last layer leave; those of the one before it are the last that come back.
            localparam integer LAST_RESULT = LAYERS - 2;
            wire                         result_last;
            wire [LAYER_WIDTH-1:0]       result_layer;
            wire [BUFFER_WIDTH-1:0]      buffer_word_q;
            wire [SIMD*RESULT_WIDTH-1:0] result_word;
            wire                         use_result;

            intaglio_delay_line #(.WIDTH(1 + LAYER_WIDTH), .DELAY(RESULT_DELAY)) u_delay_result (
                .clk(clk), .rst(rst), .d({drain_last, drain_layer}), .q({result_last, result_layer}));
            intaglio_delay_line #(.WIDTH(BUFFER_WIDTH), .DELAY(1)) u_delay_buffer_word (
                .clk(clk), .rst(rst), .d(buffer_word), .q(buffer_word_q));
            intaglio_delay_line #(.WIDTH(1), .DELAY(2)) u_delay_use_result (
                .clk(clk), .rst(rst), .d(step_layer != {LAYER_WIDTH{1'b0}}), .q(use_result));

            intaglio_result_buffer #(
                .WIDTH(RESULT_WIDTH), .WORD_ELEMENTS(SIMD), .PARTIAL(RESULT_PARTIAL), .ADDRESS_WIDTH(BUFFER_WIDTH)
            ) u_results (
                .clk(clk), .rst(rst), .s_valid(result_valid), .s_last(result_last),
                .s_frame_last(result_last & (result_layer == LAST_RESULT[LAYER_WIDTH-1:0])), .s_data(result),
                .read_word(buffer_word_q), .read_data(result_word));

            intaglio_operand_mux #(
                .ELEMENTS(SIMD), .FRAME_WIDTH(FRAME_WIDTH), .FRAME_SIGNED(FRAME_SIGNED), .RESULT_WIDTH(RESULT_WIDTH),
                .X_WIDTH(X_WIDTH)
            ) u_operands (
                .clk(clk), .use_result(use_result), .frame_word(frame_word), .result_word(result_word), .x(operands));
        end else begin : gen_frames
            intaglio_delay_line #(.WIDTH(SIMD * X_WIDTH), .DELAY(1)) u_operands (
                .clk(clk), .rst(rst), .d(frame_word), .q(operands));

            wire unused = &{1'b0, buffer_word, drain_last, result_valid, result};
        end
    endgenerate

    intaglio_skew #(.WIDTH(X_WIDTH), .TAPS(SIMD), .COPIES(1)) u_skew (
        .clk(clk), .d(operands), .q(x));

    wire [SIMD*PE*W_WIDTH-1:0] w;
    wire [PE*BIAS_WIDTH-1:0]   bias;

    intaglio_weights #(
        .ROM_DIR(ROM_DIR), .NAME(NAME), .TAPS(SIMD), .PE(PE), .W_WIDTH(W_WIDTH), .BIAS_WIDTH(BIAS_WIDTH),
        .DEPTH(ROM_DEPTH), .ADDRESS_WIDTH(ROM_ADDRESS_WIDTH), .GROUPS(ALL_GROUPS), .GROUP_WIDTH(GROUP_WIDTH),
        .OPERAND_STAGES(OPERAND_STAGES), .FIRST_DELAY(FIRST_DELAY)
    ) u_weights (
        .clk(clk), .rst(rst), .address(rom_address), .group(group), .w(w), .bias(bias));

    // ---- multiply, accumulate, drain: one output a cycle ---------------------------
    wire [PE*ACCUMULATOR_WIDTH-1:0] accumulator;

    intaglio_mac_array #(
        .PE(PE), .PIXELS(1), .TAPS(SIMD), .X_WIDTH(X_WIDTH), .X_SIGNED(X_SIGNED), .W_WIDTH(W_WIDTH),
        .PRODUCT_WIDTH(PRODUCT_WIDTH), .SUM_WIDTH(SUM_WIDTH), .BIAS_WIDTH(BIAS_WIDTH),
        .ACCUMULATOR_WIDTH(ACCUMULATOR_WIDTH), .BLOCK_WIDTH(BLOCK_WIDTH)
    ) u_macs (
        .clk(clk), .first(first), .bias(bias), .x(x), .w(w), .accumulator(accumulator));

    intaglio_drain #(
        .PE(PE), .PIXELS(1), .ACCUMULATOR_WIDTH(ACCUMULATOR_WIDTH), .CHANNELS(1),
        .LAYERS(LAYERS), .LAYER_WIDTH(LAYER_WIDTH), .LAST_BEATS(LAST_BEATS)
    ) u_drain (
        .clk(clk), .rst(rst), .load(load), .load_layer(load_layer), .load_last_group(load_last_group),
        .accumulator(accumulator),
        .m_valid(drain_valid), .m_last(drain_last), .m_layer(drain_layer), .m_data(drain_data));

    initial begin
        if (SIMD % BEAT_ELEMENTS != 0) begin
            $display("%m: BEAT_ELEMENTS %0d must divide SIMD %0d", BEAT_ELEMENTS, SIMD);
            $finish;
        end
        if (X_WIDTH < FRAME_WIDTH || (LAYERS > 1 && X_WIDTH < RESULT_WIDTH)) begin
            $display("%m: X_WIDTH %0d must hold FRAME_WIDTH %0d and RESULT_WIDTH %0d", X_WIDTH, FRAME_WIDTH, RESULT_WIDTH);
            $finish;
        end
    end

endmodule

`default_nettype wire
