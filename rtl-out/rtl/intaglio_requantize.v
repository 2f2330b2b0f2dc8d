// -----------------------------------------------------------------------------
// intaglio_requantize: bias, scale, shift and activation of CHANNELS x PIXELS sums a cycle
//
//   accumulator = sum + bias                        exact
//   requantized = (accumulator * MULTIPLIER) >>> SHIFT    floor
//   m_data      = RELU ? max(requantized, 0) : requantized
//
// The multiplier is a constant given by its signed digits: bit i of PLUS stands
// for +2^i, bit i of MINUS for -2^i; shifts and adds, no multiplier block.
// No saturation: every width is proved by the compiler.
// Latency: 3 cycles.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_requantize #(
    // Channels in parallel, one bias each
    parameter integer CHANNELS = 1,
    // Pixels of a channel in parallel
    parameter integer PIXELS = 1,
    // Bits of a sum of products, signed
    parameter integer SUM_WIDTH = 20,
    // Bits of a bias, signed
    parameter integer BIAS_WIDTH = 8,
    // Bits of sum + bias, signed
    parameter integer ACCUMULATOR_WIDTH = 20,
    // Bits of accumulator * MULTIPLIER, signed
    parameter integer SCALED_WIDTH = 24,
    // Bits of the value after the shift, signed
    parameter integer REQUANTIZED_WIDTH = 12,
    // Bits of an output: unsigned after RELU, signed otherwise
    parameter integer OUT_WIDTH = 12,
    // Positive and negative digits of the multiplier
    parameter [31:0] PLUS = 32'd1,
    parameter [31:0] MINUS = 32'd0,
    // Right shift, 0 or more
    parameter integer SHIFT = 0,
    // 1: negative values become zero
    parameter integer RELU = 0
) (
    input  wire                                 clk,
    input  wire                                 rst,

    input  wire                                 s_valid,
    input  wire [CHANNELS*PIXELS*SUM_WIDTH-1:0] s_sum,
    input  wire [CHANNELS*BIAS_WIDTH-1:0]       s_bias,

    output wire                                 m_valid,
    output wire [CHANNELS*PIXELS*OUT_WIDTH-1:0] m_data
);

    localparam integer LANES = CHANNELS * PIXELS;
    localparam integer ADD_WIDTH =
        (SUM_WIDTH > BIAS_WIDTH ? (SUM_WIDTH > ACCUMULATOR_WIDTH ? SUM_WIDTH : ACCUMULATOR_WIDTH)
                                : (BIAS_WIDTH > ACCUMULATOR_WIDTH ? BIAS_WIDTH : ACCUMULATOR_WIDTH)) + 1;

    reg accumulator_valid;
    reg scaled_valid;
    reg out_valid;
    reg [LANES*ACCUMULATOR_WIDTH-1:0]  accumulator;
    reg [LANES*SCALED_WIDTH-1:0]       scaled;
    reg [LANES*OUT_WIDTH-1:0]          out;
    wire [LANES*REQUANTIZED_WIDTH-1:0] requantized;

    always @(posedge clk) begin
        accumulator_valid <= s_valid & ~rst;
        scaled_valid      <= accumulator_valid & ~rst;
        out_valid         <= scaled_valid & ~rst;
    end

    assign m_valid = out_valid;
    assign m_data  = out;

    genvar lane;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
            wire [SUM_WIDTH-1:0]  sum  = s_sum[lane*SUM_WIDTH +: SUM_WIDTH];
            wire [BIAS_WIDTH-1:0] bias = s_bias[(lane/PIXELS)*BIAS_WIDTH +: BIAS_WIDTH];

            wire [ADD_WIDTH-1:0] biased =
                {{(ADD_WIDTH-SUM_WIDTH){sum[SUM_WIDTH-1]}}, sum}
                + {{(ADD_WIDTH-BIAS_WIDTH){bias[BIAS_WIDTH-1]}}, bias};

            wire [ACCUMULATOR_WIDTH-1:0] from = accumulator[lane*ACCUMULATOR_WIDTH +: ACCUMULATOR_WIDTH];
            wire [SCALED_WIDTH-1:0] extended =
                {{(SCALED_WIDTH-ACCUMULATOR_WIDTH){from[ACCUMULATOR_WIDTH-1]}}, from};

            // accumulator * MULTIPLIER, from the highest digit down (the highest is always a plus)
            reg [SCALED_WIDTH-1:0] product;
            integer digit;
            always @* begin
                product = {SCALED_WIDTH{1'b0}};
                for (digit = 31; digit >= 0; digit = digit - 1) begin
                    if (PLUS[digit]) begin
                        product = product + (extended << digit);
                    end
                    if (MINUS[digit]) begin
                        product = product - (extended << digit);
                    end
                end
            end

            wire signed [SCALED_WIDTH-1:0] unshifted = scaled[lane*SCALED_WIDTH +: SCALED_WIDTH];
            wire signed [SCALED_WIDTH-1:0] shifted   = unshifted >>> SHIFT;
            wire [REQUANTIZED_WIDTH-1:0] value       = shifted[REQUANTIZED_WIDTH-1:0];

            assign requantized[lane*REQUANTIZED_WIDTH +: REQUANTIZED_WIDTH] = value;

            always @(posedge clk) begin
                accumulator[lane*ACCUMULATOR_WIDTH +: ACCUMULATOR_WIDTH] <= biased[ACCUMULATOR_WIDTH-1:0];
                scaled[lane*SCALED_WIDTH +: SCALED_WIDTH]                <= product;
                out[lane*OUT_WIDTH +: OUT_WIDTH] <=
                    (RELU != 0 && value[REQUANTIZED_WIDTH-1]) ? {OUT_WIDTH{1'b0}} : value[OUT_WIDTH-1:0];
            end

            // Bits the range analysis proved to repeat the sign.
            wire unused = &{1'b0, biased, shifted, value};
        end
    endgenerate

    wire unused = &{1'b0, requantized};

endmodule

`default_nettype wire
