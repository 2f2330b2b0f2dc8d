// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_inside_count: how many rows (or columns) of a window lie inside the image
//
// Position p of the window looks at the rows p * STRIDE - PAD + k * DILATION, k = 0 ..
// KERNEL - 1, of an image of SIZE rows. LANES positions are counted at a time, from
// index * LANES on.
// Latency: 1 cycle.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_inside_count #(
    // Rows of the image and of the window
    parameter integer SIZE = 28,
    parameter integer KERNEL = 3,
    // Rows from one position to the next, from one row of the window to the next, and of padding before the image
    parameter integer STRIDE = 1,
    parameter integer DILATION = 1,
    parameter integer PAD = 1,
    // Positions that are counted at a time, and how many times
    parameter integer LANES = 1,
    parameter integer TRIPS = 28,
    // Bits of an index, and of a count
    parameter integer INDEX_WIDTH = 5,
    parameter integer WIDTH = 2
) (
    input  wire                   clk,

    input  wire [INDEX_WIDTH-1:0] index,
    output reg  [LANES*WIDTH-1:0] count
);

    // The number for each position, a constant
    wire [TRIPS*LANES*WIDTH-1:0] counts;

    genvar position, lane;
    generate
        for (position = 0; position < TRIPS * LANES; position = position + 1) begin : gen_position
            localparam integer FIRST  = position * STRIDE - PAD;
            localparam integer PAST   = FIRST + (KERNEL - 1) * DILATION - SIZE;
            localparam integer BEFORE = FIRST < 0 ? (DILATION - 1 - FIRST) / DILATION : 0;
            localparam integer BEHIND = PAST >= 0 ? PAST / DILATION + 1 : 0;
            localparam integer INSIDE = KERNEL - BEFORE - BEHIND;
            assign counts[position*WIDTH +: WIDTH] = INSIDE[WIDTH-1:0];
        end

        for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
            // Most positions lie inside as a whole: only the others are looked for.
            reg [WIDTH-1:0] here;
            integer trip;
            always @* begin
                here = KERNEL[WIDTH-1:0];
                for (trip = 0; trip < TRIPS; trip = trip + 1) begin
                    if (counts[(trip*LANES+lane)*WIDTH +: WIDTH] != KERNEL[WIDTH-1:0] && index == trip[INDEX_WIDTH-1:0]) begin
                        here = counts[(trip*LANES+lane)*WIDTH +: WIDTH];
                    end
                end
            end
            always @(posedge clk) begin
                count[lane*WIDTH +: WIDTH] <= here;
            end
        end
    endgenerate

endmodule

`default_nettype wire
