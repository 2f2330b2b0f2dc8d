// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_bank_select: which word of each bank a window reads, and how far to rotate
//
// Strips (rows or columns) are dealt to BANKS banks in turn: strip s is word
// s / BANKS of bank s mod BANKS. A window that starts at strip `position` and is
// BANKS strips long reads one word of every bank: bank b holds
//
//   word   index[b] = position / BANKS + (b < position mod BANKS) - OFFSET
//
// and the window begins with bank `select` = position mod BANKS.
// Latency: 1 cycle.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_bank_select #(
    // Banks in turn
    parameter integer BANKS = 2,
    // Bits of a position
    parameter integer POSITION_WIDTH = 4,
    // Bits of a word index; indices wrap modulo 2^INDEX_WIDTH
    parameter integer INDEX_WIDTH = 3,
    // Subtracted from every index
    parameter integer OFFSET = 0,
    // Bits of `select`
    parameter integer SELECT_WIDTH = 1
) (
    input  wire                         clk,

    input  wire [POSITION_WIDTH-1:0]    position,
    output reg  [BANKS*INDEX_WIDTH-1:0] index,
    output reg  [SELECT_WIDTH-1:0]      select
);

    localparam integer WIDE = (POSITION_WIDTH > INDEX_WIDTH ? POSITION_WIDTH : INDEX_WIDTH) + SELECT_WIDTH + 1;
    localparam integer DIVISOR    = BANKS;
    localparam integer SUBTRACTED = OFFSET;

    wire [WIDE-1:0] wide      = {{(WIDE-POSITION_WIDTH){1'b0}}, position};
    wire [WIDE-1:0] quotient  = wide / DIVISOR[WIDE-1:0];
    wire [WIDE-1:0] remainder = wide % DIVISOR[WIDE-1:0];

    always @(posedge clk) begin
        select <= remainder[SELECT_WIDTH-1:0];
    end

    genvar bank;
    generate
        for (bank = 0; bank < BANKS; bank = bank + 1) begin : gen_bank
            localparam integer BANK = bank;
            wire            passed = BANK[WIDE-1:0] < remainder;
            wire [WIDE-1:0] here   = quotient + {{(WIDE-1){1'b0}}, passed} - SUBTRACTED[WIDE-1:0];
            always @(posedge clk) begin
                index[bank*INDEX_WIDTH +: INDEX_WIDTH] <= here[INDEX_WIDTH-1:0];
            end
            wire unused = &{1'b0, here};
        end
    endgenerate

    wire unused = &{1'b0, remainder};

endmodule

`default_nettype wire
