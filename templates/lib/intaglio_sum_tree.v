// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_sum_tree: adds TERMS words, the last TERMS - POSITIVE of them negated
//
//   sum = terms[0] + .. + terms[POSITIVE-1] - terms[POSITIVE] - .. - terms[TERMS-1]
//
// A binary tree of adders with a register behind every second level. Registers beyond
// those the tree needs follow at the end. Widths are proved by the compiler: what the
// adders carry out of WIDTH bits is lost, and the sum is exact modulo 2^WIDTH.
// Latency: STAGES cycles, at least ceil(log2(TERMS) / 2).
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_sum_tree #(
    // Words to add, and how many of them count as they are; 1 or more
    parameter integer TERMS = 4,
    parameter integer POSITIVE = 4,
    // Bits of a word and of the sum
    parameter integer WIDTH = 24,
    // Registers between the words and the sum, 1 or more
    parameter integer STAGES = 1
) (
    input  wire                   clk,

    input  wire [TERMS*WIDTH-1:0] terms,
    output wire [WIDTH-1:0]       sum
);

    genvar stage, node, part;
    generate
        // A stage takes up to four nodes of the stage before to one. A node is negative where all its words are.
        for (stage = 0; stage < STAGES; stage = stage + 1) begin : gen_stage
            localparam integer SPAN   = stage < 8 ? 1 << (2 * stage) : 1 << 16;
            localparam integer BEFORE = (TERMS + SPAN - 1) / SPAN;
            localparam integer NODES  = (BEFORE + 3) / 4;
            wire [BEFORE*WIDTH-1:0] from;
            wire [NODES*WIDTH-1:0]  to;

            if (stage == 0) begin : gen_first
                assign from = terms;
            end else begin : gen_next
                assign from = gen_stage[stage-1].to;
            end

            for (node = 0; node < NODES; node = node + 1) begin : gen_node
                wire [4*WIDTH-1:0] word;
                reg  [WIDTH-1:0]   sum_q;
                for (part = 0; part < 4; part = part + 1) begin : gen_part
                    if (4 * node + part < BEFORE) begin : gen_word
                        assign word[part*WIDTH +: WIDTH] = from[(4*node+part)*WIDTH +: WIDTH];
                    end else begin : gen_none
                        assign word[part*WIDTH +: WIDTH] = {WIDTH{1'b0}};
                    end
                end

                wire [WIDTH-1:0] left;
                wire [WIDTH-1:0] right;
                // Its second word is negative and its first is not; so for the third and fourth, and the two halves.
                if (4 * node * SPAN < POSITIVE && (4 * node + 1) * SPAN >= POSITIVE) begin : gen_left_minus
                    assign left = word[0 +: WIDTH] - word[WIDTH +: WIDTH];
                end else begin : gen_left_plus
                    assign left = word[0 +: WIDTH] + word[WIDTH +: WIDTH];
                end
                if ((4 * node + 2) * SPAN < POSITIVE && (4 * node + 3) * SPAN >= POSITIVE) begin : gen_right_minus
                    assign right = word[2*WIDTH +: WIDTH] - word[3*WIDTH +: WIDTH];
                end else begin : gen_right_plus
                    assign right = word[2*WIDTH +: WIDTH] + word[3*WIDTH +: WIDTH];
                end
                if (4 * node * SPAN < POSITIVE && (4 * node + 2) * SPAN >= POSITIVE) begin : gen_minus
                    always @(posedge clk) begin
                        sum_q <= left - right;
                    end
                end else begin : gen_plus
                    always @(posedge clk) begin
                        sum_q <= left + right;
                    end
                end
                assign to[node*WIDTH +: WIDTH] = sum_q;
            end
        end
    endgenerate

    assign sum = gen_stage[STAGES-1].to[WIDTH-1:0];

endmodule

`default_nettype wire
