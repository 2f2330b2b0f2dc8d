// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_output_fifo: the only place where the outside may stall
//
// The producer reserves room for a whole frame before it starts, so a write always
// fits; `released` is high for every word that leaves. 2^ADDRESS_WIDTH words.
// Latency: 2 cycles. Throughput: one word a cycle.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_output_fifo #(
    // Bits of a word
    parameter integer WIDTH = 32,
    // log2 of the words
    parameter integer ADDRESS_WIDTH = 5
) (
    input  wire             clk,
    input  wire             rst,

    input  wire             s_valid,
    input  wire [WIDTH-1:0] s_data,

    output reg              m_valid,
    input  wire             m_ready,
    output wire [WIDTH-1:0] m_data,
    output wire             released
);

    // One bit more than the address: equal pointers mean empty.
    reg [ADDRESS_WIDTH:0] write_q;
    reg [ADDRESS_WIDTH:0] read_q;

    wire fetch = (write_q != read_q) & (~m_valid | m_ready);
    assign released = fetch;

    always @(posedge clk) begin
        if (rst) begin
            write_q <= {(ADDRESS_WIDTH+1){1'b0}};
            read_q  <= {(ADDRESS_WIDTH+1){1'b0}};
            m_valid <= 1'b0;
        end else begin
            write_q <= write_q + {{ADDRESS_WIDTH{1'b0}}, s_valid};
            read_q  <= read_q + {{ADDRESS_WIDTH{1'b0}}, fetch};
            m_valid <= fetch | (m_valid & ~m_ready);
        end
    end

    // The memory's read register is the output register: it moves only with a fetch.
    reg [WIDTH-1:0] memory [0:(1<<ADDRESS_WIDTH)-1];
    reg [WIDTH-1:0] data_q;
    always @(posedge clk) begin
        if (s_valid) begin
            memory[write_q[ADDRESS_WIDTH-1:0]] <= s_data;
        end
        if (fetch) begin
            data_q <= memory[read_q[ADDRESS_WIDTH-1:0]];
        end
    end
    assign m_data = data_q;

endmodule

`default_nettype wire
