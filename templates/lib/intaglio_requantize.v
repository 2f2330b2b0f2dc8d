// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_requantize: scale, shift, zero point, clamp and activation of LANES
// accumulators a cycle
//
//   scaled      = accumulator * MULTIPLIER + ROUND
//   requantized = clamp((scaled >>> SHIFT) + ZERO_POINT)
//   m_data      = RELU ? max(requantized, ZERO_POINT) : requantized
//
// ROUND = 0 rounds down, ROUND = 2^(SHIFT-1) to nearest. TIES says what then becomes
// of a value midway: with 0 it goes up; with 1 to the even neighbour, by clearing
// the last bit of what went up; with 2 away from zero, by taking one from a negative
// product before the shift.
// A constant multiplier is given by its signed digits: bit i of PLUS stands for
// +2^i, bit i of MINUS for -2^i; shifts and adds, no multiplier block. With
// PER_CHANNEL = 1 it comes with the beat instead, one for PIXELS lanes each.
// Without CLAMP nothing saturates: every width is proved by the compiler.
// Latency: 2 cycles.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_requantize #(
    // Values in parallel, and how many of them belong to one channel
    parameter integer LANES = 1,
    parameter integer PIXELS = 1,
    // Bits of an accumulator, signed
    parameter integer S_WIDTH = 20,
    // Bits of it that this layer needs, signed
    parameter integer ACCUMULATOR_WIDTH = 20,
    // Bits of accumulator * MULTIPLIER + ROUND, signed
    parameter integer SCALED_WIDTH = 24,
    // Bits of the value before the activation, signed
    parameter integer REQUANTIZED_WIDTH = 12,
    // Bits of an output
    parameter integer OUT_WIDTH = 12,
    // Positive and negative digits of the multiplier
    parameter [31:0] PLUS = 32'd1,
    parameter [31:0] MINUS = 32'd0,
    // 1: multipliers come with the beat, unsigned, of MULTIPLIER_WIDTH bits
    parameter integer PER_CHANNEL = 0,
    parameter integer MULTIPLIER_WIDTH = 1,
    // Right shift, 0 or more, and what is added before it
    parameter integer SHIFT = 0,
    parameter [63:0] ROUND = 64'd0,
    // Ties: 0 up, 1 to even, 2 away from zero; 0 where ROUND is 0
    parameter integer TIES = 0,
    // Output value of 0.0, 0 .. 255
    parameter [31:0] ZERO_POINT = 32'd0,
    // 1: outputs are limited to CLAMP_LOW .. CLAMP_HIGH
    parameter integer CLAMP = 0,
    parameter [31:0] CLAMP_LOW = 32'd0,
    parameter [31:0] CLAMP_HIGH = 32'd255,
    // 1: values below the zero point become the zero point
    parameter integer RELU = 0
) (
    input  wire                                       clk,
    input  wire                                       rst,

    input  wire                                       s_valid,
    input  wire [LANES*S_WIDTH-1:0]                   s_data,
    input  wire [(LANES/PIXELS)*MULTIPLIER_WIDTH-1:0] s_multiplier,

    output wire                                       m_valid,
    output wire [LANES*OUT_WIDTH-1:0]                 m_data
);

    // Room for the zero point and the limits, whatever the shift leaves.
    localparam integer VALUE_WIDTH = (SCALED_WIDTH > 32 ? SCALED_WIDTH : 32) + 1;
    localparam [VALUE_WIDTH-1:0] ZERO  = {{(VALUE_WIDTH-32){1'b0}}, ZERO_POINT};
    localparam [VALUE_WIDTH-1:0] LOW   = {{(VALUE_WIDTH-32){1'b0}}, CLAMP_LOW};
    localparam [VALUE_WIDTH-1:0] HIGH  = {{(VALUE_WIDTH-32){1'b0}}, CLAMP_HIGH};

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
            // ---- first cycle: scale ---------------------------------------------
            wire [ACCUMULATOR_WIDTH-1:0] from = s_data[lane*S_WIDTH +: ACCUMULATOR_WIDTH];
            wire [SCALED_WIDTH-1:0] extended =
                {{(SCALED_WIDTH-ACCUMULATOR_WIDTH){from[ACCUMULATOR_WIDTH-1]}}, from};
            assign accumulator[lane*ACCUMULATOR_WIDTH +: ACCUMULATOR_WIDTH] = from;

            // Minus one for a negative product, which has the sign of the accumulator.
            wire [SCALED_WIDTH-1:0] away =
                {SCALED_WIDTH{(TIES == 2) & from[ACCUMULATOR_WIDTH-1]}};
            reg  [SCALED_WIDTH-1:0] product;

            if (PER_CHANNEL != 0) begin : gen_per_channel
                localparam integer FULL = ACCUMULATOR_WIDTH + MULTIPLIER_WIDTH + 1;
                localparam integer WIDE = (FULL > SCALED_WIDTH ? FULL : SCALED_WIDTH) + 1;
                wire signed [MULTIPLIER_WIDTH:0] multiplier =
                    {1'b0, s_multiplier[(lane/PIXELS)*MULTIPLIER_WIDTH +: MULTIPLIER_WIDTH]};
                wire signed [ACCUMULATOR_WIDTH-1:0] signed_from = from;
                wire signed [FULL-1:0] full = signed_from * multiplier;
                wire [WIDE-1:0] wide = {{(WIDE-FULL){full[FULL-1]}}, full};
                always @* begin
                    product = wide[SCALED_WIDTH-1:0] + ROUND[SCALED_WIDTH-1:0] + away;
                end
                wire unused_product = &{1'b0, wide, extended};
            end else begin : gen_constant
                // From the highest digit down (the highest is always a plus).
                integer digit;
                always @* begin
                    product = ROUND[SCALED_WIDTH-1:0] + away;
                    for (digit = 31; digit >= 0; digit = digit - 1) begin
                        if (PLUS[digit]) begin
                            product = product + (extended << digit);
                        end
                        if (MINUS[digit]) begin
                            product = product - (extended << digit);
                        end
                    end
                end
            end

            // ---- second cycle: shift, zero point, limits, activation ------------------
            wire signed [SCALED_WIDTH-1:0] unshifted = scaled[lane*SCALED_WIDTH +: SCALED_WIDTH];
            wire signed [SCALED_WIDTH-1:0] nearest   = unshifted >>> SHIFT;
            wire signed [SCALED_WIDTH-1:0] shifted;
            wire [REQUANTIZED_WIDTH-1:0] value;

            if (TIES == 1) begin : gen_even
                // With ROUND added, a tie has only zeros below.
                wire tie = ~|unshifted[SHIFT-1:0];
                assign shifted = {nearest[SCALED_WIDTH-1:1], nearest[0] & ~tie};
            end else begin : gen_nearest
                assign shifted = nearest;
            end

            if (CLAMP != 0 || ZERO_POINT != 32'd0) begin : gen_offset
                wire signed [VALUE_WIDTH-1:0] offset =
                    {{(VALUE_WIDTH-SCALED_WIDTH){shifted[SCALED_WIDTH-1]}}, shifted} + ZERO;
                wire signed [VALUE_WIDTH-1:0] limited =
                    (CLAMP == 0) ? offset
                    : (offset < $signed(LOW)) ? LOW
                    : (offset > $signed(HIGH)) ? HIGH : offset;
                assign value = limited[REQUANTIZED_WIDTH-1:0];
                wire unused_limited = &{1'b0, limited};
            end else begin : gen_plain
                assign value = shifted[REQUANTIZED_WIDTH-1:0];
            end

            wire signed [REQUANTIZED_WIDTH-1:0] signed_value = value;
            wire below = signed_value < $signed(ZERO[REQUANTIZED_WIDTH-1:0]);

            assign requantized[lane*REQUANTIZED_WIDTH +: REQUANTIZED_WIDTH] = value;

            always @(posedge clk) begin
                scaled[lane*SCALED_WIDTH +: SCALED_WIDTH] <= product;
                out[lane*OUT_WIDTH +: OUT_WIDTH] <=
                    (RELU != 0 && below) ? ZERO[OUT_WIDTH-1:0] : value[OUT_WIDTH-1:0];
            end

            // Bits the range analysis proved to repeat the sign.
            wire unused = &{1'b0, shifted, value, below};
        end
    endgenerate

    wire unused = &{1'b0, s_data, s_multiplier, accumulator, requantized};

endmodule

`default_nettype wire
