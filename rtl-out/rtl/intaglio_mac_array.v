// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_mac_array: PE x PIXELS lanes of TAPS multipliers
//
// Lane (pe, pixel) multiplies the weights of output channel pe with the operands
// of output pixel `pixel`: weights are shared along the pixels, activations along
// the channels. A grouped convolution may have LANE_GROUPS sets of operands: each
// serves PE / LANE_GROUPS channels in a row.
//
//   x           : LANE_GROUPS x PIXELS x TAPS operands, tap t already t cycles late
//   w           : TAPS words of PE weights each, tap t already t cycles late
//   bias        : PE biases, there with `first`
//   accumulator : PE x PIXELS sums
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_mac_array #(
    // Output channels in parallel
    parameter integer PE = 1,
    // Output pixels in parallel
    parameter integer PIXELS = 1,
    // Multipliers per lane
    parameter integer TAPS = 1,
    // Sets of operands; divides PE
    parameter integer LANE_GROUPS = 1,
    // Bits of an activation
    parameter integer X_WIDTH = 8,
    // 1: activations are signed
    parameter integer X_SIGNED = 0,
    // Bits of a weight, signed
    parameter integer W_WIDTH = 9,
    // Bits of a product, signed
    parameter integer PRODUCT_WIDTH = 18,
    // Bits of a sum of products, signed
    parameter integer SUM_WIDTH = 20,
    // Bits of a bias, signed
    parameter integer BIAS_WIDTH = 8,
    // Bits of bias + sum of products, signed
    parameter integer ACCUMULATOR_WIDTH = 20,
    // Bits of the wider operand of a multiplier block, signed
    parameter integer BLOCK_WIDTH = 25
) (
    input  wire                                       clk,

    input  wire                                       first,
    input  wire [PE*BIAS_WIDTH-1:0]                   bias,
    input  wire [LANE_GROUPS*PIXELS*TAPS*X_WIDTH-1:0] x,
    input  wire [TAPS*PE*W_WIDTH-1:0]                 w,
    output wire [PE*PIXELS*ACCUMULATOR_WIDTH-1:0]     accumulator
);

    // Multipliers are signed: an unsigned activation gets a zero in front.
    localparam integer OPERAND_WIDTH = X_WIDTH + (X_SIGNED != 0 ? 0 : 1);

    wire [LANE_GROUPS*PIXELS*TAPS*OPERAND_WIDTH-1:0] operand;

    genvar pe, pixel, tap, index;
    generate
        for (index = 0; index < LANE_GROUPS * PIXELS * TAPS; index = index + 1) begin : gen_operand
            if (X_SIGNED != 0) begin : gen_signed
                assign operand[index*OPERAND_WIDTH +: OPERAND_WIDTH] = x[index*X_WIDTH +: X_WIDTH];
            end else begin : gen_unsigned
                assign operand[index*OPERAND_WIDTH +: OPERAND_WIDTH] = {1'b0, x[index*X_WIDTH +: X_WIDTH]};
            end
        end

        for (pe = 0; pe < PE; pe = pe + 1) begin : gen_pe
            localparam integer LANE_GROUP = pe / (PE / LANE_GROUPS);
            wire [TAPS*W_WIDTH-1:0] weights;
            for (tap = 0; tap < TAPS; tap = tap + 1) begin : gen_weight
                assign weights[tap*W_WIDTH +: W_WIDTH] = w[(tap*PE+pe)*W_WIDTH +: W_WIDTH];
            end
            for (pixel = 0; pixel < PIXELS; pixel = pixel + 1) begin : gen_pixel
                intaglio_mac_lane #(
                    .TAPS(TAPS), .X_WIDTH(OPERAND_WIDTH), .W_WIDTH(W_WIDTH), .PRODUCT_WIDTH(PRODUCT_WIDTH),
                    .SUM_WIDTH(SUM_WIDTH), .BIAS_WIDTH(BIAS_WIDTH), .ACCUMULATOR_WIDTH(ACCUMULATOR_WIDTH),
                    .BLOCK_WIDTH(BLOCK_WIDTH)
                ) u_lane (
                    .clk(clk), .first(first), .bias(bias[pe*BIAS_WIDTH +: BIAS_WIDTH]),
                    .x(operand[(LANE_GROUP*PIXELS+pixel)*TAPS*OPERAND_WIDTH +: TAPS*OPERAND_WIDTH]), .w(weights),
                    .accumulator(accumulator[(pe*PIXELS+pixel)*ACCUMULATOR_WIDTH +: ACCUMULATOR_WIDTH]));
            end
        end
    endgenerate

endmodule

`default_nettype wire
