// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_conv_engine: a streaming convolution, and the pool that may follow it
//
//   window source -> MAC array -> drain -> output stage -> pool
//
// PE output channels x OUTPUT_ROWS x OUTPUT_COLUMNS pixels are computed at a time, each
// by a lane of TAPS multipliers. The sums of a filter group leave the array while the
// next group is summed, DRAIN_CHANNELS channels of all pixels of the block a cycle.
//
// A block row starts when its input rows are in the ring and the consumer has room for
// all that it gives: from then on nothing stalls.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_conv_engine #(
    // Folder of the ROM files; what they are called after, "" for no files
    parameter ROM_DIR = "rom", NAME = "",
    // Bits of the wider operand of a multiplier block, signed: 25 on Xilinx 7, 18 on ECP5
    parameter integer BLOCK_WIDTH = 25,
    // Input image; channel words of a pixel, and those that an output is the sum of
    parameter integer ROWS = 28, COLUMNS = 28, PIXEL_WORDS = 1, CHANNEL_WORDS = 1,
    // Input beat: channels, beats of a pixel, adjacent pixels
    parameter integer BEAT_CHANNELS = 1, PIXEL_BEATS = 1, BEAT_PIXELS = 1,
    // Kernel, step from window to window, and from one row and column of the kernel to the next; padding around the image
    parameter integer KERNEL_ROWS = 5, KERNEL_COLUMNS = 5, STRIDE_Y = 1, STRIDE_X = 1, DILATION_Y = 1, DILATION_X = 1,
    parameter integer PAD_TOP = 2, PAD_BOTTOM = 2, PAD_LEFT = 2, PAD_RIGHT = 2,
    // Output: channels, blocks of a frame, pixels of a block
    parameter integer OUT_CHANNELS = 6, BLOCK_ROWS = 14, BLOCK_COLUMNS = 14, OUTPUT_ROWS = 2, OUTPUT_COLUMNS = 2,
    // Filter groups in a row that read the same channel words: all of them, but in a grouped convolution
    parameter integer WORD_FILTER_GROUPS = 6,
    // Array: output channels in parallel, kernel rows and columns of a step, channels of a word
    parameter integer PE = 1, TAP_ROWS = 5, TAP_COLUMNS = 1, CHANNELS = 1,
    // Groups of channels side by side, each sees its part of a word; channels that leave the array in a cycle
    parameter integer LANE_GROUPS = 1, DRAIN_CHANNELS = 1,
    // Ring: strips that are dealt in turn, rows and columns of a strip, strips of a bank
    parameter integer ROW_STRIPS = 3, ROW_GRAIN = 2, COLUMN_STRIPS = 2, COLUMN_GRAIN = 1, RING_SLOTS = 2,
    // From the issue of a step to its sum
    parameter integer FIRST_DELAY = 11,
    // Input: bits as it comes, and with padding; 1: signed; what padding reads as, in each channel of one word, or of
    // PIXEL_WORDS words
    parameter integer S_WIDTH = 8, X_WIDTH = 8, X_SIGNED = 0, PADDING_WORDS = 1,
    parameter [PADDING_WORDS*CHANNELS*X_WIDTH-1:0] PADDING = {(PADDING_WORDS * CHANNELS * X_WIDTH){1'b0}},
    // Proved widths of the array
    parameter integer W_WIDTH = 9, PRODUCT_WIDTH = 18, SUM_WIDTH = 22, BIAS_WIDTH = 16, ACCUMULATOR_WIDTH = 22,
    // Output stage: see intaglio_output_stage
    parameter integer SCALED_WIDTH = 24, REQUANTIZED_WIDTH = 12, Y_WIDTH = 12,
    parameter [31:0] PLUS = 32'd1, MINUS = 32'd0,
    parameter integer PER_CHANNEL = 0, MULTIPLIER_WIDTH = 1, SHIFT = 0,
    parameter [63:0] ROUND = 64'd0,
    parameter integer TIES = 0,
    parameter [31:0] ZERO_POINT = 32'd0,
    parameter integer CLAMP = 0,
    parameter [31:0] CLAMP_LOW = 32'd0, CLAMP_HIGH = 32'd255,
    parameter integer RELU = 0, REQUANTIZE_LATENCY = 2,
    parameter integer LOOKUP = 0, TABLE_DEPTH = 256, TABLE_WIDTH = 8,
    // Pool of a block, none with POOL_LATENCY = 0: see intaglio_pool
    parameter integer POOL_LATENCY = 2, POOL_MAXIMUM = 0, POOL_SHIFT = 2, POOL_SUM_WIDTH = 14, Y_SIGNED = 0
) (
    input  wire                                         clk,
    input  wire                                         rst,

    // Room for one more input row; a row is promised to be filled
    output wire                                         s_space,
    input  wire                                         s_claim,
    input  wire                                         s_valid,
    input  wire [BEAT_CHANNELS*BEAT_PIXELS*S_WIDTH-1:0] s_data,

    // The consumer has room for one more row; it is taken
    input  wire                                         m_space,
    output wire                                         m_claim,
    output wire                                         m_valid,
    output wire [DRAIN_CHANNELS*(POOL_LATENCY > 0 ? 1 : OUTPUT_ROWS*OUTPUT_COLUMNS)*Y_WIDTH-1:0] m_data
);

    localparam integer PIXELS             = OUTPUT_ROWS * OUTPUT_COLUMNS;
    localparam integer TAPS               = TAP_ROWS * TAP_COLUMNS * (CHANNELS / LANE_GROUPS);
    localparam integer FILTER_GROUPS      = (OUT_CHANNELS + PE - 1) / PE;
    localparam integer LAST_CHANNELS      = OUT_CHANNELS - (FILTER_GROUPS - 1) * PE;
    localparam integer LAST_BEATS         = LAST_CHANNELS / DRAIN_CHANNELS;
    localparam integer KERNEL_STEPS       = ((KERNEL_ROWS + TAP_ROWS - 1) / TAP_ROWS) * ((KERNEL_COLUMNS + TAP_COLUMNS - 1) / TAP_COLUMNS);
    localparam integer ROM_DEPTH          = FILTER_GROUPS * KERNEL_STEPS * CHANNEL_WORDS;
    localparam integer ROM_ADDRESS_WIDTH  = ROM_DEPTH > 2 ? $clog2(ROM_DEPTH) : 1;
    localparam integer FILTER_GROUP_WIDTH = FILTER_GROUPS > 2 ? $clog2(FILTER_GROUPS) : 1;
    // From the issue of a step to its operands, as intaglio_window_source takes
    localparam integer OPERAND_STAGES     = 4;

    // ---- operands ---------------------------------------------------------------
    wire [FILTER_GROUP_WIDTH-1:0]              filter_group;
    wire [ROM_ADDRESS_WIDTH-1:0]               rom_address;
    wire [LANE_GROUPS*PIXELS*TAPS*X_WIDTH-1:0] x;
    wire                                       first;
    wire                                       load;
    wire                                       load_last_group;

    intaglio_window_source #(
        .S_WIDTH(S_WIDTH), .S_SIGNED(X_SIGNED), .X_WIDTH(X_WIDTH), .ROWS(ROWS), .COLUMNS(COLUMNS),
        .PIXEL_WORDS(PIXEL_WORDS), .CHANNEL_WORDS(CHANNEL_WORDS),
        .BEAT_CHANNELS(BEAT_CHANNELS), .PIXEL_BEATS(PIXEL_BEATS), .BEAT_PIXELS(BEAT_PIXELS),
        .KERNEL_ROWS(KERNEL_ROWS), .KERNEL_COLUMNS(KERNEL_COLUMNS), .STRIDE_Y(STRIDE_Y), .STRIDE_X(STRIDE_X),
        .DILATION_Y(DILATION_Y), .DILATION_X(DILATION_X),
        .PAD_TOP(PAD_TOP), .PAD_BOTTOM(PAD_BOTTOM), .PAD_LEFT(PAD_LEFT), .PAD_RIGHT(PAD_RIGHT),
        .CHANNELS(CHANNELS), .PADDING_WORDS(PADDING_WORDS), .PADDING(PADDING),
        .BLOCK_ROWS(BLOCK_ROWS), .BLOCK_COLUMNS(BLOCK_COLUMNS),
        .OUTPUT_ROWS(OUTPUT_ROWS), .OUTPUT_COLUMNS(OUTPUT_COLUMNS),
        .FILTER_GROUPS(FILTER_GROUPS), .WORD_FILTER_GROUPS(WORD_FILTER_GROUPS),
        .TAP_ROWS(TAP_ROWS), .TAP_COLUMNS(TAP_COLUMNS), .LANE_GROUPS(LANE_GROUPS),
        .ROW_STRIPS(ROW_STRIPS), .ROW_GRAIN(ROW_GRAIN), .COLUMN_STRIPS(COLUMN_STRIPS), .COLUMN_GRAIN(COLUMN_GRAIN),
        .RING_SLOTS(RING_SLOTS), .FIRST_DELAY(FIRST_DELAY), .LOAD_DELAY(FIRST_DELAY + 1),
        .FILTER_GROUP_WIDTH(FILTER_GROUP_WIDTH), .ROM_ADDRESS_WIDTH(ROM_ADDRESS_WIDTH)
    ) u_source (
        .clk(clk), .rst(rst), .s_space(s_space), .s_claim(s_claim), .s_valid(s_valid), .s_data(s_data),
        .m_space(m_space), .m_claim(m_claim), .filter_group(filter_group), .rom_address(rom_address),
        .x(x), .first(first), .load(load), .load_last_group(load_last_group));

    wire [TAPS*PE*W_WIDTH-1:0] w;
    wire [PE*BIAS_WIDTH-1:0]   bias;

    intaglio_weights #(
        .ROM_DIR(ROM_DIR), .NAME(NAME), .TAPS(TAPS), .PE(PE), .W_WIDTH(W_WIDTH), .BIAS_WIDTH(BIAS_WIDTH),
        .DEPTH(ROM_DEPTH), .ADDRESS_WIDTH(ROM_ADDRESS_WIDTH), .GROUPS(FILTER_GROUPS), .GROUP_WIDTH(FILTER_GROUP_WIDTH),
        .OPERAND_STAGES(OPERAND_STAGES), .FIRST_DELAY(FIRST_DELAY)
    ) u_weights (
        .clk(clk), .rst(rst), .address(rom_address), .group(filter_group), .w(w), .bias(bias));

    // ---- multiply and accumulate ------------------------------------------------
    wire [PE*PIXELS*ACCUMULATOR_WIDTH-1:0] accumulator;

    intaglio_mac_array #(
        .PE(PE), .PIXELS(PIXELS), .TAPS(TAPS), .LANE_GROUPS(LANE_GROUPS), .X_WIDTH(X_WIDTH), .X_SIGNED(X_SIGNED),
        .W_WIDTH(W_WIDTH), .PRODUCT_WIDTH(PRODUCT_WIDTH), .SUM_WIDTH(SUM_WIDTH), .BIAS_WIDTH(BIAS_WIDTH),
        .ACCUMULATOR_WIDTH(ACCUMULATOR_WIDTH), .BLOCK_WIDTH(BLOCK_WIDTH)
    ) u_macs (
        .clk(clk), .first(first), .bias(bias), .x(x), .w(w), .accumulator(accumulator));

    // ---- drain and requantize ---------------------------------------------------
    wire                                               drain_valid;
    wire                                               drain_last;
    wire                                               drain_layer;
    wire [DRAIN_CHANNELS*PIXELS*ACCUMULATOR_WIDTH-1:0] drain_data;
    wire                                               y_valid;
    wire [DRAIN_CHANNELS*PIXELS*Y_WIDTH-1:0]           y;

    intaglio_drain #(
        .PE(PE), .PIXELS(PIXELS), .ACCUMULATOR_WIDTH(ACCUMULATOR_WIDTH), .CHANNELS(DRAIN_CHANNELS),
        .LAST_BEATS(LAST_BEATS[15:0])
    ) u_drain (
        .clk(clk), .rst(rst), .load(load), .load_layer(1'b0), .load_last_group(load_last_group),
        .accumulator(accumulator),
        .m_valid(drain_valid), .m_last(drain_last), .m_layer(drain_layer), .m_data(drain_data));

    intaglio_output_stage #(
        .ROM_DIR(ROM_DIR), .NAME(NAME), .LANES(DRAIN_CHANNELS * PIXELS), .PIXELS(PIXELS),
        .S_WIDTH(ACCUMULATOR_WIDTH), .ACCUMULATOR_WIDTH(ACCUMULATOR_WIDTH), .SCALED_WIDTH(SCALED_WIDTH),
        .REQUANTIZED_WIDTH(REQUANTIZED_WIDTH), .Y_WIDTH(Y_WIDTH), .PLUS(PLUS), .MINUS(MINUS),
        .PER_CHANNEL(PER_CHANNEL), .MULTIPLIER_WIDTH(MULTIPLIER_WIDTH), .PIXEL_BEATS(OUT_CHANNELS / DRAIN_CHANNELS),
        .SHIFT(SHIFT), .ROUND(ROUND), .TIES(TIES), .ZERO_POINT(ZERO_POINT),
        .CLAMP(CLAMP), .CLAMP_LOW(CLAMP_LOW), .CLAMP_HIGH(CLAMP_HIGH), .RELU(RELU), .LATENCY(REQUANTIZE_LATENCY),
        .LOOKUP(LOOKUP), .TABLE_DEPTH(TABLE_DEPTH), .TABLE_WIDTH(TABLE_WIDTH)
    ) u_output (
        .clk(clk), .rst(rst), .s_valid(drain_valid), .s_data(drain_data), .m_valid(y_valid), .m_data(y));

    // ---- pool -------------------------------------------------------------------
    generate
        if (POOL_LATENCY > 0) begin : gen_pool
            intaglio_pool #(
                .CHANNELS(DRAIN_CHANNELS), .PIXELS(PIXELS), .SHIFT(POOL_SHIFT), .MAXIMUM(POOL_MAXIMUM),
                .WIDTH(Y_WIDTH), .SUM_WIDTH(POOL_SUM_WIDTH), .SIGNED(Y_SIGNED), .LATENCY(POOL_LATENCY)
            ) u_pool (
                .clk(clk), .rst(rst), .s_valid(y_valid), .s_data(y), .m_valid(m_valid), .m_data(m_data));
        end else begin : gen_no_pool
            assign m_valid = y_valid;
            assign m_data  = y;
        end
    endgenerate

    wire unused = &{1'b0, drain_last, drain_layer};

    // ---- sizes that must fit each other -----------------------------------------
    initial begin
        if (PE % DRAIN_CHANNELS != 0 || OUT_CHANNELS % DRAIN_CHANNELS != 0) begin
            $display("%m: DRAIN_CHANNELS %0d must divide PE %0d and OUT_CHANNELS %0d", DRAIN_CHANNELS, PE, OUT_CHANNELS);
            $finish;
        end
        if (PE / DRAIN_CHANNELS > KERNEL_STEPS * CHANNEL_WORDS) begin
            $display("%m: a filter group leaves in %0d beats, it must not take more than its %0d steps",
                PE / DRAIN_CHANNELS, KERNEL_STEPS * CHANNEL_WORDS);
            $finish;
        end
        if (PE % LANE_GROUPS != 0) begin
            $display("%m: LANE_GROUPS %0d must divide PE %0d", LANE_GROUPS, PE);
            $finish;
        end
    end

endmodule

`default_nettype wire
