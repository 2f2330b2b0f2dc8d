// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_ring_bank: one memory of a ring or a row store, one write and one read port
//
// Read latency: 1 cycle. A word is never read in the cycle in which it is written: a
// place is free only after its last read. So what such a read returns does not matter
// (`no_rw_check`, for Yosys, which else adds logic to return the old word).
// Plain template that block RAM and LUT RAM are inferred from.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_ring_bank #(
    // Bits of a word
    parameter integer WIDTH = 8,
    // Bits of an address, words
    parameter integer ADDRESS_WIDTH = 4,
    parameter integer WORDS = 1 << ADDRESS_WIDTH
) (
    input  wire                     clk,

    input  wire                     write,
    input  wire [ADDRESS_WIDTH-1:0] write_address,
    input  wire [WIDTH-1:0]         write_data,

    input  wire [ADDRESS_WIDTH-1:0] read_address,
    output reg  [WIDTH-1:0]         read_data
);

    (* no_rw_check *)
    reg [WIDTH-1:0] memory [0:WORDS-1];

    always @(posedge clk) begin
        if (write) begin
            memory[write_address] <= write_data;
        end
        read_data <= memory[read_address];
    end

endmodule

`default_nettype wire
