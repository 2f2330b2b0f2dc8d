// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_pool: PIXELS values of a channel become one, CHANNELS channels a cycle
//
//   MAXIMUM = 0: mean of 2^SHIFT values, rounded half to even
//                (s + 2^(SHIFT-1) - 1 + s[SHIFT]) >>> SHIFT, s the sum
//   MAXIMUM = 1: the largest value
//
// Latency: 2 cycles.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_pool #(
    // Channels in parallel
    parameter integer CHANNELS = 1,
    // Values of a window; 2^SHIFT where MAXIMUM = 0
    parameter integer PIXELS = 4,
    // log2(PIXELS) where MAXIMUM = 0
    parameter integer SHIFT = 2,
    // 0: mean, 1: maximum
    parameter integer MAXIMUM = 0,
    // Bits of a value
    parameter integer WIDTH = 11,
    // Bits of the sum of a window
    parameter integer SUM_WIDTH = 13,
    // 1: values are signed
    parameter integer SIGNED = 0
) (
    input  wire                             clk,
    input  wire                             rst,

    input  wire                             s_valid,
    input  wire [CHANNELS*PIXELS*WIDTH-1:0] s_data,

    output wire                             m_valid,
    output wire [CHANNELS*WIDTH-1:0]        m_data
);

    reg gathered_valid;
    reg out_valid;
    reg [CHANNELS*WIDTH-1:0] out;

    always @(posedge clk) begin
        gathered_valid <= s_valid & ~rst;
        out_valid      <= gathered_valid & ~rst;
    end

    assign m_valid = out_valid;
    assign m_data  = out;

    genvar channel;
    generate
        for (channel = 0; channel < CHANNELS; channel = channel + 1) begin : gen_channel
            wire [PIXELS*WIDTH-1:0] window = s_data[channel*PIXELS*WIDTH +: PIXELS*WIDTH];
            integer pixel;

            if (MAXIMUM != 0) begin : gen_maximum
                reg [WIDTH-1:0] best;
                reg [WIDTH-1:0] best_q;
                reg [WIDTH-1:0] value;
                always @* begin
                    best  = window[WIDTH-1:0];
                    value = window[WIDTH-1:0];
                    for (pixel = 1; pixel < PIXELS; pixel = pixel + 1) begin
                        value = window[pixel*WIDTH +: WIDTH];
                        // Flipping the sign bits orders signed values like unsigned ones.
                        if ({value[WIDTH-1] ^ (SIGNED != 0), value[WIDTH-2:0]}
                            > {best[WIDTH-1] ^ (SIGNED != 0), best[WIDTH-2:0]}) begin
                            best = value;
                        end
                    end
                end
                always @(posedge clk) begin
                    best_q                         <= best;
                    out[channel*WIDTH +: WIDTH] <= best_q;
                end
            end else begin : gen_mean
                localparam [SUM_WIDTH-1:0] HALF = ({{(SUM_WIDTH-1){1'b0}}, 1'b1} << SHIFT) >> 1;

                reg  [SUM_WIDTH-1:0] sum;
                reg  [SUM_WIDTH-1:0] sum_q;
                reg  [WIDTH-1:0]     value;
                always @* begin
                    sum   = {SUM_WIDTH{1'b0}};
                    value = {WIDTH{1'b0}};
                    for (pixel = 0; pixel < PIXELS; pixel = pixel + 1) begin
                        value = window[pixel*WIDTH +: WIDTH];
                        sum   = sum + {{(SUM_WIDTH-WIDTH){(SIGNED != 0) & value[WIDTH-1]}}, value};
                    end
                end

                // Half to even: a tie goes up only where the result would be odd.
                wire [SUM_WIDTH-1:0] odd     = {{(SUM_WIDTH-1){1'b0}}, sum_q[SHIFT]};
                wire [SUM_WIDTH-1:0] rounded = sum_q + HALF - {{(SUM_WIDTH-1){1'b0}}, HALF != {SUM_WIDTH{1'b0}}}
                                               + (SHIFT != 0 ? odd : {SUM_WIDTH{1'b0}});
                always @(posedge clk) begin
                    sum_q                       <= sum;
                    out[channel*WIDTH +: WIDTH] <= rounded[SHIFT +: WIDTH];
                end
                wire unused = &{1'b0, rounded};
            end
        end
    endgenerate

endmodule

`default_nettype wire
