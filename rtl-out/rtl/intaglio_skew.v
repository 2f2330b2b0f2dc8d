// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_skew: element t of a vector, t cycles later, for each of COPIES vectors
//
// Feeds a systolic chain: tap t works t cycles after tap 0.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_skew #(
    // Bits of an element
    parameter integer WIDTH = 8,
    // Elements of a vector
    parameter integer TAPS = 1,
    // Vectors
    parameter integer COPIES = 1
) (
    input  wire                         clk,

    input  wire [COPIES*TAPS*WIDTH-1:0] d,
    output wire [COPIES*TAPS*WIDTH-1:0] q
);

    genvar copy, tap;
    generate
        for (copy = 0; copy < COPIES; copy = copy + 1) begin : gen_copy
            for (tap = 0; tap < TAPS; tap = tap + 1) begin : gen_tap
                intaglio_delay_line #(
                    .WIDTH(WIDTH), .DELAY(tap)
                ) u_delay (
                    .clk(clk), .rst(1'b0), .d(d[(copy*TAPS+tap)*WIDTH +: WIDTH]),
                    .q(q[(copy*TAPS+tap)*WIDTH +: WIDTH]));
            end
        end
    endgenerate

endmodule

`default_nettype wire
