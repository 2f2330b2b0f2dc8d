// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_operand_mux: operands of a shared dense array, from one of two buffers
//
// Words of ELEMENTS activations; each is extended to X_WIDTH signed bits.
// Latency: 1 cycle.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_operand_mux #(
    // Activations of a word
    parameter integer ELEMENTS = 1,
    // Bits of an activation from the frame buffer, and 1 where it is signed
    parameter integer FRAME_WIDTH = 14,
    parameter integer FRAME_SIGNED = 0,
    // Bits of an activation from the result buffer, signed
    parameter integer RESULT_WIDTH = 20,
    // Bits of an operand, signed
    parameter integer X_WIDTH = 20
) (
    input  wire                             clk,

    input  wire                             use_result,
    input  wire [ELEMENTS*FRAME_WIDTH-1:0]  frame_word,
    input  wire [ELEMENTS*RESULT_WIDTH-1:0] result_word,
    output reg  [ELEMENTS*X_WIDTH-1:0]      x
);

    genvar element;
    generate
        for (element = 0; element < ELEMENTS; element = element + 1) begin : gen_element
            wire [FRAME_WIDTH-1:0]  frame  = frame_word[element*FRAME_WIDTH +: FRAME_WIDTH];
            wire [RESULT_WIDTH-1:0] result = result_word[element*RESULT_WIDTH +: RESULT_WIDTH];
            always @(posedge clk) begin
                x[element*X_WIDTH +: X_WIDTH] <= use_result
                    ? {{(X_WIDTH-RESULT_WIDTH){result[RESULT_WIDTH-1]}}, result}
                    : {{(X_WIDTH-FRAME_WIDTH){(FRAME_SIGNED != 0) & frame[FRAME_WIDTH-1]}}, frame};
            end
        end
    endgenerate

endmodule

`default_nettype wire
