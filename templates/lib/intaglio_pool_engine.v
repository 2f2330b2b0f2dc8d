// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_pool_engine: a streaming pool of its own: windows that overlap, means of any
// number of values, whole planes
//
//   window source -> pool array -> drain -> mean
//
// PE channels x OUTPUT_COLUMNS pixels are pooled at a time, TAP_ROWS x TAP_COLUMNS values
// of each window a cycle. Without MAXIMUM the sums are divided by intaglio_mean.
// A row starts when its input rows are in the ring and the consumer has room for all
// that it gives: from then on nothing stalls.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_pool_engine #(
    // Input image; channel words of a pixel
    parameter integer ROWS = 28, COLUMNS = 28, PIXEL_WORDS = 6,
    // Input beat: channels, beats of a pixel, adjacent pixels
    parameter integer BEAT_CHANNELS = 1, PIXEL_BEATS = 6, BEAT_PIXELS = 1,
    // Window, step from one to the next, and from one row and column of it to the next
    parameter integer KERNEL_ROWS = 3, KERNEL_COLUMNS = 3, STRIDE_Y = 1, STRIDE_X = 1, DILATION_Y = 1, DILATION_X = 1,
    parameter integer PAD_TOP = 0, PAD_BOTTOM = 0, PAD_LEFT = 0, PAD_RIGHT = 0,
    // Output: channels, blocks of a frame, pixels of a block
    parameter integer OUT_CHANNELS = 6, BLOCK_ROWS = 26, BLOCK_COLUMNS = 26, OUTPUT_ROWS = 1, OUTPUT_COLUMNS = 1,
    // Array: channels in parallel, rows and columns of a step; filter groups in a row that read the same channel word
    parameter integer PE = 1, TAP_ROWS = 3, TAP_COLUMNS = 1, CHANNELS = 1, LANE_GROUPS = 1, WORD_FILTER_GROUPS = 1,
    // Channels that leave the array in a cycle
    parameter integer DRAIN_CHANNELS = 1,
    // Ring: strips that are dealt in turn, rows and columns of a strip, strips of a bank
    parameter integer ROW_STRIPS = 3, ROW_GRAIN = 1, COLUMN_STRIPS = 1, COLUMN_GRAIN = 1, RING_SLOTS = 2,
    // From the issue of a step to its sum
    parameter integer FIRST_DELAY = 7,
    // Bits of a value as it comes, and with padding; 1: signed; bits of a sum, or of the largest value
    parameter integer S_WIDTH = 8, X_WIDTH = 8, X_SIGNED = 0, SUM_WIDTH = 8,
    // What padding reads as: the least value for a maximum, what stands for 0.0 for a mean, 0 for a mean of what is inside
    parameter [CHANNELS*X_WIDTH-1:0] PADDING = {(CHANNELS * X_WIDTH){1'b0}},
    // 1: the largest value; 0: the mean, with INSIDE = 1 of the values inside the image
    parameter integer MAXIMUM = 1, INSIDE = 0, Y_WIDTH = 8,
    // Constants of intaglio_mean, for each number of values that is divided by
    parameter integer DIVISORS = 1,
    parameter [32*DIVISORS-1:0] COUNT = 32'd9, PRODUCT_WIDTH = 32'd24, SHIFT = 32'd0, EVEN = 32'd0,
    parameter [32*DIVISORS-1:0] PLUS = 32'd1, MINUS = 32'd0, TIE = 32'd1, ZEROS = 32'd0,
    parameter [64*DIVISORS-1:0] OFFSET = 64'd0,
    parameter integer MEAN_LATENCY = 5
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
    output wire [DRAIN_CHANNELS*OUTPUT_ROWS*OUTPUT_COLUMNS*Y_WIDTH-1:0] m_data
);

    localparam integer PIXELS             = OUTPUT_ROWS * OUTPUT_COLUMNS;
    localparam integer TAPS               = TAP_ROWS * TAP_COLUMNS * (CHANNELS / LANE_GROUPS);
    localparam integer FILTER_GROUPS      = (OUT_CHANNELS + PE - 1) / PE;
    localparam integer LAST_CHANNELS      = OUT_CHANNELS - (FILTER_GROUPS - 1) * PE;
    localparam integer LAST_BEATS         = LAST_CHANNELS / DRAIN_CHANNELS;
    localparam integer KERNEL_STEPS       = ((KERNEL_ROWS + TAP_ROWS - 1) / TAP_ROWS) * ((KERNEL_COLUMNS + TAP_COLUMNS - 1) / TAP_COLUMNS);
    localparam integer ROM_ADDRESS_WIDTH  = FILTER_GROUPS * KERNEL_STEPS > 2 ? $clog2(FILTER_GROUPS * KERNEL_STEPS) : 1;
    localparam integer FILTER_GROUP_WIDTH = FILTER_GROUPS > 2 ? $clog2(FILTER_GROUPS) : 1;

    // ---- operands ---------------------------------------------------------------
    wire [FILTER_GROUP_WIDTH-1:0]              filter_group;
    wire [ROM_ADDRESS_WIDTH-1:0]               rom_address;
    wire [LANE_GROUPS*PIXELS*TAPS*X_WIDTH-1:0] x;
    wire                                       first;
    wire                                       load;
    wire                                       load_last_group;

    intaglio_window_source #(
        .S_WIDTH(S_WIDTH), .S_SIGNED(X_SIGNED), .X_WIDTH(X_WIDTH), .ROWS(ROWS), .COLUMNS(COLUMNS),
        .PIXEL_WORDS(PIXEL_WORDS), .CHANNEL_WORDS(1),
        .BEAT_CHANNELS(BEAT_CHANNELS), .PIXEL_BEATS(PIXEL_BEATS), .BEAT_PIXELS(BEAT_PIXELS),
        .KERNEL_ROWS(KERNEL_ROWS), .KERNEL_COLUMNS(KERNEL_COLUMNS), .STRIDE_Y(STRIDE_Y), .STRIDE_X(STRIDE_X),
        .DILATION_Y(DILATION_Y), .DILATION_X(DILATION_X),
        .PAD_TOP(PAD_TOP), .PAD_BOTTOM(PAD_BOTTOM), .PAD_LEFT(PAD_LEFT), .PAD_RIGHT(PAD_RIGHT),
        .CHANNELS(CHANNELS), .PADDING_WORDS(1), .PADDING(PADDING),
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

    // ---- compare or add ---------------------------------------------------------
    wire [PE*PIXELS*SUM_WIDTH-1:0] sums;

    intaglio_pool_array #(
        .LANES(PE * PIXELS), .TAPS(TAPS), .X_WIDTH(X_WIDTH), .SIGNED(X_SIGNED), .SUM_WIDTH(SUM_WIDTH), .MAXIMUM(MAXIMUM)
    ) u_array (
        .clk(clk), .first(first), .x(x), .sum(sums));

    // ---- drain ------------------------------------------------------------------
    wire                                       drain_valid;
    wire                                       drain_last;
    wire                                       drain_layer;
    wire [DRAIN_CHANNELS*PIXELS*SUM_WIDTH-1:0] drain_data;

    intaglio_drain #(
        .PE(PE), .PIXELS(PIXELS), .ACCUMULATOR_WIDTH(SUM_WIDTH), .CHANNELS(DRAIN_CHANNELS), .LAST_BEATS(LAST_BEATS[15:0])
    ) u_drain (
        .clk(clk), .rst(rst), .load(load), .load_layer(1'b0), .load_last_group(load_last_group), .accumulator(sums),
        .m_valid(drain_valid), .m_last(drain_last), .m_layer(drain_layer), .m_data(drain_data));

    // ---- divide -----------------------------------------------------------------
    generate
        if (MAXIMUM != 0) begin : gen_maximum
            assign m_valid = drain_valid;
            assign m_data  = drain_data;
        end else if (INSIDE != 0) begin : gen_inside
            intaglio_mean_inside #(
                .CHANNELS(DRAIN_CHANNELS), .PIXELS(PIXELS), .BLOCK_BEATS(OUT_CHANNELS / DRAIN_CHANNELS),
                .BLOCK_COLUMNS(BLOCK_COLUMNS), .BLOCK_ROWS(BLOCK_ROWS), .ROWS(ROWS), .COLUMNS(COLUMNS),
                .KERNEL_ROWS(KERNEL_ROWS), .KERNEL_COLUMNS(KERNEL_COLUMNS), .STRIDE_Y(STRIDE_Y), .STRIDE_X(STRIDE_X),
                .DILATION_Y(DILATION_Y), .DILATION_X(DILATION_X), .PAD_TOP(PAD_TOP), .PAD_LEFT(PAD_LEFT),
                .SUM_WIDTH(SUM_WIDTH), .SIGNED(X_SIGNED), .OUT_WIDTH(Y_WIDTH), .DIVISORS(DIVISORS), .COUNT(COUNT),
                .PRODUCT_WIDTH(PRODUCT_WIDTH), .SHIFT(SHIFT), .EVEN(EVEN), .PLUS(PLUS), .MINUS(MINUS),
                .TIE(TIE), .ZEROS(ZEROS), .OFFSET(OFFSET), .LATENCY(MEAN_LATENCY)
            ) u_inside (
                .clk(clk), .rst(rst), .s_valid(drain_valid), .s_data(drain_data), .m_valid(m_valid), .m_data(m_data));
        end else begin : gen_mean
            intaglio_mean #(
                .LANES(DRAIN_CHANNELS * PIXELS), .SUM_WIDTH(SUM_WIDTH), .SIGNED(X_SIGNED),
                .PRODUCT_WIDTH(PRODUCT_WIDTH), .PLUS(PLUS), .MINUS(MINUS), .OFFSET(OFFSET), .SHIFT(SHIFT),
                .EVEN(EVEN), .TIE(TIE), .ZEROS(ZEROS), .OUT_WIDTH(Y_WIDTH), .LATENCY(MEAN_LATENCY)
            ) u_mean (
                .clk(clk), .rst(rst), .s_valid(drain_valid), .s_data(drain_data), .m_valid(m_valid), .m_data(m_data));
        end
    endgenerate

    wire unused = &{1'b0, drain_last, drain_layer, filter_group, rom_address};

    initial begin
        if (PE % DRAIN_CHANNELS != 0 || OUT_CHANNELS % DRAIN_CHANNELS != 0) begin
            $display("%m: DRAIN_CHANNELS %0d must divide PE %0d and OUT_CHANNELS %0d", DRAIN_CHANNELS, PE, OUT_CHANNELS);
            $finish;
        end
        if (PE / DRAIN_CHANNELS > KERNEL_STEPS) begin
            $display("%m: a filter group leaves in %0d beats, it must not take more than its %0d steps",
                PE / DRAIN_CHANNELS, KERNEL_STEPS);
            $finish;
        end
        if (OUTPUT_ROWS != 1 || (MAXIMUM == 0 && INSIDE == 0 && DIVISORS != 1)) begin
            $display("%m: OUTPUT_ROWS %0d must be 1, and so must DIVISORS %0d without INSIDE", OUTPUT_ROWS, DIVISORS);
            $finish;
        end
        if (MAXIMUM != 0 && (SUM_WIDTH != X_WIDTH || Y_WIDTH != X_WIDTH)) begin
            $display("%m: a maximum is as wide as its values: SUM_WIDTH %0d, Y_WIDTH %0d, X_WIDTH %0d", SUM_WIDTH, Y_WIDTH, X_WIDTH);
            $finish;
        end
    end

endmodule

`default_nettype wire
