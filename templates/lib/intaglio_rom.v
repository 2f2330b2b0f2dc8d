// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_rom: read-only memory of an engine, with contents from a file
//
// Files: ROM_DIR/NAME_PART.mem, of tap TT ROM_DIR/NAME_PARTTT.mem, of memory BB of a tap
// with several ROM_DIR/NAME_PARTTT_BB.mem.
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
    // Folder of the ROM files, what they are called after ("": no file), which of them
    parameter ROM_DIR = "rom", NAME = "", PART = "",
    // Tap and memory of the tap; -1: there is only one
    parameter integer TAP = -1, BANK = -1
) (
    input  wire                     clk,

    input  wire [ADDRESS_WIDTH-1:0] address,
    output wire [WIDTH-1:0]         data
);

    // Two decimal digits each
    localparam integer TENS      = 48 + TAP / 10;
    localparam integer ONES      = 48 + TAP % 10;
    localparam integer BANK_TENS = 48 + BANK / 10;
    localparam integer BANK_ONES = 48 + BANK % 10;

    generate
        if (NAME == "") begin : gen_none
            intaglio_rom_file #(
                .WIDTH(WIDTH), .DEPTH(DEPTH), .ADDRESS_WIDTH(ADDRESS_WIDTH), .OUTPUT_REGISTER(OUTPUT_REGISTER)
            ) u_none (
                .clk(clk), .address(address), .data(data));
        end else if (TAP < 0) begin : gen_part
            intaglio_rom_file #(
                .WIDTH(WIDTH), .DEPTH(DEPTH), .ADDRESS_WIDTH(ADDRESS_WIDTH), .OUTPUT_REGISTER(OUTPUT_REGISTER),
                .FOLDER(ROM_DIR), .FILE({NAME, "_", PART, ".mem"})
            ) u_part (
                .clk(clk), .address(address), .data(data));
        end else if (BANK < 0) begin : gen_tap
            intaglio_rom_file #(
                .WIDTH(WIDTH), .DEPTH(DEPTH), .ADDRESS_WIDTH(ADDRESS_WIDTH), .OUTPUT_REGISTER(OUTPUT_REGISTER),
                .FOLDER(ROM_DIR), .FILE({NAME, "_", PART, TENS[7:0], ONES[7:0], ".mem"})
            ) u_tap (
                .clk(clk), .address(address), .data(data));
        end else begin : gen_bank
            intaglio_rom_file #(
                .WIDTH(WIDTH), .DEPTH(DEPTH), .ADDRESS_WIDTH(ADDRESS_WIDTH), .OUTPUT_REGISTER(OUTPUT_REGISTER),
                .FOLDER(ROM_DIR), .FILE({NAME, "_", PART, TENS[7:0], ONES[7:0], "_", BANK_TENS[7:0], BANK_ONES[7:0], ".mem"})
            ) u_bank (
                .clk(clk), .address(address), .data(data));
        end
    endgenerate

endmodule

`default_nettype wire
