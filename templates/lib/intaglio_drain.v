// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_drain: takes all accumulators of a group at once, hands them on a few a cycle
//
// `load` copies PE x PIXELS accumulators; they leave CHANNELS channels a cycle, in
// channel order, while the MAC array works on the next group. The compiler chooses
// CHANNELS so that a group has left before the next one is complete.
//
// An array may serve several layers; the last group of each may be partly empty:
// LAST_BEATS[layer] beats.
// Latency: load -> first beat: 1 cycle.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_drain #(
    // Output channels of a group
    parameter integer PE = 1,
    // Output pixels of a channel
    parameter integer PIXELS = 1,
    // Bits of an accumulator, signed
    parameter integer ACCUMULATOR_WIDTH = 20,
    // Channels that leave in one cycle; divides PE
    parameter integer CHANNELS = 1,
    // Layers that share the array, and bits of a layer number
    parameter integer LAYERS = 1,
    parameter integer LAYER_WIDTH = 1,
    // Beats of each layer's last group, 1 .. PE / CHANNELS; 16 bits each, layer 0 lowest
    parameter [16*LAYERS-1:0] LAST_BEATS = 16'd1
) (
    input  wire                                 clk,
    input  wire                                 rst,

    input  wire                                 load,
    input  wire [LAYER_WIDTH-1:0]               load_layer,
    input  wire                                 load_last_group,
    input  wire [PE*PIXELS*ACCUMULATOR_WIDTH-1:0]       accumulator,

    output wire                                 m_valid,
    // Last beat of a layer's last group
    output wire                                 m_last,
    output wire [LAYER_WIDTH-1:0]               m_layer,
    output wire [CHANNELS*PIXELS*ACCUMULATOR_WIDTH-1:0] m_data
);

    localparam integer BEATS       = PE / CHANNELS;
    localparam integer BEAT_WIDTH  = CHANNELS * PIXELS * ACCUMULATOR_WIDTH;
    localparam integer COUNT_WIDTH = $clog2(BEATS + 1);
    localparam integer ALL_BEATS = BEATS;

    reg [BEATS*BEAT_WIDTH-1:0] held_q;
    reg [COUNT_WIDTH-1:0]      left_q;
    reg [LAYER_WIDTH-1:0]      layer_q;
    reg                        last_group_q;

    // Entry of the table for the layer being loaded
    reg [15:0] last_beats;
    integer layer;
    always @* begin
        last_beats = LAST_BEATS[15:0];
        for (layer = 1; layer < LAYERS; layer = layer + 1) begin
            if (load_layer == layer[LAYER_WIDTH-1:0]) begin
                last_beats = LAST_BEATS[16*layer +: 16];
            end
        end
    end

    assign m_valid   = left_q != {COUNT_WIDTH{1'b0}};
    assign m_last    = last_group_q & (left_q == {{(COUNT_WIDTH-1){1'b0}}, 1'b1});
    assign m_layer   = layer_q;
    assign m_data    = held_q[BEAT_WIDTH-1:0];

    always @(posedge clk) begin
        if (load) begin
            held_q       <= accumulator;
            layer_q      <= load_layer;
            last_group_q <= load_last_group;
        end else begin
            held_q <= held_q >> BEAT_WIDTH;
        end

        if (rst) begin
            left_q <= {COUNT_WIDTH{1'b0}};
        end else if (load) begin
            left_q <= load_last_group ? last_beats[COUNT_WIDTH-1:0] : ALL_BEATS[COUNT_WIDTH-1:0];
        end else if (m_valid) begin
            left_q <= left_q - 1'b1;
        end
    end

    wire unused = &{1'b0, last_beats};

endmodule

`default_nettype wire
