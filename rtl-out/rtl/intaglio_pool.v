// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_pool: PIXELS values of a channel become one, CHANNELS channels a cycle
//
//   MAXIMUM = 0: mean of 2^SHIFT values, rounded half to even
//                (s + 2^(SHIFT-1) - 1 + s[SHIFT]) >>> SHIFT, s the sum
//   MAXIMUM = 1: the largest value
//
// Latency: LATENCY cycles. The largest value is found pair by pair, a cycle each; the sum
// takes four values to one in a cycle, and one cycle more to round.
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
    parameter integer SIGNED = 0,
    // Cycles from s_data to m_data
    parameter integer LATENCY = 2
) (
    input  wire                             clk,
    input  wire                             rst,

    input  wire                             s_valid,
    input  wire [CHANNELS*PIXELS*WIDTH-1:0] s_data,

    output wire                             m_valid,
    output wire [CHANNELS*WIDTH-1:0]        m_data
);

    wire                     gathered_valid;
    reg                      out_valid;
    reg [CHANNELS*WIDTH-1:0] out;

    intaglio_delay_line #(.WIDTH(1), .DELAY(LATENCY - 1), .CLEAR(1)) u_delay_valid (
        .clk(clk), .rst(rst), .d(s_valid), .q(gathered_valid));

    always @(posedge clk) begin
        out_valid <= gathered_valid & ~rst;
    end

    assign m_valid = out_valid;
    assign m_data  = out;

    genvar channel, level, node, pixel;
    generate
        for (channel = 0; channel < CHANNELS; channel = channel + 1) begin : gen_channel
            wire [PIXELS*WIDTH-1:0] window = s_data[channel*PIXELS*WIDTH +: PIXELS*WIDTH];

            if (MAXIMUM != 0) begin : gen_maximum
                // Flipping the sign bits orders signed values like unsigned ones.
                localparam [WIDTH-1:0] SIGN = SIGNED != 0 ? ~({WIDTH{1'b1}} >> 1) : {WIDTH{1'b0}};

                for (level = 0; level < LATENCY; level = level + 1) begin : gen_level
                    localparam integer BEFORE = (PIXELS + (1 << level) - 1) >> level;
                    localparam integer NODES  = (BEFORE + 1) / 2;
                    wire [BEFORE*WIDTH-1:0] from;
                    wire [NODES*WIDTH-1:0]  to;
                    if (level == 0) begin : gen_first
                        assign from = window;
                    end else begin : gen_next
                        assign from = gen_level[level-1].to;
                    end
                    for (node = 0; node < NODES; node = node + 1) begin : gen_node
                        localparam integer OTHER = 2 * node + 1 < BEFORE ? 2 * node + 1 : 2 * node;
                        wire [WIDTH-1:0] left  = from[2*node*WIDTH +: WIDTH];
                        wire [WIDTH-1:0] right = from[OTHER*WIDTH +: WIDTH];
                        wire [WIDTH-1:0] best  = (right ^ SIGN) > (left ^ SIGN) ? right : left;
                        if (level < LATENCY - 1) begin : gen_register
                            reg [WIDTH-1:0] best_q;
                            always @(posedge clk) begin
                                best_q <= best;
                            end
                            assign to[node*WIDTH +: WIDTH] = best_q;
                        end else begin : gen_out
                            assign to[node*WIDTH +: WIDTH] = best;
                        end
                    end
                end
                always @(posedge clk) begin
                    out[channel*WIDTH +: WIDTH] <= gen_level[LATENCY-1].to[WIDTH-1:0];
                end
            end else begin : gen_mean
                localparam [SUM_WIDTH-1:0] HALF = ({{(SUM_WIDTH-1){1'b0}}, 1'b1} << SHIFT) >> 1;
                localparam [SUM_WIDTH-1:0] ONE  = {{(SUM_WIDTH-1){1'b0}}, 1'b1};

                wire [PIXELS*SUM_WIDTH-1:0] values;
                wire [SUM_WIDTH-1:0]        sum;

                for (pixel = 0; pixel < PIXELS; pixel = pixel + 1) begin : gen_pixel
                    wire [WIDTH-1:0] value = window[pixel*WIDTH +: WIDTH];
                    if (SUM_WIDTH > WIDTH) begin : gen_extend
                        assign values[pixel*SUM_WIDTH +: SUM_WIDTH] = {{(SUM_WIDTH-WIDTH){(SIGNED != 0) & value[WIDTH-1]}}, value};
                    end else begin : gen_same
                        assign values[pixel*SUM_WIDTH +: SUM_WIDTH] = value;
                    end
                end

                intaglio_sum_tree #(
                    .TERMS(PIXELS), .POSITIVE(PIXELS), .WIDTH(SUM_WIDTH), .STAGES(LATENCY - 1)
                ) u_sum (
                    .clk(clk), .terms(values), .sum(sum));

                // Half to even: a tie goes up only where the result would be odd. HALF - 1, or HALF.
                wire odd = SHIFT != 0 ? sum[SHIFT] : 1'b0;
                wire [SUM_WIDTH-1:0] less    = HALF == {SUM_WIDTH{1'b0}} ? HALF : HALF - ONE;
                wire [SUM_WIDTH-1:0] rounded = sum + (odd ? HALF : less);
                always @(posedge clk) begin
                    out[channel*WIDTH +: WIDTH] <= rounded[SHIFT +: WIDTH];
                end
                wire unused = &{1'b0, rounded};
            end
        end
    endgenerate

endmodule

`default_nettype wire
