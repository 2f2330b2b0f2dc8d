// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_padding_mask: which of LENGTH rows (or columns) from `first` on are in the image
//
//   is_inside[i] = 0 <= first + i < SIZE
//
// Latency: 2 cycles, the same as the window's way through the ring memories.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_padding_mask #(
    // Rows or columns of the window
    parameter integer LENGTH = 2,
    // Rows or columns of the image
    parameter integer SIZE = 28,
    // Bits of `first`, signed
    parameter integer WIDTH = 7,
    // 0: the window never leaves the image, every bit is one
    parameter integer PADDED = 1
) (
    input  wire              clk,

    input  wire [WIDTH-1:0]  first,
    output wire [LENGTH-1:0] is_inside
);

    localparam integer END = SIZE;

    genvar index;
    generate
        if (PADDED != 0) begin : gen_compare
            reg [LENGTH-1:0] is_inside_q;
            reg [LENGTH-1:0] is_inside_qq;
            for (index = 0; index < LENGTH; index = index + 1) begin : gen_index
                localparam integer INDEX = index;
                wire [WIDTH-1:0] here = first + INDEX[WIDTH-1:0];
                always @(posedge clk) begin
                    is_inside_q[index]  <= ~here[WIDTH-1] & (here < END[WIDTH-1:0]);
                    is_inside_qq[index] <= is_inside_q[index];
                end
            end
            assign is_inside = is_inside_qq;
        end else begin : gen_always
            wire unused = &{1'b0, clk, first};
            assign is_inside = {LENGTH{1'b1}};
        end
    endgenerate

endmodule

`default_nettype wire
