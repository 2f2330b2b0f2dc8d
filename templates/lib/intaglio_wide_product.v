// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_wide_product: x * w, where x is wider than a multiplier block of 18 bits
//
//   product = (x >>> 17) * w * 2^17 + x[16:0] * w
//
// The lower 17 bits take a multiplier block. Where the upper part has up to 3 bits, it
// chooses two multiples of w and adds them, in logic; otherwise it takes a block, too.
// Latency: 1 cycle; the last addition is behind the registers.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_wide_product #(
    // Bits of x, signed; more than 18
    parameter integer X_WIDTH = 20,
    // Bits of w, signed
    parameter integer W_WIDTH = 9
) (
    input  wire                             clk,

    input  wire signed [X_WIDTH-1:0]        x,
    input  wire signed [W_WIDTH-1:0]        w,
    output wire signed [X_WIDTH+W_WIDTH-1:0] product
);

    localparam integer UPPER_BITS  = X_WIDTH - 17;
    localparam integer UPPER_WIDTH = UPPER_BITS + W_WIDTH;

    wire signed [17:0]            lower = {1'b0, x[16:0]};
    wire signed [UPPER_BITS-1:0]  upper = x[X_WIDTH-1:17];
    reg  signed [17+W_WIDTH:0]    lower_q;
    reg  signed [UPPER_WIDTH-1:0] upper_q;

    always @(posedge clk) begin
        lower_q <= lower * w;
    end

    generate
        if (UPPER_BITS <= 3) begin : gen_multiples
            // upper = bit 0 + 2 * (bit 1 - 2 * bit 2): w or nothing, and twice 0, w, -2 w or -w.
            wire                   negative = upper[UPPER_BITS-1];
            wire [UPPER_WIDTH-1:0] once     = {{UPPER_BITS{w[W_WIDTH-1]}}, w};
            wire [UPPER_WIDTH-1:0] twice    = once << 1;
            wire [UPPER_WIDTH-1:0] single   = upper[0] ? once : {UPPER_WIDTH{1'b0}};
            wire [UPPER_WIDTH-1:0] double   = upper[1] == negative ? (negative ? twice : {UPPER_WIDTH{1'b0}})
                                                                   : (negative ? twice << 1 : twice);
            wire [UPPER_WIDTH-1:0] flipped  = double ^ {UPPER_WIDTH{negative}};
            always @(posedge clk) begin
                upper_q <= single + flipped + {{(UPPER_WIDTH-1){1'b0}}, negative};
            end
        end else begin : gen_block
            always @(posedge clk) begin
                upper_q <= upper * w;
            end
        end
    endgenerate

    wire signed [X_WIDTH+W_WIDTH-1:0] lower_wide = {{(X_WIDTH-18){lower_q[17+W_WIDTH]}}, lower_q};
    assign product = lower_wide + {upper_q, 17'd0};

endmodule

`default_nettype wire
