// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_lookup: a function of one value as a table, for LANES values a cycle
//
//   m_data = table[s_data]
//
// Each lane has the table in a ROM of its own. An index is 0 .. DEPTH - 1.
// Latency: 2 cycles, the ROM's and its output register's.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_lookup #(
    // Values in parallel
    parameter integer LANES = 1,
    // Bits of an index, and places of the table
    parameter integer INDEX_WIDTH = 8,
    parameter integer DEPTH = 256,
    // Bits of a place, and those of them that the reachable places need
    parameter integer WIDTH = 8,
    parameter integer OUT_WIDTH = 8,
    // Folder of the ROM files; what they are called after
    parameter ROM_DIR = "rom", NAME = ""
) (
    input  wire                         clk,
    input  wire                         rst,

    input  wire                         s_valid,
    input  wire [LANES*INDEX_WIDTH-1:0] s_data,

    output wire                         m_valid,
    output wire [LANES*OUT_WIDTH-1:0]   m_data
);

    reg                        read_valid;
    reg                        out_valid;
    wire [LANES*OUT_WIDTH-1:0] out;

    always @(posedge clk) begin
        read_valid <= s_valid & ~rst;
        out_valid  <= read_valid & ~rst;
    end

    assign m_valid = out_valid;
    assign m_data  = out;

    genvar lane;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
            wire [WIDTH-1:0] place;

            intaglio_rom #(
                .WIDTH(WIDTH), .DEPTH(DEPTH), .ADDRESS_WIDTH(INDEX_WIDTH), .OUTPUT_REGISTER(1),
                .ROM_DIR(ROM_DIR), .NAME(NAME), .PART("table")
            ) u_rom (
                .clk(clk), .address(s_data[lane*INDEX_WIDTH +: INDEX_WIDTH]), .data(place));

            assign out[lane*OUT_WIDTH +: OUT_WIDTH] = place[OUT_WIDTH-1:0];

            // Bits of places that are proved not to be reached
            wire unused = &{1'b0, place};
        end
    endgenerate

endmodule

`default_nettype wire
