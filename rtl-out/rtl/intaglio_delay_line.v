// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_delay_line: a word, DELAY cycles later
//
//   q(n) = d(n - DELAY)
//
// CLEAR = 1 resets every stage to zero (for valid flags); CLEAR = 0 leaves the
// stages without reset, so that they fit shift-register primitives.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_delay_line #(
    // Bits of the word
    parameter integer WIDTH = 1,
    // Cycles, 0 or more
    parameter integer DELAY = 1,
    // 1: synchronous reset to zero
    parameter integer CLEAR = 0
) (
    input  wire             clk,
    input  wire             rst,

    input  wire [WIDTH-1:0] d,
    output wire [WIDTH-1:0] q
);

    genvar stage;
    generate
        if (DELAY == 0) begin : gen_wire
            wire unused = &{1'b0, clk, rst};
            assign q = d;
        end else begin : gen_stages
            for (stage = 0; stage < DELAY; stage = stage + 1) begin : gen_stage
                reg  [WIDTH-1:0] stage_q;
                wire [WIDTH-1:0] previous;
                if (stage == 0) begin : gen_first
                    assign previous = d;
                end else begin : gen_next
                    assign previous = gen_stage[stage-1].stage_q;
                end
                if (CLEAR != 0) begin : gen_clear
                    always @(posedge clk) begin
                        stage_q <= rst ? {WIDTH{1'b0}} : previous;
                    end
                end else begin : gen_plain
                    always @(posedge clk) begin
                        stage_q <= previous;
                    end
                end
            end
            if (CLEAR == 0) begin : gen_no_reset
                wire unused = &{1'b0, rst};
            end
            assign q = gen_stage[DELAY-1].stage_q;
        end
    endgenerate

endmodule

`default_nettype wire
