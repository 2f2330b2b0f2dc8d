// -----------------------------------------------------------------------------
// intaglio_requantize: scale, shift and activation of LANES accumulators a cycle
//
//   requantized = (accumulator * MULTIPLIER) >>> SHIFT    floor
//   m_data      = RELU ? max(requantized, 0) : requantized
//
// The multiplier is a constant given by its signed digits: bit i of PLUS stands
// for +2^i, bit i of MINUS for -2^i; shifts and adds, no multiplier block.
// No saturation: every width is proved by the compiler.
// Latency: 2 cycles.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_requantize #(
    // Values in parallel
    parameter integer LANES = 1,
    // Bits of an accumulator, signed
    parameter integer S_WIDTH = 20,
    // Bits of it that this layer needs, signed
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
    input  wire                       clk,
    input  wire                       rst,

    input  wire                       s_valid,
    input  wire [LANES*S_WIDTH-1:0]   s_data,

    output wire                       m_valid,
    output wire [LANES*OUT_WIDTH-1:0] m_data
);

    reg                                scaled_valid;
    reg                                out_valid;
    reg  [LANES*SCALED_WIDTH-1:0]      scaled;
    reg  [LANES*OUT_WIDTH-1:0]         out;
    wire [LANES*ACCUMULATOR_WIDTH-1:0] accumulator;
    wire [LANES*REQUANTIZED_WIDTH-1:0] requantized;

    always @(posedge clk) begin
        scaled_valid <= s_valid & ~rst;
        out_valid    <= scaled_valid & ~rst;
    end

    assign m_valid = out_valid;
    assign m_data  = out;

    genvar lane;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
            wire [ACCUMULATOR_WIDTH-1:0] from = s_data[lane*S_WIDTH +: ACCUMULATOR_WIDTH];
            assign accumulator[lane*ACCUMULATOR_WIDTH +: ACCUMULATOR_WIDTH] = from;

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
                scaled[lane*SCALED_WIDTH +: SCALED_WIDTH] <= product;
                out[lane*OUT_WIDTH +: OUT_WIDTH] <=
                    (RELU != 0 && value[REQUANTIZED_WIDTH-1]) ? {OUT_WIDTH{1'b0}} : value[OUT_WIDTH-1:0];
            end

            // Bits the range analysis proved to repeat the sign.
            wire unused = &{1'b0, shifted, value};
        end
    endgenerate

    wire unused = &{1'b0, s_data, accumulator, requantized};

endmodule

`default_nettype wire
