// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_output_fifo: the only place where the outside may stall
//
// The producer reserves room for a whole frame before it starts, so a write always
// fits; `released` is high in the cycle after a word left. 2^ADDRESS_WIDTH words.
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
    output reg              released
);

    reg [ADDRESS_WIDTH-1:0] write_q;
    reg [ADDRESS_WIDTH-1:0] read_q;
    // Words stored, and flags: there is one at least, there is only one
    reg [ADDRESS_WIDTH:0]   stored_q;
    reg                     any_q;
    reg                     one_q;

    localparam integer TWO = 2;

    wire fetch = any_q & (~m_valid | m_ready);

    always @(posedge clk) begin
        if (rst) begin
            write_q  <= {ADDRESS_WIDTH{1'b0}};
            read_q   <= {ADDRESS_WIDTH{1'b0}};
            stored_q <= {(ADDRESS_WIDTH+1){1'b0}};
            any_q    <= 1'b0;
            one_q    <= 1'b0;
            m_valid  <= 1'b0;
            released <= 1'b0;
        end else begin
            write_q  <= write_q + {{(ADDRESS_WIDTH-1){1'b0}}, s_valid};
            read_q   <= read_q + {{(ADDRESS_WIDTH-1){1'b0}}, fetch};
            stored_q <= stored_q + {{ADDRESS_WIDTH{1'b0}}, s_valid} - {{ADDRESS_WIDTH{1'b0}}, fetch};
            any_q    <= s_valid | (any_q & ~(one_q & fetch));
            if (s_valid & ~fetch) begin
                one_q <= ~any_q;
            end else if (fetch & ~s_valid) begin
                one_q <= stored_q == TWO[ADDRESS_WIDTH:0];
            end
            m_valid  <= fetch | (m_valid & ~m_ready);
            released <= fetch;
        end
    end

    // The memory's read register is the output register: it moves only with a fetch, never of a word being written.
    (* no_rw_check *)
    reg [WIDTH-1:0] memory [0:(1<<ADDRESS_WIDTH)-1];
    reg [WIDTH-1:0] data_q;
    always @(posedge clk) begin
        if (s_valid) begin
            memory[write_q] <= s_data;
        end
        if (fetch) begin
            data_q <= memory[read_q];
        end
    end
    assign m_data = data_q;

endmodule

`default_nettype wire
