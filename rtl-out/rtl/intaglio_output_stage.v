// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_output_stage: accumulators of a layer become its outputs, LANES a cycle
//
//   LOOKUP = 0 : m_data = activation(requantized)    by intaglio_requantize
//   LOOKUP = 1 : m_data = table[requantized]         by intaglio_lookup
//
// With PER_CHANNEL = 1 each beat's multipliers come from a ROM, in the order of the
// channels, and else are one constant.
// ROMs: parts multiplier and table of NAME.
// Latency: LATENCY cycles, with a table 2 more.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_output_stage #(
    // Folder of the ROM files; what they are called after
    parameter ROM_DIR = "rom", NAME = "",
    // Values in parallel, and how many of them belong to one channel
    parameter integer LANES = 1, PIXELS = 1,
    // Bits: of an accumulator as it comes, of what this layer needs of it, scaled, requantized, of an output
    parameter integer S_WIDTH = 20, ACCUMULATOR_WIDTH = 20, SCALED_WIDTH = 24, REQUANTIZED_WIDTH = 12, Y_WIDTH = 12,
    // Multiplier: a constant in signed digits, or PER_CHANNEL = 1: of MULTIPLIER_WIDTH bits, the beats of a pixel
    parameter [31:0] PLUS = 32'd1, MINUS = 32'd0,
    parameter integer PER_CHANNEL = 0, MULTIPLIER_WIDTH = 1, PIXEL_BEATS = 1,
    // Right shift, what is added before it, what becomes of ties: see intaglio_requantize
    parameter integer SHIFT = 0,
    parameter [63:0] ROUND = 64'd0,
    parameter integer TIES = 0,
    // Output value of 0.0; limits; 1: nothing below the zero point
    parameter [31:0] ZERO_POINT = 32'd0,
    parameter integer CLAMP = 0,
    parameter [31:0] CLAMP_LOW = 32'd0, CLAMP_HIGH = 32'd255,
    parameter integer RELU = 0,
    // Cycles to the requantized value
    parameter integer LATENCY = 2,
    // 1: the activation is a table of TABLE_DEPTH places of TABLE_WIDTH bits
    parameter integer LOOKUP = 0, TABLE_DEPTH = 256, TABLE_WIDTH = 8
) (
    input  wire                     clk,
    input  wire                     rst,

    input  wire                     s_valid,
    input  wire [LANES*S_WIDTH-1:0] s_data,

    output wire                     m_valid,
    output wire [LANES*Y_WIDTH-1:0] m_data
);

    localparam integer INDEX_WIDTH   = TABLE_DEPTH > 2 ? $clog2(TABLE_DEPTH) : 1;
    localparam integer VALUE_WIDTH   = LOOKUP != 0 ? INDEX_WIDTH : Y_WIDTH;
    localparam integer CHANNELS      = LANES / PIXELS;
    localparam integer ADDRESS_WIDTH = PIXEL_BEATS > 2 ? $clog2(PIXEL_BEATS) : 1;

    wire [CHANNELS*MULTIPLIER_WIDTH-1:0] multiplier;
    wire                                 value_valid;
    wire [LANES*VALUE_WIDTH-1:0]         value;

    generate
        if (PER_CHANNEL != 0) begin : gen_multiplier
            intaglio_channel_constants #(
                .WIDTH(CHANNELS * MULTIPLIER_WIDTH), .DEPTH(PIXEL_BEATS), .ADDRESS_WIDTH(ADDRESS_WIDTH),
                .ROM_DIR(ROM_DIR), .NAME(NAME)
            ) u_multiplier (
                .clk(clk), .rst(rst), .advance(s_valid), .data(multiplier));
        end else begin : gen_constant
            assign multiplier = {(CHANNELS * MULTIPLIER_WIDTH){1'b0}};
        end
    endgenerate

    intaglio_requantize #(
        .LANES(LANES), .PIXELS(PIXELS), .S_WIDTH(S_WIDTH), .ACCUMULATOR_WIDTH(ACCUMULATOR_WIDTH),
        .SCALED_WIDTH(SCALED_WIDTH), .REQUANTIZED_WIDTH(REQUANTIZED_WIDTH), .OUT_WIDTH(VALUE_WIDTH),
        .PLUS(PLUS), .MINUS(MINUS), .PER_CHANNEL(PER_CHANNEL), .MULTIPLIER_WIDTH(MULTIPLIER_WIDTH),
        .SHIFT(SHIFT), .ROUND(ROUND), .TIES(TIES), .ZERO_POINT(ZERO_POINT),
        .CLAMP(CLAMP), .CLAMP_LOW(CLAMP_LOW), .CLAMP_HIGH(CLAMP_HIGH), .RELU(RELU), .LATENCY(LATENCY)
    ) u_requantize (
        .clk(clk), .rst(rst), .s_valid(s_valid), .s_data(s_data), .s_multiplier(multiplier),
        .m_valid(value_valid), .m_data(value));

    generate
        if (LOOKUP != 0) begin : gen_lookup
            intaglio_lookup #(
                .LANES(LANES), .INDEX_WIDTH(INDEX_WIDTH), .DEPTH(TABLE_DEPTH), .WIDTH(TABLE_WIDTH),
                .OUT_WIDTH(Y_WIDTH), .ROM_DIR(ROM_DIR), .NAME(NAME)
            ) u_lookup (
                .clk(clk), .rst(rst), .s_valid(value_valid), .s_data(value), .m_valid(m_valid), .m_data(m_data));
        end else begin : gen_value
            assign m_valid = value_valid;
            assign m_data  = value;
        end
    endgenerate

endmodule

`default_nettype wire
