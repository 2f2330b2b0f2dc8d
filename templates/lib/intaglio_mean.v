// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_mean: sums of n values become their means, rounded half to even
//
//   product = sum * M + OFFSET               M = ceil(2^SHIFT / n)
//   up      = product >> SHIFT               floor(sum / n + 1/2) + ZEROS
//   mean    = up - ZEROS, less 1 at a tie where that is odd
//
// OFFSET = M * (floor(n/2) + ZEROS * n) rounds, and keeps the product from being
// negative; ZEROS is even. The compiler proves for the widest sum that the error of M
// stays below M / (largest result + 1): then `up` is exact, and what the shift drops is
// less than M exactly where the division has no remainder, which for an even n is a tie.
// M is given by its signed digits: bit i of PLUS stands for +2^i, of MINUS for -2^i.
// Latency: LATENCY cycles; the last two look for a tie and round.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_mean #(
    // Values in parallel
    parameter integer LANES = 1,
    // Bits of a sum; 1: it is signed
    parameter integer SUM_WIDTH = 12,
    parameter integer SIGNED = 0,
    // Bits of the product, never negative
    parameter integer PRODUCT_WIDTH = 24,
    // Positive and negative digits of M
    parameter [31:0] PLUS = 32'd1,
    parameter [31:0] MINUS = 32'd0,
    // What rounds, times M
    parameter [63:0] OFFSET = 64'd0,
    // Right shift, 0 or more
    parameter integer SHIFT = 0,
    // 1: n is even and has ties
    parameter integer EVEN = 0,
    // M
    parameter [31:0] TIE = 32'd1,
    // What is taken off at the end
    parameter [31:0] ZEROS = 32'd0,
    // Bits of a mean
    parameter integer OUT_WIDTH = 8,
    // Cycles from s_data to m_data
    parameter integer LATENCY = 3
) (
    input  wire                       clk,
    input  wire                       rst,

    input  wire                       s_valid,
    input  wire [LANES*SUM_WIDTH-1:0] s_data,

    output wire                       m_valid,
    output wire [LANES*OUT_WIDTH-1:0] m_data
);

    localparam integer WIDE = (PRODUCT_WIDTH > 32 ? PRODUCT_WIDTH : 32) + 1;
    localparam [WIDE-1:0] DROPPED  = ({{(WIDE-1){1'b0}}, 1'b1} << SHIFT) - {{(WIDE-1){1'b0}}, 1'b1};
    localparam [WIDE-1:0] TIE_WIDE = {{(WIDE-32){1'b0}}, TIE};
    localparam [WIDE-1:0] ZEROS_WIDE = {{(WIDE-32){1'b0}}, ZEROS};

    wire rounded_valid;
    reg  out_valid;

    intaglio_delay_line #(.WIDTH(1), .DELAY(LATENCY - 1), .CLEAR(1)) u_delay_valid (
        .clk(clk), .rst(rst), .d(s_valid), .q(rounded_valid));

    always @(posedge clk) begin
        out_valid <= rounded_valid & ~rst;
    end

    reg [LANES*OUT_WIDTH-1:0] out;

    assign m_valid = out_valid;
    assign m_data  = out;

    genvar lane;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
            // ---- multiply -----------------------------------------------------------
            wire [SUM_WIDTH-1:0]     sum = s_data[lane*SUM_WIDTH +: SUM_WIDTH];
            wire [PRODUCT_WIDTH-1:0] product;

            intaglio_constant_product #(
                .WIDTH(PRODUCT_WIDTH), .PLUS(PLUS), .MINUS(MINUS), .OFFSET(1), .STAGES(LATENCY - 2)
            ) u_product (
                .clk(clk), .x({{(PRODUCT_WIDTH-SUM_WIDTH){(SIGNED != 0) & sum[SUM_WIDTH-1]}}, sum}),
                .offset(OFFSET[PRODUCT_WIDTH-1:0]), .product(product));

            // ---- shift, and round a tie to even --------------------------------------
            wire [WIDE-1:0] wide = {{(WIDE-PRODUCT_WIDTH){1'b0}}, product};
            wire [WIDE-1:0] up   = wide >> SHIFT;
            reg  [WIDE-1:0] up_q;
            reg             tie_q;
            wire [WIDE-1:0] mean = up_q - ZEROS_WIDE - {{(WIDE-1){1'b0}}, tie_q};

            always @(posedge clk) begin
                up_q  <= up;
                tie_q <= (EVEN != 0) & ((wide & DROPPED) < TIE_WIDE) & up[0];
                out[lane*OUT_WIDTH +: OUT_WIDTH] <= mean[OUT_WIDTH-1:0];
            end

            wire unused = &{1'b0, mean, up};
        end
    endgenerate

endmodule

`default_nettype wire
