// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_result_buffer: outputs of a dense layer, kept for the next on the same array
//
// Outputs come one a cycle and are stored in words of WORD_ELEMENTS, the input of one
// layer behind that of the layer before it. Read latency: 1 cycle.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_result_buffer #(
    // Bits of an activation
    parameter integer WIDTH = 20,
    // Activations of a word
    parameter integer WORD_ELEMENTS = 1,
    // 1: the last word of some layer is not full
    parameter integer PARTIAL = 0,
    // Bits of a word's number
    parameter integer ADDRESS_WIDTH = 5
) (
    input  wire                           clk,
    input  wire                           rst,

    // An output; the last one of its layer; the last one of a frame that is kept
    input  wire                           s_valid,
    input  wire                           s_last,
    input  wire                           s_frame_last,
    input  wire [WIDTH-1:0]               s_data,

    input  wire [ADDRESS_WIDTH-1:0]       read_word,
    output wire [WORD_ELEMENTS*WIDTH-1:0] read_data
);

    reg  [ADDRESS_WIDTH-1:0]         word_q;
    wire                             store;
    wire [WORD_ELEMENTS*WIDTH-1:0]   packed_word;

    always @(posedge clk) begin
        if (rst) begin
            word_q <= {ADDRESS_WIDTH{1'b0}};
        end else if (store) begin
            word_q <= s_frame_last ? {ADDRESS_WIDTH{1'b0}} : word_q + 1'b1;
        end
    end

    intaglio_word_packer #(
        .BEAT_WIDTH(WIDTH), .WORD_BEATS(WORD_ELEMENTS), .PARTIAL(PARTIAL)
    ) u_packer (
        .clk(clk), .rst(rst), .s_valid(s_valid), .s_last(s_last), .s_data(s_data), .m_valid(store),
        .m_data(packed_word));

    intaglio_ring_bank #(
        .WIDTH(WORD_ELEMENTS * WIDTH), .ADDRESS_WIDTH(ADDRESS_WIDTH)
    ) u_memory (
        .clk(clk), .write(store), .write_address(word_q), .write_data(packed_word), .read_address(read_word),
        .read_data(read_data));

endmodule

`default_nettype wire
