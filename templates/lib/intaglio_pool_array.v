// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_pool_array: LANES windows at once, each TAPS values a cycle
//
//   sum = MAXIMUM ? the largest value : the sum of the values, over the steps of a group
//
// Tap t is fed t cycles after tap 0; what is known of a step moves down the chain one
// tap a cycle, as in intaglio_mac_lane.
// Latency: x of tap 0 -> step in `sum`: TAPS + 1 cycles. `first` marks the step that
// starts a group; it arrives with the chain's output, TAPS cycles after x of tap 0.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_pool_array #(
    // Windows
    parameter integer LANES = 1,
    // Values of a window in one step
    parameter integer TAPS = 1,
    // Bits of a value; 1: it is signed
    parameter integer X_WIDTH = 8,
    parameter integer SIGNED = 0,
    // Bits of a result, signed like the values; X_WIDTH where MAXIMUM = 1
    parameter integer SUM_WIDTH = 10,
    // 0: sum, 1: maximum
    parameter integer MAXIMUM = 0
) (
    input  wire                          clk,

    input  wire                          first,
    input  wire [LANES*TAPS*X_WIDTH-1:0] x,
    output wire [LANES*SUM_WIDTH-1:0]    sum
);

    // Flipping the sign bits orders signed values like unsigned ones.
    localparam [SUM_WIDTH-1:0] SIGN = SIGNED != 0 ? ~({SUM_WIDTH{1'b1}} >> 1) : {SUM_WIDTH{1'b0}};

    genvar lane, tap;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
            reg [SUM_WIDTH-1:0]  sum_q;
            wire [SUM_WIDTH-1:0] step;

            for (tap = 0; tap < TAPS; tap = tap + 1) begin : gen_tap
                wire [X_WIDTH-1:0]   value = x[(lane*TAPS+tap)*X_WIDTH +: X_WIDTH];
                wire [SUM_WIDTH-1:0] extended;
                reg  [SUM_WIDTH-1:0] chain_q;

                if (SUM_WIDTH > X_WIDTH) begin : gen_extend
                    assign extended = {{(SUM_WIDTH-X_WIDTH){(SIGNED != 0) & value[X_WIDTH-1]}}, value};
                end else begin : gen_same
                    assign extended = value;
                end

                if (tap == 0) begin : gen_head
                    always @(posedge clk) begin
                        chain_q <= extended;
                    end
                end else if (MAXIMUM != 0) begin : gen_maximum
                    wire [SUM_WIDTH-1:0] previous = gen_tap[tap-1].chain_q;
                    always @(posedge clk) begin
                        chain_q <= (extended ^ SIGN) > (previous ^ SIGN) ? extended : previous;
                    end
                end else begin : gen_sum
                    always @(posedge clk) begin
                        chain_q <= gen_tap[tap-1].chain_q + extended;
                    end
                end

                if (tap == TAPS - 1) begin : gen_last
                    assign step = chain_q;
                end
            end

            if (MAXIMUM != 0) begin : gen_largest
                always @(posedge clk) begin
                    sum_q <= (first || (step ^ SIGN) > (sum_q ^ SIGN)) ? step : sum_q;
                end
            end else begin : gen_total
                always @(posedge clk) begin
                    sum_q <= first ? step : sum_q + step;
                end
            end

            assign sum[lane*SUM_WIDTH +: SUM_WIDTH] = sum_q;
        end
    endgenerate

endmodule

`default_nettype wire
