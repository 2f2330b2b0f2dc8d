// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_word_select: the word of one out of several memories that read at the same time
//
// A deep ROM is BANKS memories side by side. Each reads the word at the lower bits of
// the address; the upper bits choose one of the words here: one of each two in a first
// cycle, one of those in a second one.
// Latency: 1 cycle behind the memories' registers, 2 where BANKS > 2.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_word_select #(
    // Bits of a word
    parameter integer WIDTH = 18,
    // Memories, 2 or more
    parameter integer BANKS = 2,
    // Bits of a memory's number
    parameter integer SELECT_WIDTH = 1
) (
    input  wire                    clk,

    // Upper bits of the address, there when the memories get the lower ones
    input  wire [SELECT_WIDTH-1:0] bank,
    input  wire [BANKS*WIDTH-1:0]  words,
    output wire [WIDTH-1:0]        data
);

    localparam integer PAIRS = (BANKS + 1) / 2;

    reg [SELECT_WIDTH-1:0] bank_q;
    reg [PAIRS*WIDTH-1:0]  chosen_q;

    always @(posedge clk) begin
        bank_q <= bank;
    end

    genvar pair;
    generate
        for (pair = 0; pair < PAIRS; pair = pair + 1) begin : gen_pair
            localparam integer ODD = 2 * pair + 1 < BANKS ? 2 * pair + 1 : 2 * pair;
            always @(posedge clk) begin
                chosen_q[pair*WIDTH +: WIDTH] <= bank_q[0] ? words[ODD*WIDTH +: WIDTH] : words[2*pair*WIDTH +: WIDTH];
            end
        end

        if (PAIRS == 1) begin : gen_direct
            assign data = chosen_q;
        end else begin : gen_pairs
            reg  [SELECT_WIDTH-2:0] pair_q;
            reg  [WIDTH-1:0]        word;
            reg  [WIDTH-1:0]        data_q;
            integer position;
            always @* begin
                word = chosen_q[WIDTH-1:0];
                for (position = 1; position < PAIRS; position = position + 1) begin
                    if (pair_q == position[SELECT_WIDTH-2:0]) begin
                        word = chosen_q[position*WIDTH +: WIDTH];
                    end
                end
            end
            always @(posedge clk) begin
                pair_q <= bank_q[SELECT_WIDTH-1:1];
                data_q <= word;
            end
            assign data = data_q;
        end
    endgenerate

endmodule

`default_nettype wire
