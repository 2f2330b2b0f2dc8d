// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_padding_words: what padding reads as, for each word of a pixel
//
// A pixel of many channels takes several words of the ring. TABLE holds the zero
// points of their channels, word 0 lowest; `index` says which word is read. With
// WORDS = 1 all words of a pixel are alike.
// Latency: 1 cycle, the same as reading the ring.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_padding_words #(
    // Bits of a word
    parameter integer WIDTH = 8,
    // Words of a pixel, 1 where they are alike
    parameter integer WORDS = 2,
    // Bits of `index`
    parameter integer INDEX_WIDTH = 1,
    parameter [WORDS*WIDTH-1:0] TABLE = {(WORDS * WIDTH){1'b0}}
) (
    input  wire                   clk,

    input  wire [INDEX_WIDTH-1:0] index,
    output wire [WIDTH-1:0]       word
);

    generate
        if (WORDS > 1) begin : gen_select
            reg [WIDTH-1:0] selected;
            reg [WIDTH-1:0] word_q;
            integer entry;

            always @* begin
                selected = TABLE[0 +: WIDTH];
                for (entry = 1; entry < WORDS; entry = entry + 1) begin
                    if (index == entry[INDEX_WIDTH-1:0]) begin
                        selected = TABLE[entry*WIDTH +: WIDTH];
                    end
                end
            end

            always @(posedge clk) begin
                word_q <= selected;
            end

            assign word = word_q;
        end else begin : gen_constant
            assign word = TABLE;
            wire unused = &{1'b0, clk, index};
        end
    endgenerate

endmodule

`default_nettype wire
