// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_word_packer: beats become words of WORD_BEATS beats, first beat lowest
//
// `s_last` ends a word early (the last channels of a pixel, the end of a vector);
// the missing beats are zero. The word is there in the cycle of its last beat.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_word_packer #(
    // Bits of a beat
    parameter integer BEAT_WIDTH = 8,
    // Beats of a word
    parameter integer WORD_BEATS = 1,
    // 1: some words end early
    parameter integer PARTIAL = 0
) (
    input  wire                             clk,
    input  wire                             rst,

    input  wire                             s_valid,
    input  wire                             s_last,
    input  wire [BEAT_WIDTH-1:0]            s_data,

    output wire                             m_valid,
    output wire [WORD_BEATS*BEAT_WIDTH-1:0] m_data
);

    localparam integer INDEX_BITS = WORD_BEATS > 1 ? $clog2(WORD_BEATS) : 1;
    localparam integer LAST_BEAT  = WORD_BEATS - 1;

    genvar beat;
    generate
        if (WORD_BEATS == 1) begin : gen_wire
            wire unused = &{1'b0, clk, rst, s_last};
            assign m_valid = s_valid;
            assign m_data  = s_data;
        end else begin : gen_words
            reg [INDEX_BITS-1:0] index_q;

            assign m_valid = s_valid & (s_last | (index_q == LAST_BEAT[INDEX_BITS-1:0]));

            always @(posedge clk) begin
                if (rst) begin
                    index_q <= {INDEX_BITS{1'b0}};
                end else if (s_valid) begin
                    index_q <= m_valid ? {INDEX_BITS{1'b0}} : index_q + 1'b1;
                end
            end

            for (beat = 0; beat < WORD_BEATS - 1; beat = beat + 1) begin : gen_beat
                localparam integer HERE = beat;
                reg [BEAT_WIDTH-1:0] held_q;
                always @(posedge clk) begin
                    if (s_valid & (index_q == HERE[INDEX_BITS-1:0])) begin
                        held_q <= s_data;
                    end
                end
                if (PARTIAL != 0) begin : gen_partial
                    assign m_data[beat*BEAT_WIDTH +: BEAT_WIDTH] =
                        (index_q == HERE[INDEX_BITS-1:0]) ? s_data : (index_q > HERE[INDEX_BITS-1:0]) ? held_q : {BEAT_WIDTH{1'b0}};
                end else begin : gen_whole
                    assign m_data[beat*BEAT_WIDTH +: BEAT_WIDTH] = held_q;
                end
            end

            if (PARTIAL != 0) begin : gen_partial_last
                assign m_data[(WORD_BEATS-1)*BEAT_WIDTH +: BEAT_WIDTH] =
                    (index_q == LAST_BEAT[INDEX_BITS-1:0]) ? s_data : {BEAT_WIDTH{1'b0}};
            end else begin : gen_whole_last
                assign m_data[(WORD_BEATS-1)*BEAT_WIDTH +: BEAT_WIDTH] = s_data;
            end
        end
    endgenerate

endmodule

`default_nettype wire
