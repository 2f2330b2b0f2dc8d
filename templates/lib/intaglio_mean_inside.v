// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_mean_inside: means of windows of which a part may lie outside the image
//
//   m_data = sum / (rows inside * columns inside), rounded half to even
//
// Beats come block by block: BLOCK_BEATS beats of one block, then the block beside it, then
// the next row. A block is one pixel high and PIXELS wide.
// For each number of pixels that can lie inside there is an intaglio_mean, with a constant
// divisor; each value takes the result of the one for its number.
// Latency: LATENCY cycles, the last one chooses.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_mean_inside #(
    // Channels of a beat, pixels of a block, beats of a block, blocks of a row, rows
    parameter integer CHANNELS = 1, PIXELS = 1, BLOCK_BEATS = 1, BLOCK_COLUMNS = 28, BLOCK_ROWS = 28,
    // Image; window; steps from window to window and inside of it; padding before the image
    parameter integer ROWS = 28, COLUMNS = 28, KERNEL_ROWS = 3, KERNEL_COLUMNS = 3, STRIDE_Y = 1, STRIDE_X = 1,
    parameter integer DILATION_Y = 1, DILATION_X = 1, PAD_TOP = 1, PAD_LEFT = 1,
    // Bits of a sum; 1: it is signed; bits of a mean
    parameter integer SUM_WIDTH = 12, SIGNED = 0, OUT_WIDTH = 8,
    // Numbers of pixels that can lie inside; for each, the first lowest: the number, and the constants of intaglio_mean
    parameter integer DIVISORS = 1,
    parameter [32*DIVISORS-1:0] COUNT = 32'd9, PRODUCT_WIDTH = 32'd24, SHIFT = 32'd0, EVEN = 32'd0,
    parameter [32*DIVISORS-1:0] PLUS = 32'd1, MINUS = 32'd0, TIE = 32'd1, ZEROS = 32'd0,
    parameter [64*DIVISORS-1:0] OFFSET = 64'd0,
    // Cycles from s_data to m_data, 4 or more
    parameter integer LATENCY = 6
) (
    input  wire                                 clk,
    input  wire                                 rst,

    input  wire                                 s_valid,
    input  wire [CHANNELS*PIXELS*SUM_WIDTH-1:0] s_data,

    output reg                                  m_valid,
    output reg  [CHANNELS*PIXELS*OUT_WIDTH-1:0] m_data
);

    localparam integer VALUES             = CHANNELS * PIXELS;
    localparam integer BEAT_WIDTH         = $clog2(BLOCK_BEATS + 1);
    localparam integer COLUMN_WIDTH       = $clog2(BLOCK_COLUMNS + 1);
    localparam integer ROW_WIDTH          = $clog2(BLOCK_ROWS + 1);
    localparam integer ROW_COUNT_WIDTH    = $clog2(KERNEL_ROWS + 1);
    localparam integer COLUMN_COUNT_WIDTH = $clog2(KERNEL_COLUMNS + 1);

    // ---- place of the beat, and what lies inside there --------------------------
    wire [BEAT_WIDTH-1:0]                beat_q;
    wire [COLUMN_WIDTH-1:0]              column_q;
    wire [ROW_WIDTH-1:0]                 row_q;
    wire                                 last_beat;
    wire                                 last_column;
    wire                                 last_row;
    wire [ROW_COUNT_WIDTH-1:0]           rows_inside;
    wire [PIXELS*COLUMN_COUNT_WIDTH-1:0] columns_inside;

    intaglio_loop_counter #(.TRIPS(BLOCK_BEATS), .WIDTH(BEAT_WIDTH)) u_beats (
        .clk(clk), .rst(rst), .step(s_valid), .count(beat_q), .last(last_beat));
    intaglio_loop_counter #(.TRIPS(BLOCK_COLUMNS), .WIDTH(COLUMN_WIDTH)) u_columns (
        .clk(clk), .rst(rst), .step(s_valid & last_beat), .count(column_q), .last(last_column));
    intaglio_loop_counter #(.TRIPS(BLOCK_ROWS), .WIDTH(ROW_WIDTH)) u_rows (
        .clk(clk), .rst(rst), .step(s_valid & last_beat & last_column), .count(row_q), .last(last_row));

    intaglio_inside_count #(
        .SIZE(ROWS), .KERNEL(KERNEL_ROWS), .STRIDE(STRIDE_Y), .DILATION(DILATION_Y), .PAD(PAD_TOP),
        .LANES(1), .TRIPS(BLOCK_ROWS), .INDEX_WIDTH(ROW_WIDTH), .WIDTH(ROW_COUNT_WIDTH)
    ) u_rows_inside (
        .clk(clk), .index(row_q), .count(rows_inside));
    intaglio_inside_count #(
        .SIZE(COLUMNS), .KERNEL(KERNEL_COLUMNS), .STRIDE(STRIDE_X), .DILATION(DILATION_X), .PAD(PAD_LEFT),
        .LANES(PIXELS), .TRIPS(BLOCK_COLUMNS), .INDEX_WIDTH(COLUMN_WIDTH), .WIDTH(COLUMN_COUNT_WIDTH)
    ) u_columns_inside (
        .clk(clk), .index(column_q), .count(columns_inside));

    // ---- one divider for each number ---------------------------------------------
    wire [DIVISORS-1:0] mean_valid;

    genvar divisor, pixel, value;
    generate
        for (divisor = 0; divisor < DIVISORS; divisor = divisor + 1) begin : gen_divisor
            localparam integer COUNT_HERE    = COUNT[32*divisor +: 32];
            localparam integer PRODUCT_HERE  = PRODUCT_WIDTH[32*divisor +: 32];
            localparam integer SHIFT_HERE    = SHIFT[32*divisor +: 32];
            localparam integer EVEN_HERE     = EVEN[32*divisor +: 32];
            // This divider's number lies inside, for each pixel; that, with the means
            reg  [PIXELS-1:0]           hit_q;
            wire [PIXELS-1:0]           chosen;
            wire [VALUES*OUT_WIDTH-1:0] mean;
            // What is chosen of this divider and of those before it
            wire [VALUES*OUT_WIDTH-1:0] sofar;

            for (pixel = 0; pixel < PIXELS; pixel = pixel + 1) begin : gen_pixel
                wire [COLUMN_COUNT_WIDTH-1:0] columns = columns_inside[pixel*COLUMN_COUNT_WIDTH +: COLUMN_COUNT_WIDTH];
                reg     hit;
                integer rows, others;
                always @* begin
                    hit = 1'b0;
                    for (rows = 1; rows <= KERNEL_ROWS; rows = rows + 1) begin
                        others = COUNT_HERE / rows;
                        if (others * rows == COUNT_HERE && others <= KERNEL_COLUMNS) begin
                            hit = hit | (rows_inside == rows[ROW_COUNT_WIDTH-1:0] & columns == others[COLUMN_COUNT_WIDTH-1:0]);
                        end
                    end
                end
                always @(posedge clk) begin
                    hit_q[pixel] <= hit;
                end
            end

            intaglio_delay_line #(.WIDTH(PIXELS), .DELAY(LATENCY - 3)) u_delay_chosen (
                .clk(clk), .rst(rst), .d(hit_q), .q(chosen));

            intaglio_mean #(
                .LANES(VALUES), .SUM_WIDTH(SUM_WIDTH), .SIGNED(SIGNED), .PRODUCT_WIDTH(PRODUCT_HERE),
                .PLUS(PLUS[32*divisor +: 32]), .MINUS(MINUS[32*divisor +: 32]), .OFFSET(OFFSET[64*divisor +: 64]),
                .SHIFT(SHIFT_HERE), .EVEN(EVEN_HERE), .TIE(TIE[32*divisor +: 32]), .ZEROS(ZEROS[32*divisor +: 32]),
                .OUT_WIDTH(OUT_WIDTH), .LATENCY(LATENCY - 1)
            ) u_mean (
                .clk(clk), .rst(rst), .s_valid(s_valid), .s_data(s_data), .m_valid(mean_valid[divisor]), .m_data(mean));

            for (value = 0; value < VALUES; value = value + 1) begin : gen_value
                wire [OUT_WIDTH-1:0] here = mean[value*OUT_WIDTH +: OUT_WIDTH] & {OUT_WIDTH{chosen[value%PIXELS]}};
                if (divisor == 0) begin : gen_first
                    assign sofar[value*OUT_WIDTH +: OUT_WIDTH] = here;
                end else begin : gen_next
                    assign sofar[value*OUT_WIDTH +: OUT_WIDTH] = here | gen_divisor[divisor-1].sofar[value*OUT_WIDTH +: OUT_WIDTH];
                end
            end
        end
    endgenerate

    always @(posedge clk) begin
        m_valid <= mean_valid[0] & ~rst;
        m_data  <= gen_divisor[DIVISORS-1].sofar;
    end

    wire unused = &{1'b0, beat_q, last_row, mean_valid};

endmodule

`default_nettype wire
