// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_word_mux: one of several words, chosen by the one bit of `select` that is high
//
// Latency: 1 cycle.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_word_mux #(
    parameter integer INPUTS = 2,
    // Bits of a word
    parameter integer WIDTH = 8
) (
    input  wire                    clk,

    input  wire [INPUTS-1:0]       select,
    // Input 0 lowest
    input  wire [INPUTS*WIDTH-1:0] words,
    output reg  [WIDTH-1:0]        word
);

    reg [WIDTH-1:0] chosen;
    integer         i;

    always @* begin
        chosen = {WIDTH{1'b0}};
        for (i = 0; i < INPUTS; i = i + 1) begin
            chosen = chosen | (words[i*WIDTH +: WIDTH] & {WIDTH{select[i]}});
        end
    end

    always @(posedge clk) begin
        word <= chosen;
    end

endmodule

`default_nettype wire
