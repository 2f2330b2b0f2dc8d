// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_turns: inputs that take turns, WORDS steps each
//
// `turn` is one bit for each input and high for the one whose turn it is.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_turns #(
    parameter integer INPUTS = 2,
    // Steps of each input, 16 bits each, input 0 lowest
    parameter [16*INPUTS-1:0] WORDS = {INPUTS{16'd1}}
) (
    input  wire              clk,
    input  wire              rst,

    input  wire              step,
    output wire [INPUTS-1:0] turn
);

    reg  [INPUTS-1:0] turn_q;
    wire [INPUTS-1:0] last;

    assign turn = turn_q;

    genvar i;
    generate
        for (i = 0; i < INPUTS; i = i + 1) begin : gen_input
            localparam [15:0]   STEPS = WORDS[16*i +: 16];
            localparam integer  FIRST = i == 0 ? 1 : 0;
            wire [15:0]         count_q;
            wire                previous_ends = turn_q[(i+INPUTS-1)%INPUTS] & last[(i+INPUTS-1)%INPUTS];

            intaglio_loop_counter #(.TRIPS({16'd0, STEPS}), .WIDTH(16)) u_steps (
                .clk(clk), .rst(rst), .step(step & turn_q[i]), .count(count_q), .last(last[i]));

            always @(posedge clk) begin
                if (rst) begin
                    turn_q[i] <= FIRST[0];
                end else if (step) begin
                    turn_q[i] <= previous_ends | (turn_q[i] & ~last[i]);
                end
            end
            wire unused = &{1'b0, count_q};
        end
    endgenerate

endmodule

`default_nettype wire
