// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_argmax: marks the last of COUNT values and says which was the largest
//
// On a tie the lowest index wins. `m_class` is meaningful with `m_last`.
// Latency: 1 cycle.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_argmax #(
    // Values of a frame
    parameter integer COUNT = 10,
    // Bits of a value, signed
    parameter integer WIDTH = 23,
    // Bits of an index
    parameter integer CLASS_WIDTH = 4
) (
    input  wire                    clk,
    input  wire                    rst,

    input  wire                    s_valid,
    input  wire signed [WIDTH-1:0] s_data,

    output reg                     m_valid,
    output reg                     m_last,
    output reg  [CLASS_WIDTH-1:0]  m_class,
    output reg  [WIDTH-1:0]        m_data
);

    localparam integer LAST = COUNT - 1;

    reg [CLASS_WIDTH-1:0]   index_q;
    reg signed [WIDTH-1:0]  best_q;

    wire first  = index_q == {CLASS_WIDTH{1'b0}};
    wire better = first | (s_data > best_q);

    always @(posedge clk) begin
        if (s_valid) begin
            m_last <= index_q == LAST[CLASS_WIDTH-1:0];
            m_data <= s_data;
            if (better) begin
                best_q  <= s_data;
                m_class <= index_q;
            end
        end
        if (rst) begin
            m_valid <= 1'b0;
            index_q <= {CLASS_WIDTH{1'b0}};
        end else begin
            m_valid <= s_valid;
            if (s_valid) begin
                index_q <= (index_q == LAST[CLASS_WIDTH-1:0]) ? {CLASS_WIDTH{1'b0}} : index_q + 1'b1;
            end
        end
    end

endmodule

`default_nettype wire
