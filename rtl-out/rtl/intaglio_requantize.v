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
// product before the shift. TIES = 3 rounds twice: the leading bit of MULTIPLIER is
// added to ROUND, or for a negative product taken from it, where it is less.
// A constant multiplier is given by its signed digits: bit i of PLUS stands for
// +2^i, bit i of MINUS for -2^i; shifts and adds, no multiplier block. With
// PER_CHANNEL = 1 it comes with the beat instead, one for PIXELS lanes each.
// Without CLAMP nothing saturates: every width is proved by the compiler.
// Latency: LATENCY cycles. The last one shifts, limits and activates, with TIES = 1 the
// last two; before them the terms of the product are added, and with PER_CHANNEL = 1
// multiplied in the first cycle.
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
    // Ties: 0 up, 1 to even, 2 away from zero, 3 rounds twice; 0 where ROUND is 0
    parameter integer TIES = 0,
    // Output value of 0.0, 0 .. 255; in front of a table its index, 0 .. 4095
    parameter [31:0] ZERO_POINT = 32'd0,
    // 1: outputs are limited to CLAMP_LOW .. CLAMP_HIGH
    parameter integer CLAMP = 0,
    parameter [31:0] CLAMP_LOW = 32'd0,
    parameter [31:0] CLAMP_HIGH = 32'd255,
    // 1: values below the zero point become the zero point
    parameter integer RELU = 0,
    // Cycles from s_data to m_data
    parameter integer LATENCY = 2
) (
    input  wire                                       clk,
    input  wire                                       rst,

    input  wire                                       s_valid,
    input  wire [LANES*S_WIDTH-1:0]                   s_data,
    input  wire [(LANES/PIXELS)*MULTIPLIER_WIDTH-1:0] s_multiplier,

    output wire                                       m_valid,
    output wire [LANES*OUT_WIDTH-1:0]                 m_data
);

    localparam integer ROUNDED     = (ROUND != 64'd0) ? 1 : 0;
    localparam integer EVEN_STAGES = (TIES == 1) ? 1 : 0;
    localparam integer SUM_STAGES  = LATENCY - 1 - EVEN_STAGES - (PER_CHANNEL != 0 ? 1 : 0);

    // Room for the zero point and the limits, whatever the shift leaves.
    localparam integer VALUE_WIDTH = (SCALED_WIDTH > 32 ? SCALED_WIDTH : 32) + 1;
    localparam [VALUE_WIDTH-1:0] ZERO  = {{(VALUE_WIDTH-32){1'b0}}, ZERO_POINT};
    localparam [VALUE_WIDTH-1:0] LOW   = {{(VALUE_WIDTH-32){1'b0}}, CLAMP_LOW};
    localparam [VALUE_WIDTH-1:0] HIGH  = {{(VALUE_WIDTH-32){1'b0}}, CLAMP_HIGH};
    // The limits of what the zero point is still to be added to
    localparam [VALUE_WIDTH-1:0] LOWEST  = LOW - ZERO;
    localparam [VALUE_WIDTH-1:0] HIGHEST = HIGH - ZERO;

    // What rounding twice moves a constant multiplier's products by
    localparam [63:0] NUDGE = (TIES == 3 && PER_CHANNEL == 0) ? leading_bit(PLUS - MINUS) : 64'd0;
    localparam [63:0] RAISED  = (NUDGE < ROUND) ? ROUND + NUDGE : ROUND;
    localparam [63:0] LOWERED = (NUDGE < ROUND) ? ROUND - NUDGE : ROUND;

    function [63:0] leading_bit(input [31:0] value);
        integer i;
        begin
            leading_bit = 64'd0;
            for (i = 0; i < 32; i = i + 1) begin
                if (value[i]) begin
                    leading_bit = 64'd1 << i;
                end
            end
        end
    endfunction

    wire                               scaled_valid;
    reg                                out_valid;
    wire [LANES*SCALED_WIDTH-1:0]      scaled;
    reg  [LANES*OUT_WIDTH-1:0]         out;
    wire [LANES*ACCUMULATOR_WIDTH-1:0] accumulator;
    wire [LANES*REQUANTIZED_WIDTH-1:0] requantized;

    intaglio_delay_line #(.WIDTH(1), .DELAY(LATENCY - 1), .CLEAR(1)) u_delay_valid (
        .clk(clk), .rst(rst), .d(s_valid), .q(scaled_valid));

    always @(posedge clk) begin
        out_valid <= scaled_valid & ~rst;
    end

    assign m_valid = out_valid;
    assign m_data  = out;

    genvar lane, a_slice, m_slice;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
            // ---- scale ------------------------------------------------------------
            wire [ACCUMULATOR_WIDTH-1:0] from = s_data[lane*S_WIDTH +: ACCUMULATOR_WIDTH];
            assign accumulator[lane*ACCUMULATOR_WIDTH +: ACCUMULATOR_WIDTH] = from;

            // Minus one for a negative product, which has the sign of the accumulator.
            wire negative = from[ACCUMULATOR_WIDTH-1];
            wire away = (TIES == 2) & negative;

            if (PER_CHANNEL != 0) begin : gen_per_channel
                // Slices of 24 and 17 bits, products of which fit a multiplier block each
                localparam integer A_SLICES = ACCUMULATOR_WIDTH <= 25 ? 1 : (ACCUMULATOR_WIDTH + 23) / 24;
                localparam integer M_SLICES = (MULTIPLIER_WIDTH + 16) / 17;
                localparam integer SLICES   = A_SLICES * M_SLICES;
                localparam integer A_WIDTH  = 24 * A_SLICES + 1;
                localparam integer M_WIDTH  = 17 * M_SLICES;
                localparam integer WIDE     = SCALED_WIDTH > 43 ? SCALED_WIDTH : 43;
                wire [A_WIDTH-1:0] a;
                wire [M_WIDTH-1:0] m;
                wire [(SLICES+ROUNDED)*SCALED_WIDTH-1:0] terms;

                if (A_WIDTH > ACCUMULATOR_WIDTH) begin : gen_extend
                    assign a = {{(A_WIDTH-ACCUMULATOR_WIDTH){from[ACCUMULATOR_WIDTH-1]}}, from};
                end else begin : gen_whole
                    assign a = from;
                end
                if (M_WIDTH > MULTIPLIER_WIDTH) begin : gen_fill
                    assign m = {{(M_WIDTH-MULTIPLIER_WIDTH){1'b0}}, s_multiplier[(lane/PIXELS)*MULTIPLIER_WIDTH +: MULTIPLIER_WIDTH]};
                end else begin : gen_full
                    assign m = s_multiplier[(lane/PIXELS)*MULTIPLIER_WIDTH +: MULTIPLIER_WIDTH];
                end

                for (a_slice = 0; a_slice < A_SLICES; a_slice = a_slice + 1) begin : gen_a
                    for (m_slice = 0; m_slice < M_SLICES; m_slice = m_slice + 1) begin : gen_m
                        // The highest slice has the sign; the others have a zero in front.
                        wire signed [24:0] a_part = {a[24*a_slice+24] & (a_slice == A_SLICES - 1), a[24*a_slice +: 24]};
                        wire signed [17:0] m_part = {1'b0, m[17*m_slice +: 17]};
                        reg  signed [42:0] part_q;
                        wire [WIDE-1:0]    part;
                        always @(posedge clk) begin
                            part_q <= a_part * m_part;
                        end
                        if (WIDE > 43) begin : gen_wide
                            assign part = {{(WIDE-43){part_q[42]}}, part_q};
                        end else begin : gen_narrow
                            assign part = part_q;
                        end
                        wire [WIDE-1:0] shifted_part = part << (24 * a_slice + 17 * m_slice);
                        assign terms[(a_slice*M_SLICES+m_slice)*SCALED_WIDTH +: SCALED_WIDTH] = shifted_part[SCALED_WIDTH-1:0];
                        wire unused = &{1'b0, shifted_part};
                    end
                end
                if (TIES == 3) begin : gen_twice
                    // Bit i of reached: the multiplier has no bit above i. ROUND and its leading bit are one bit each;
                    // ROUND less the leading bit is ones from that on.
                    wire [SHIFT-1:0]                reached;
                    wire [SHIFT-1:0]                leading;
                    reg  [SHIFT-1:0]                round_q;
                    wire [SCALED_WIDTH+SHIFT-1:0]   round_wide = {{SCALED_WIDTH{1'b0}}, round_q};
                    genvar place;
                    for (place = 0; place < SHIFT; place = place + 1) begin : gen_place
                        if (place < M_WIDTH - 1) begin : gen_inside
                            assign reached[place] = ~|m[M_WIDTH-1:place+1];
                            assign leading[place] = reached[place] & m[place];
                        end else begin : gen_outside
                            assign reached[place] = 1'b1;
                            assign leading[place] = (place == M_WIDTH - 1) & m[M_WIDTH-1];
                        end
                        if (place == SHIFT - 1) begin : gen_half
                            if (SHIFT > 1) begin : gen_less
                                always @(posedge clk) round_q[place] <= ~negative | ~reached[SHIFT-2];
                            end else begin : gen_whole
                                always @(posedge clk) round_q[place] <= 1'b1;
                            end
                        end else begin : gen_below
                            always @(posedge clk) round_q[place] <= negative ? reached[place] : leading[place];
                        end
                    end
                    assign terms[SLICES*SCALED_WIDTH +: SCALED_WIDTH] = round_wide[SCALED_WIDTH-1:0];
                    wire unused_round = &{1'b0, round_wide, reached, leading};
                end else if (ROUNDED != 0) begin : gen_round
                    reg away_q;
                    always @(posedge clk) begin
                        away_q <= away;
                    end
                    assign terms[SLICES*SCALED_WIDTH +: SCALED_WIDTH] = ROUND[SCALED_WIDTH-1:0] - {{(SCALED_WIDTH-1){1'b0}}, away_q};
                end

                intaglio_sum_tree #(
                    .TERMS(SLICES + ROUNDED), .POSITIVE(SLICES + ROUNDED), .WIDTH(SCALED_WIDTH), .STAGES(SUM_STAGES)
                ) u_sum (
                    .clk(clk), .terms(terms), .sum(scaled[lane*SCALED_WIDTH +: SCALED_WIDTH]));
                wire unused_slices = &{1'b0, a, m, away};
            end else begin : gen_constant
                intaglio_constant_product #(
                    .WIDTH(SCALED_WIDTH), .PLUS(PLUS), .MINUS(MINUS), .OFFSET(ROUNDED), .STAGES(SUM_STAGES)
                ) u_product (
                    .clk(clk), .x({{(SCALED_WIDTH-ACCUMULATOR_WIDTH){from[ACCUMULATOR_WIDTH-1]}}, from}),
                    .offset(TIES == 3 ? (negative ? LOWERED[SCALED_WIDTH-1:0] : RAISED[SCALED_WIDTH-1:0])
                                      : ROUND[SCALED_WIDTH-1:0] - {{(SCALED_WIDTH-1){1'b0}}, away}),
                    .product(scaled[lane*SCALED_WIDTH +: SCALED_WIDTH]));
            end

            // ---- shift --------------------------------------------------------------
            wire signed [SCALED_WIDTH-1:0] unshifted = scaled[lane*SCALED_WIDTH +: SCALED_WIDTH];
            wire signed [SCALED_WIDTH-1:0] nearest   = unshifted >>> SHIFT;
            wire signed [SCALED_WIDTH-1:0] shifted;

            if (TIES == 1) begin : gen_even
                // With ROUND added, a tie has only zeros below.
                wire tie = ~|unshifted[SHIFT-1:0];
                reg [SCALED_WIDTH-1:0] even_q;
                always @(posedge clk) begin
                    even_q <= {nearest[SCALED_WIDTH-1:1], nearest[0] & ~tie};
                end
                assign shifted = even_q;
            end else begin : gen_nearest
                assign shifted = nearest;
            end

            // ---- zero point, limits, activation ---------------------------------------
            // The limits hold for what is shifted, so that they are compared with while the zero point is added.
            wire [REQUANTIZED_WIDTH-1:0] value;

            if (CLAMP != 0 || ZERO_POINT != 32'd0) begin : gen_offset
                wire signed [VALUE_WIDTH-1:0] wide   = {{(VALUE_WIDTH-SCALED_WIDTH){shifted[SCALED_WIDTH-1]}}, shifted};
                wire signed [VALUE_WIDTH-1:0] offset = wide + ZERO;
                wire signed [VALUE_WIDTH-1:0] limited =
                    (CLAMP == 0) ? offset
                    : (wide < $signed(LOWEST)) ? LOW
                    : (wide > $signed(HIGHEST)) ? HIGH : offset;
                assign value = limited[REQUANTIZED_WIDTH-1:0];
                wire unused_limited = &{1'b0, limited};
            end else begin : gen_plain
                assign value = shifted[REQUANTIZED_WIDTH-1:0];
            end

            // The zero point lies between the limits.
            wire below = shifted[SCALED_WIDTH-1];

            assign requantized[lane*REQUANTIZED_WIDTH +: REQUANTIZED_WIDTH] = value;

            always @(posedge clk) begin
                out[lane*OUT_WIDTH +: OUT_WIDTH] <=
                    (RELU != 0 && below) ? ZERO[OUT_WIDTH-1:0] : value[OUT_WIDTH-1:0];
            end

            // Bits the range analysis proved to repeat the sign.
            wire unused = &{1'b0, shifted, value, below, away};
        end
    endgenerate

    wire unused = &{1'b0, s_data, s_multiplier, accumulator, requantized};

endmodule

`default_nettype wire
