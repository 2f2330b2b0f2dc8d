// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_row_sequencer: starts a row when every input holds one, and steps through it
//
// Reserve before start: a row starts only when each of INPUTS inputs holds a whole row
// and the consumer has room for a row (`m_space`). From then on nothing stalls it:
// ROW_STEPS steps, one a cycle. INPUT_ROW_ROWS output rows are made of each input row.
// The first step is issued two cycles after `start_ready` is decided.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_row_sequencer #(
    parameter integer INPUTS = 2,
    // Steps of an output row; output rows that are made of one input row
    parameter integer ROW_STEPS = 8, INPUT_ROW_ROWS = 1,
    // Most rows that an input holds
    parameter integer MOST_ROWS = 2
) (
    input  wire              clk,
    input  wire              rst,

    // A row of an input is complete; the row that was read for the last time goes from all of them
    input  wire [INPUTS-1:0] row_done,
    output reg               row_released,

    // The consumer has room for one more row; it is taken
    input  wire              m_space,
    output wire              m_claim,

    // One step; the last of a row, the last row that is made of an input row
    output wire              step,
    output wire              step_last,
    output wire              row_last
);

    localparam integer HELD_WIDTH = $clog2(MOST_ROWS + 2) + 1;
    localparam integer STEP_BITS  = $clog2(ROW_STEPS + 1);
    localparam integer ROW_BITS   = $clog2(INPUT_ROW_ROWS + 1);

    reg                  active_q;
    reg                  started_q;
    reg                  start_ready;
    reg                  claim_q;
    wire [STEP_BITS-1:0] step_q;
    wire [ROW_BITS-1:0]  candidate_q;
    wire [ROW_BITS-1:0]  running_q;
    wire                 last_step;
    wire                 candidate_last;
    wire [INPUTS-1:0]    held;

    wire end_row = active_q & last_step;
    wire start   = start_ready & (~active_q | end_row);
    wire take    = started_q & candidate_last;

    intaglio_loop_counter #(.TRIPS(ROW_STEPS), .WIDTH(STEP_BITS)) u_steps (
        .clk(clk), .rst(rst), .step(active_q), .count(step_q), .last(last_step));
    intaglio_loop_counter #(.TRIPS(INPUT_ROW_ROWS), .WIDTH(ROW_BITS)) u_candidate (
        .clk(clk), .rst(rst), .step(started_q), .count(candidate_q), .last(candidate_last));
    intaglio_loop_counter #(.TRIPS(INPUT_ROW_ROWS), .WIDTH(ROW_BITS)) u_running (
        .clk(clk), .rst(rst), .step(end_row), .count(running_q), .last(row_last));

    // Rows held less the one that a start takes: a row may start where that is not negative.
    genvar i;
    generate
        for (i = 0; i < INPUTS; i = i + 1) begin : gen_input
            reg [HELD_WIDTH-1:0] margin_q;
            always @(posedge clk) begin
                if (rst) begin
                    margin_q <= {HELD_WIDTH{1'b1}};
                end else begin
                    margin_q <= margin_q + {{(HELD_WIDTH-1){1'b0}}, row_done[i]} - {{(HELD_WIDTH-1){1'b0}}, take};
                end
            end
            assign held[i] = ~margin_q[HELD_WIDTH-1];
        end
    endgenerate

    always @(posedge clk) begin
        if (rst) begin
            active_q     <= 1'b0;
            started_q    <= 1'b0;
            start_ready  <= 1'b0;
            claim_q      <= 1'b0;
            row_released <= 1'b0;
        end else begin
            active_q     <= start | (active_q & ~end_row);
            started_q    <= start;
            // Not in the two cycles after a start: the counters are one cycle behind, and so is the consumer's room.
            start_ready  <= ~start & ~started_q & (&held) & m_space;
            claim_q      <= start;
            row_released <= end_row & row_last;
        end
    end

    assign m_claim   = claim_q;
    assign step      = active_q;
    assign step_last = last_step;

    wire unused = &{1'b0, step_q, candidate_q, running_q};

endmodule

`default_nettype wire
