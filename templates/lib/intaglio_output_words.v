// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_output_words: beats become words of the output stream, and lines of them
//
// A word is WORD_BEATS beats of VALUES values each, the first value lowest; every value
// has a field of FIELD_WIDTH bits. `m_first` marks the first word of a frame, `m_last`
// the last of each LINE_WORDS words. Latency: 1 cycle from a word's last beat.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_output_words #(
    // Values of a beat, and their bits
    parameter integer VALUES = 1,
    parameter integer VALUE_WIDTH = 8,
    // Bits that a value has in a word: VALUE_WIDTH, or more for values without sign
    parameter integer FIELD_WIDTH = 8,
    // Beats of a word, words of a line, lines of a frame
    parameter integer WORD_BEATS = 1,
    parameter integer LINE_WORDS = 28,
    parameter integer LINES = 28
) (
    input  wire                                     clk,
    input  wire                                     rst,

    input  wire                                     s_valid,
    input  wire [VALUES*VALUE_WIDTH-1:0]            s_data,

    output reg                                      m_valid,
    output reg                                      m_first,
    output reg                                      m_last,
    output reg  [WORD_BEATS*VALUES*FIELD_WIDTH-1:0] m_data
);

    localparam integer WORD_BITS = $clog2(LINE_WORDS + 1);
    localparam integer LINE_BITS = $clog2(LINES + 1);

    wire [VALUES*FIELD_WIDTH-1:0]            fields;
    wire                                     word_valid;
    wire [WORD_BEATS*VALUES*FIELD_WIDTH-1:0] word;
    wire [WORD_BITS-1:0]                     word_q;
    wire [LINE_BITS-1:0]                     line_q;
    wire                                     last_word;
    wire                                     last_line;
    wire                                     line_end = word_valid & last_word;
    reg                                      first_q;

    genvar value;
    generate
        for (value = 0; value < VALUES; value = value + 1) begin : gen_value
            if (FIELD_WIDTH > VALUE_WIDTH) begin : gen_extend
                assign fields[value*FIELD_WIDTH +: FIELD_WIDTH] = {{(FIELD_WIDTH-VALUE_WIDTH){1'b0}}, s_data[value*VALUE_WIDTH +: VALUE_WIDTH]};
            end else begin : gen_whole
                assign fields[value*FIELD_WIDTH +: FIELD_WIDTH] = s_data[value*VALUE_WIDTH +: FIELD_WIDTH];
            end
        end
    endgenerate

    intaglio_word_packer #(
        .BEAT_WIDTH(VALUES * FIELD_WIDTH), .WORD_BEATS(WORD_BEATS), .PARTIAL(0)
    ) u_packer (
        .clk(clk), .rst(rst), .s_valid(s_valid), .s_last(1'b0), .s_data(fields), .m_valid(word_valid),
        .m_data(word));

    intaglio_loop_counter #(.TRIPS(LINE_WORDS), .WIDTH(WORD_BITS)) u_words (
        .clk(clk), .rst(rst), .step(word_valid), .count(word_q), .last(last_word));
    intaglio_loop_counter #(.TRIPS(LINES), .WIDTH(LINE_BITS)) u_lines (
        .clk(clk), .rst(rst), .step(line_end), .count(line_q), .last(last_line));

    always @(posedge clk) begin
        m_data  <= word;
        m_first <= first_q;
        m_last  <= last_word;
        if (rst) begin
            m_valid <= 1'b0;
            first_q <= 1'b1;
        end else begin
            m_valid <= word_valid;
            if (word_valid) begin
                first_q <= last_word & last_line;
            end
        end
    end

    wire unused = &{1'b0, word_q, line_q};

endmodule

`default_nettype wire
