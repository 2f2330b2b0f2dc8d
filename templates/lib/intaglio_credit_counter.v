// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_credit_counter: room left in a buffer, counted when it is promised
//
// A producer claims UNITS before it starts and the consumer gives them back when it
// has read them: what is promised always fits, so nothing between them can stall.
// The first of every FRAME_CLAIMS claims takes FIRST_EXTRA units more.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_credit_counter #(
    // Units the buffer holds
    parameter integer CAPACITY = 12,
    // Units of a claim
    parameter integer UNITS = 1,
    // Claims of a frame, and units the first takes on top
    parameter integer FRAME_CLAIMS = 1,
    parameter integer FIRST_EXTRA = 0,
    // Bits of a count; holds CAPACITY + UNITS + FIRST_EXTRA
    parameter integer WIDTH = 5
) (
    input  wire             clk,
    input  wire             rst,

    input  wire             claim,
    input  wire [WIDTH-1:0] released,
    // One more claim fits
    output wire             space
);

    localparam integer CLAIM       = UNITS;
    localparam integer FIRST_CLAIM = UNITS + FIRST_EXTRA;
    localparam integer ALL_LEFT    = CAPACITY - UNITS - FIRST_EXTRA;

    // Units that stay free after the next claim; negative where it does not fit
    reg  [WIDTH:0]   margin_q;
    wire             next_first;
    wire [WIDTH-1:0] following = next_first ? FIRST_CLAIM[WIDTH-1:0] : CLAIM[WIDTH-1:0];

    assign space = ~margin_q[WIDTH];

    always @(posedge clk) begin
        if (rst) begin
            margin_q <= ALL_LEFT[WIDTH:0];
        end else begin
            margin_q <= margin_q + {1'b0, released} - (claim ? {1'b0, following} : {(WIDTH+1){1'b0}});
        end
    end

    // Whether the claim after the next one is a frame's first.
    generate
        if (FIRST_EXTRA > 0) begin : gen_first
            localparam integer CLAIM_BITS = $clog2(FRAME_CLAIMS + 1);
            wire [CLAIM_BITS-1:0] claim_q;
            intaglio_loop_counter #(.TRIPS(FRAME_CLAIMS), .WIDTH(CLAIM_BITS)) u_claims (
                .clk(clk), .rst(rst), .step(claim), .count(claim_q), .last(next_first));
            wire unused = &{1'b0, claim_q};
        end else begin : gen_all_alike
            assign next_first = 1'b0;
        end
    endgenerate

endmodule

`default_nettype wire
