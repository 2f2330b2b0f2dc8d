// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_input_gate: AXI-Stream into an engine that reserves before it starts
//
// Claims room for UNIT_BEATS beats (a row of the image, or a frame) with the first
// of them; while there is none, `s_axis_tready` is low between two units.
// Latency: 1 cycle for the beats, none for the claim.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_input_gate #(
    // Beats of a unit
    parameter integer UNIT_BEATS = 28
) (
    input  wire       clk,
    input  wire       rst,

    input  wire       s_axis_tvalid,
    output wire       s_axis_tready,
    input  wire [7:0] s_axis_tdata,

    input  wire       m_space,
    output wire       m_claim,
    output reg        m_valid,
    output reg  [7:0] m_data
);

    localparam integer BEAT_BITS = $clog2(UNIT_BEATS + 1);

    wire [BEAT_BITS-1:0] beat_q;
    wire                 last_beat;
    reg                  unit_start_q;
    wire                 beat = s_axis_tvalid & s_axis_tready;

    assign s_axis_tready = ~rst & (~unit_start_q | m_space);
    assign m_claim       = beat & unit_start_q;

    intaglio_loop_counter #(.TRIPS(UNIT_BEATS), .WIDTH(BEAT_BITS)) u_beats (
        .clk(clk), .rst(rst), .step(beat), .count(beat_q), .last(last_beat));

    always @(posedge clk) begin
        m_data  <= s_axis_tdata;
        m_valid <= beat;
        if (rst) begin
            unit_start_q <= 1'b1;
        end else if (beat) begin
            unit_start_q <= last_beat;
        end
    end

    wire unused = &{1'b0, beat_q};

endmodule

`default_nettype wire
