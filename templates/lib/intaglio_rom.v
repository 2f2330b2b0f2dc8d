// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_rom: read-only memory, loaded from a text file of hexadecimal words
//
// Read latency: 1 cycle, or 2 with the output register that block RAM has.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_rom #(
    // Bits of a word
    parameter integer WIDTH = 8,
    // Words
    parameter integer DEPTH = 16,
    // Bits of an address
    parameter integer ADDRESS_WIDTH = 4,
    // 1: output register
    parameter integer OUTPUT_REGISTER = 1,
    // File for $readmemh, relative to the folder the tool runs in; 0: it is not read
    parameter FILE = "",
    parameter integer LOAD = 1
) (
    input  wire                     clk,

    input  wire [ADDRESS_WIDTH-1:0] address,
    output wire [WIDTH-1:0]         data
);

    reg [WIDTH-1:0] memory [0:DEPTH-1];
    reg [WIDTH-1:0] word_q;

    generate
        if (LOAD != 0 && FILE != "") begin : gen_load
            initial $readmemh(FILE, memory);
        end else begin : gen_empty
            initial memory[0] = {WIDTH{1'b0}};
        end
    endgenerate

    always @(posedge clk) begin
        word_q <= memory[address];
    end

    generate
        if (OUTPUT_REGISTER != 0) begin : gen_register
            reg [WIDTH-1:0] data_q;
            always @(posedge clk) begin
                data_q <= word_q;
            end
            assign data = data_q;
        end else begin : gen_direct
            assign data = word_q;
        end
    endgenerate

endmodule

`default_nettype wire
