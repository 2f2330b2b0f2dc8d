// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_bank_select: which word of each bank a window reads
//
// Strips (rows or columns) are dealt to BANKS banks in turn. A window that starts in
// word `position_index` of bank `position_select` and is BANKS strips long reads one
// word of every bank:
//
//   index[b] = position_index + (b < position_select)
//
// Latency: 1 cycle, for `select` too.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_bank_select #(
    // Banks in turn
    parameter integer BANKS = 2,
    // Bits of a word index; indices wrap modulo 2^INDEX_WIDTH
    parameter integer INDEX_WIDTH = 3,
    // Bits of a bank's number
    parameter integer SELECT_WIDTH = 1
) (
    input  wire                         clk,

    input  wire [SELECT_WIDTH-1:0]      position_select,
    input  wire [INDEX_WIDTH-1:0]       position_index,
    output reg  [BANKS*INDEX_WIDTH-1:0] index,
    output reg  [SELECT_WIDTH-1:0]      select
);

    always @(posedge clk) begin
        select <= position_select;
    end

    genvar bank;
    generate
        for (bank = 0; bank < BANKS; bank = bank + 1) begin : gen_bank
            localparam integer BANK = bank;
            wire passed = BANK[SELECT_WIDTH:0] < {1'b0, position_select};
            always @(posedge clk) begin
                index[bank*INDEX_WIDTH +: INDEX_WIDTH] <= position_index + {{(INDEX_WIDTH-1){1'b0}}, passed};
            end
        end
    endgenerate

endmodule

`default_nettype wire
