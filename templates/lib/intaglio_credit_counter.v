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
    localparam integer LIMIT       = CAPACITY - UNITS;
    localparam integer FIRST_LIMIT = CAPACITY - UNITS - FIRST_EXTRA;

    reg  [WIDTH-1:0] used_q;
    wire             first;

    assign space = used_q <= (first ? FIRST_LIMIT[WIDTH-1:0] : LIMIT[WIDTH-1:0]);

    always @(posedge clk) begin
        if (rst) begin
            used_q <= {WIDTH{1'b0}};
        end else begin
            used_q <= used_q + (claim ? (first ? FIRST_CLAIM[WIDTH-1:0] : CLAIM[WIDTH-1:0]) : {WIDTH{1'b0}}) - released;
        end
    end

    generate
        if (FIRST_EXTRA > 0) begin : gen_first
            localparam integer CLAIM_BITS = $clog2(FRAME_CLAIMS + 1);
            localparam integer LAST_CLAIM = FRAME_CLAIMS - 1;
            reg [CLAIM_BITS-1:0] claim_q;
            always @(posedge clk) begin
                if (rst) begin
                    claim_q <= {CLAIM_BITS{1'b0}};
                end else if (claim) begin
                    claim_q <= (claim_q == LAST_CLAIM[CLAIM_BITS-1:0]) ? {CLAIM_BITS{1'b0}} : claim_q + 1'b1;
                end
            end
            assign first = claim_q == {CLAIM_BITS{1'b0}};
        end else begin : gen_all_alike
            assign first = 1'b0;
        end
    endgenerate

endmodule

`default_nettype wire
