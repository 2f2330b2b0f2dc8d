// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_channel_constants: a constant for each channel of a stream
//
// `data` belongs to the beat that is there now; `advance` goes on to the next one,
// and after DEPTH beats to the first again.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_channel_constants #(
    // Bits of a word: the constants of one beat
    parameter integer WIDTH = 8,
    // Beats until the channels repeat
    parameter integer DEPTH = 6,
    // Bits of an address
    parameter integer ADDRESS_WIDTH = 3,
    // File for $readmemh, relative to the folder the tool runs in
    parameter FILE = ""
) (
    input  wire             clk,
    input  wire             rst,

    input  wire             advance,
    output wire [WIDTH-1:0] data
);

    localparam integer LAST = DEPTH - 1;

    reg  [ADDRESS_WIDTH-1:0] address_q;
    wire [ADDRESS_WIDTH-1:0] following =
        (address_q == LAST[ADDRESS_WIDTH-1:0]) ? {ADDRESS_WIDTH{1'b0}} : address_q + 1'b1;
    // The ROM takes a cycle: it is asked for the word of the next cycle.
    wire [ADDRESS_WIDTH-1:0] next = rst ? {ADDRESS_WIDTH{1'b0}} : advance ? following : address_q;

    always @(posedge clk) begin
        address_q <= next;
    end

    intaglio_rom #(
        .WIDTH(WIDTH),
        .DEPTH(DEPTH),
        .ADDRESS_WIDTH(ADDRESS_WIDTH),
        .OUTPUT_REGISTER(0),
        .FILE(FILE)
    ) u_rom (
        .clk(clk),
        .address(next),
        .data(data)
    );

endmodule

`default_nettype wire
