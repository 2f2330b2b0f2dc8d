// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_frame_buffer: two frames of activations for a dense layer
//
// The producer fills one half while the array reads the other again and again.
// A word is WORD_BEATS beats of the input stream, in order of arrival.
// Read latency: 1 cycle.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_frame_buffer #(
    // Bits of a beat
    parameter integer BEAT_WIDTH = 14,
    // Beats of a word
    parameter integer WORD_BEATS = 1,
    // Beats of a frame
    parameter integer FRAME_BEATS = 400,
    // Bits of a word's number
    parameter integer WORD_WIDTH = 9
) (
    input  wire                             clk,
    input  wire                             rst,

    input  wire                             s_valid,
    input  wire [BEAT_WIDTH-1:0]            s_data,
    // The last beat of a frame
    output wire                             frame_done,

    input  wire                             read_half,
    input  wire [WORD_WIDTH-1:0]            read_word,
    output wire [WORD_BEATS*BEAT_WIDTH-1:0] read_data
);

    localparam integer BEAT_BITS = $clog2(FRAME_BEATS + 1);

    reg [WORD_WIDTH-1:0] word_q;
    reg                  half_q;

    wire [BEAT_BITS-1:0]             beat_q;
    wire                             last_beat;
    wire                             store;
    wire [WORD_BEATS*BEAT_WIDTH-1:0] packed_word;

    assign frame_done = s_valid & last_beat;

    intaglio_loop_counter #(.TRIPS(FRAME_BEATS), .WIDTH(BEAT_BITS)) u_beats (
        .clk(clk), .rst(rst), .step(s_valid), .count(beat_q), .last(last_beat));

    always @(posedge clk) begin
        if (rst) begin
            word_q <= {WORD_WIDTH{1'b0}};
            half_q <= 1'b0;
        end else if (s_valid) begin
            if (store) begin
                word_q <= last_beat ? {WORD_WIDTH{1'b0}} : word_q + 1'b1;
            end
            half_q <= half_q ^ last_beat;
        end
    end

    intaglio_word_packer #(
        .BEAT_WIDTH(BEAT_WIDTH), .WORD_BEATS(WORD_BEATS), .PARTIAL(FRAME_BEATS % WORD_BEATS != 0 ? 1 : 0)
    ) u_packer (
        .clk(clk), .rst(rst), .s_valid(s_valid), .s_last(last_beat), .s_data(s_data), .m_valid(store),
        .m_data(packed_word));

    intaglio_ring_bank #(
        .WIDTH(WORD_BEATS * BEAT_WIDTH), .ADDRESS_WIDTH(WORD_WIDTH + 1)
    ) u_memory (
        .clk(clk), .write(store), .write_address({half_q, word_q}), .write_data(packed_word),
        .read_address({read_half, read_word}), .read_data(read_data));

    wire unused = &{1'b0, beat_q};

endmodule

`default_nettype wire
