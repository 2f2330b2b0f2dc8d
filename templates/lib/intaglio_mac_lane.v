// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_mac_lane: TAPS multipliers in a systolic chain, and one accumulator
//
//   accumulator = bias + sum over the steps of a group, over the taps, of x[tap] * w[tap]
//
// Tap t is fed t cycles after tap 0, for x and w alike: the partial sum moves down
// the chain one tap a cycle, which is how DSP blocks cascade. With one tap the
// accumulator is the multiplier's own output register.
//
// Multiplier blocks have operands of 18 bits at least. An activation of more takes one
// cycle more: where blocks are no wider (BLOCK_WIDTH < X_WIDTH), its upper bits are
// multiplied beside the block, and the two parts are added in that cycle; where they are,
// it is a second input register.
//
// Every width is proved by the compiler: no value can leave it.
// Latency: x, w of tap 0 -> sum of the step in the accumulator: TAPS == 1 ? 3 : TAPS + 3,
// and one more where X_WIDTH > 18
// `first` marks the step that starts a group; it and the group's bias arrive with the
// chain's output (TAPS > 1) or with the product (TAPS == 1).
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_mac_lane #(
    // Multipliers
    parameter integer TAPS = 1,
    // Bits of an activation, signed
    parameter integer X_WIDTH = 9,
    // Bits of a weight, signed
    parameter integer W_WIDTH = 9,
    // Bits of a product, signed
    parameter integer PRODUCT_WIDTH = 18,
    // Bits of a sum of products, signed
    parameter integer SUM_WIDTH = 20,
    // Bits of the bias, signed
    parameter integer BIAS_WIDTH = 8,
    // Bits of bias + sum of products, signed
    parameter integer ACCUMULATOR_WIDTH = 20,
    // Bits of the wider operand of a multiplier block, signed
    parameter integer BLOCK_WIDTH = 25
) (
    input  wire                                clk,

    input  wire                                first,
    input  wire signed [BIAS_WIDTH-1:0]        bias,
    input  wire [TAPS*X_WIDTH-1:0]             x,
    input  wire [TAPS*W_WIDTH-1:0]             w,
    output wire signed [ACCUMULATOR_WIDTH-1:0] accumulator
);

    localparam integer FULL_WIDTH = X_WIDTH + W_WIDTH;
    // Blocks of 18 bits have their registers in logic (Yosys, ECP5). Lanes that multiply the same operand would share
    // one: then it lies beside none of them, and the way to the block is as long as the multiplication.
    localparam integer OWN_REGISTERS = BLOCK_WIDTH < 25 ? 1 : 0;
    // The chain's last sum may be wider than the accumulator: its upper bits then repeat the sign.
    localparam integer WIDE       = (SUM_WIDTH > ACCUMULATOR_WIDTH ? SUM_WIDTH : ACCUMULATOR_WIDTH) + 1;

    reg signed [ACCUMULATOR_WIDTH-1:0]  accumulator_q;
    wire signed [SUM_WIDTH-1:0]         step_sum;
    wire [WIDE-1:0]                     step_wide = {{(WIDE-SUM_WIDTH){step_sum[SUM_WIDTH-1]}}, step_sum};
    wire signed [ACCUMULATOR_WIDTH-1:0] start     = {{(ACCUMULATOR_WIDTH-BIAS_WIDTH){bias[BIAS_WIDTH-1]}}, bias};

    always @(posedge clk) begin
        accumulator_q <= step_wide[ACCUMULATOR_WIDTH-1:0] + (first ? start : accumulator_q);
    end
    assign accumulator = accumulator_q;
    wire unused_wide = &{1'b0, step_wide};

    genvar tap;
    generate
        for (tap = 0; tap < TAPS; tap = tap + 1) begin : gen_tap
            reg signed [X_WIDTH-1:0]       x_q;
            reg signed [W_WIDTH-1:0]       w_q;
            reg signed [PRODUCT_WIDTH-1:0] product_q;

            wire signed [FULL_WIDTH-1:0]   full;
            wire signed [SUM_WIDTH-1:0]    product =
                {{(SUM_WIDTH-PRODUCT_WIDTH){product_q[PRODUCT_WIDTH-1]}}, product_q};

            if (FULL_WIDTH > PRODUCT_WIDTH) begin : gen_proved
                // Bits the range analysis proved to repeat the sign.
                wire unused = &{1'b0, full[FULL_WIDTH-1:PRODUCT_WIDTH]};
            end

            if (X_WIDTH <= 18) begin : gen_one_block
                assign full = x_q * w_q;
            end else if (X_WIDTH <= BLOCK_WIDTH) begin : gen_wide_block
                reg signed [X_WIDTH-1:0] x_qq;
                reg signed [W_WIDTH-1:0] w_qq;
                always @(posedge clk) begin
                    x_qq <= x_q;
                    w_qq <= w_q;
                end
                assign full = x_qq * w_qq;
            end else begin : gen_parts
                intaglio_wide_product #(
                    .X_WIDTH(X_WIDTH), .W_WIDTH(W_WIDTH)
                ) u_product (
                    .clk(clk), .x(x_q), .w(w_q), .product(full));
            end

            if (OWN_REGISTERS != 0) begin : gen_own
                (* keep *)
                always @(posedge clk) begin
                    x_q <= x[tap*X_WIDTH +: X_WIDTH];
                    w_q <= w[tap*W_WIDTH +: W_WIDTH];
                end
            end else begin : gen_shared
                always @(posedge clk) begin
                    x_q <= x[tap*X_WIDTH +: X_WIDTH];
                    w_q <= w[tap*W_WIDTH +: W_WIDTH];
                end
            end

            always @(posedge clk) begin
                product_q <= full[PRODUCT_WIDTH-1:0];
            end

            // One tap: the product is the step's sum. More: each tap adds its product to the tap before.
            if (TAPS == 1) begin : gen_single
                assign step_sum = product;
            end else begin : gen_chain
                reg  signed [SUM_WIDTH-1:0] sum_q;
                wire signed [SUM_WIDTH-1:0] previous;
                if (tap == 0) begin : gen_head
                    assign previous = {SUM_WIDTH{1'b0}};
                end else begin : gen_next
                    assign previous = gen_tap[tap-1].gen_chain.sum_q;
                end
                always @(posedge clk) begin
                    sum_q <= previous + product;
                end
                if (tap == TAPS - 1) begin : gen_last
                    assign step_sum = sum_q;
                end
            end
        end
    endgenerate

endmodule

`default_nettype wire
