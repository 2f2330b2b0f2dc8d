// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_loop_counter: the counter of a loop, and a flag for its last trip
//
// `count` runs 0 .. TRIPS - 1 and starts again, one on with each `step`. `last` is
// high while count = TRIPS - 1. It is a register: the compare is made one step ahead.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_loop_counter #(
    // Trips of the loop, 1 or more
    parameter integer TRIPS = 14,
    // Bits of the count; holds TRIPS - 1
    parameter integer WIDTH = 4
) (
    input  wire             clk,
    input  wire             rst,

    input  wire             step,
    output reg  [WIDTH-1:0] count,
    output reg              last
);

    localparam integer BEFORE_LAST = TRIPS > 1 ? TRIPS - 2 : 0;

    wire is_before_last = ~last & (count == BEFORE_LAST[WIDTH-1:0]);

    always @(posedge clk) begin
        if (rst) begin
            count <= {WIDTH{1'b0}};
            last  <= TRIPS == 1;
        end else if (step) begin
            count <= last ? {WIDTH{1'b0}} : count + 1'b1;
            last  <= (TRIPS == 1) | is_before_last;
        end
    end

endmodule

`default_nettype wire
