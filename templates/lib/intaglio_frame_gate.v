// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_frame_gate: makes frames of FRAME_BEATS beats out of what ends with tlast
//
// An early `s_last` ends the frame: the beats that are missing are sent as 0. Where the
// last beat comes without `s_last`, all beats up to and with the next `s_last` are
// dropped. `end_valid` tells the end of each frame, with its last beat, and `end_damaged`
// whether it was one of the two. A frame starts only while `may_start`.
// Latency: none.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_frame_gate #(
    // Beats of a frame
    parameter integer FRAME_BEATS = 784
) (
    input  wire       clk,
    input  wire       rst,

    input  wire       s_valid,
    output wire       s_ready,
    input  wire [7:0] s_data,
    input  wire       s_last,

    output wire       m_valid,
    input  wire       m_ready,
    output wire [7:0] m_data,

    input  wire       may_start,
    output wire       end_valid,
    output wire       end_damaged
);

    localparam integer BEAT_BITS = $clog2(FRAME_BEATS + 1);

    wire [BEAT_BITS-1:0] beat_q;
    wire                 last_beat;
    // No beat of the next frame has come
    reg                  start_q;
    // The frame's other beats are 0; beats are dropped
    reg                  fill_q;
    reg                  drop_q;

    wire blocked = start_q & ~may_start;
    wire beat    = m_valid & m_ready;

    assign m_valid     = fill_q | (s_valid & ~drop_q & ~blocked);
    assign s_ready     = drop_q | (m_ready & ~fill_q & ~blocked);
    assign m_data      = s_data & {8{~fill_q}};
    assign end_valid   = beat & last_beat;
    assign end_damaged = fill_q | ~s_last;

    intaglio_loop_counter #(.TRIPS(FRAME_BEATS), .WIDTH(BEAT_BITS)) u_beats (
        .clk(clk), .rst(rst), .step(beat), .count(beat_q), .last(last_beat));

    always @(posedge clk) begin
        if (rst) begin
            start_q <= 1'b1;
            fill_q  <= 1'b0;
            drop_q  <= 1'b0;
        end else begin
            if (beat) begin
                start_q <= last_beat;
                fill_q  <= ~last_beat & (fill_q | s_last);
                drop_q  <= last_beat & ~fill_q & ~s_last;
            end else if (drop_q & s_valid) begin
                drop_q  <= ~s_last;
            end
        end
    end

    wire unused = &{1'b0, beat_q};

endmodule

`default_nettype wire
