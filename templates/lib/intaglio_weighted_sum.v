// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_weighted_sum: LANES sums of one value of each input, each times a constant
//
//   sum = OFFSET + sum over i of x[i] * (PLUS[i] - MINUS[i])
//
// The constants are given by their signed digits; shifts and adds, no multiplier block.
// Latency: PRODUCT_STAGES + SUM_STAGES cycles.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_weighted_sum #(
    parameter integer INPUTS = 2, LANES = 1,
    // Bits of a value and of the sum, signed
    parameter integer WIDTH = 16,
    // Positive and negative digits of the constants, 32 bits each, input 0 lowest
    parameter [32*INPUTS-1:0] PLUS = {INPUTS{32'd1}}, MINUS = {INPUTS{32'd0}},
    // What is added to every sum, in the low bits
    parameter [63:0] OFFSET = 64'd0,
    // Registers of the products, and of the sum
    parameter integer PRODUCT_STAGES = 1, SUM_STAGES = 1
) (
    input  wire                          clk,

    // Input 0 lowest; of each input lane 0 lowest
    input  wire [INPUTS*LANES*WIDTH-1:0] x,
    output wire [LANES*WIDTH-1:0]        sum
);

    localparam integer TERMS  = INPUTS + (OFFSET != 64'd0 ? 1 : 0);
    localparam integer FILLED = WIDTH > 64 ? WIDTH : 64;
    localparam [FILLED-1:0] ADDEND = {{(FILLED-63){OFFSET[63]}}, OFFSET[62:0]};

    genvar lane, i;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
            wire [TERMS*WIDTH-1:0] terms;

            for (i = 0; i < INPUTS; i = i + 1) begin : gen_input
                intaglio_constant_product #(
                    .WIDTH(WIDTH), .PLUS(PLUS[32*i +: 32]), .MINUS(MINUS[32*i +: 32]), .OFFSET(0), .STAGES(PRODUCT_STAGES)
                ) u_product (
                    .clk(clk), .x(x[(i*LANES+lane)*WIDTH +: WIDTH]), .offset({WIDTH{1'b0}}),
                    .product(terms[i*WIDTH +: WIDTH]));
            end
            if (OFFSET != 64'd0) begin : gen_offset
                assign terms[INPUTS*WIDTH +: WIDTH] = ADDEND[WIDTH-1:0];
            end

            intaglio_sum_tree #(.TERMS(TERMS), .POSITIVE(TERMS), .WIDTH(WIDTH), .STAGES(SUM_STAGES)) u_sum (
                .clk(clk), .terms(terms), .sum(sum[lane*WIDTH +: WIDTH]));
        end
    endgenerate

endmodule

`default_nettype wire
