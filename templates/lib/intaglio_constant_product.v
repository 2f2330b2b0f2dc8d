// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_constant_product: a value times a constant, plus an offset; no multiplier block
//
//   product = x * (PLUS - MINUS) + offset
//
// The constant is given by its signed digits: bit i of PLUS stands for +2^i, bit i of
// MINUS for -2^i. Every digit is a shifted copy of x, and a tree adds them.
// Latency: STAGES cycles, at least ceil(log2(terms) / 2), where terms is the number of
// digits and one more for an offset.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_constant_product #(
    // Bits of the product, signed
    parameter integer WIDTH = 24,
    // Positive and negative digits of the constant
    parameter [31:0] PLUS = 32'd1,
    parameter [31:0] MINUS = 32'd0,
    // 1: there is an offset
    parameter integer OFFSET = 0,
    // Registers
    parameter integer STAGES = 1
) (
    input  wire             clk,

    // Sign-extended
    input  wire [WIDTH-1:0] x,
    input  wire [WIDTH-1:0] offset,
    output wire [WIDTH-1:0] product
);

    // Digits of `digits` below `position`
    function integer digits_below(input [31:0] digits, input integer position);
        integer digit;
        begin
            digits_below = 0;
            for (digit = 0; digit < position; digit = digit + 1) begin
                if (digits[digit]) begin
                    digits_below = digits_below + 1;
                end
            end
        end
    endfunction

    // A constant of 0 has a word of zeros.
    localparam integer PLUS_DIGITS = PLUS == 32'd0 ? 1 : digits_below(PLUS, 32);
    localparam integer POSITIVE    = PLUS_DIGITS + OFFSET;
    localparam integer TERMS       = POSITIVE + digits_below(MINUS, 32);

    wire [TERMS*WIDTH-1:0] terms;

    genvar position;
    generate
        for (position = 0; position < 32; position = position + 1) begin : gen_digit
            if (PLUS[position]) begin : gen_plus
                assign terms[digits_below(PLUS, position)*WIDTH +: WIDTH] = x << position;
            end
            if (MINUS[position]) begin : gen_minus
                assign terms[(POSITIVE+digits_below(MINUS, position))*WIDTH +: WIDTH] = x << position;
            end
        end
        if (PLUS == 32'd0) begin : gen_zero
            assign terms[0 +: WIDTH] = {WIDTH{1'b0}};
        end
        if (OFFSET != 0) begin : gen_offset
            assign terms[PLUS_DIGITS*WIDTH +: WIDTH] = offset;
        end else begin : gen_no_offset
            wire unused = &{1'b0, offset};
        end
    endgenerate

    intaglio_sum_tree #(
        .TERMS(TERMS), .POSITIVE(POSITIVE), .WIDTH(WIDTH), .STAGES(STAGES)
    ) u_tree (
        .clk(clk), .terms(terms), .sum(product));

endmodule

`default_nettype wire
