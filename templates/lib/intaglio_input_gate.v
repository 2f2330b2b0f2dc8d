// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_input_gate: AXI-Stream into an engine that reserves before it starts
//
// Claims room for UNIT_BEATS beats (a row of the image, or a frame) with the first
// of them; while there is none, `s_axis_tready` is low between two units.
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
    output wire       m_valid,
    output wire [7:0] m_data
);

    localparam integer BEAT_BITS = $clog2(UNIT_BEATS + 1);
    localparam integer LAST_BEAT = UNIT_BEATS - 1;

    reg  [BEAT_BITS-1:0] beat_q;
    wire                 unit_start = beat_q == {BEAT_BITS{1'b0}};

    assign s_axis_tready = ~rst & (~unit_start | m_space);
    assign m_valid       = s_axis_tvalid & s_axis_tready;
    assign m_claim       = m_valid & unit_start;
    assign m_data        = s_axis_tdata;

    always @(posedge clk) begin
        if (rst) begin
            beat_q <= {BEAT_BITS{1'b0}};
        end else if (m_valid) begin
            beat_q <= (beat_q == LAST_BEAT[BEAT_BITS-1:0]) ? {BEAT_BITS{1'b0}} : beat_q + 1'b1;
        end
    end

endmodule

`default_nettype wire
