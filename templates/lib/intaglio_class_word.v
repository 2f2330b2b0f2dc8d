// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_class_word: a stream, with one more word behind each packet
//
// The word is the user value of the packet's last word, zero-extended, and has the tlast.
// ENABLE = 0: the stream as it is. Latency: none.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_class_word #(
    // Bits of a word; of the user value, not more
    parameter integer DATA_WIDTH = 32, USER_WIDTH = 4,
    // 1: adds the word
    parameter integer ENABLE = 1
) (
    input  wire                  clk,
    input  wire                  rst,

    input  wire                  s_valid,
    output wire                  s_ready,
    input  wire [DATA_WIDTH-1:0] s_data,
    input  wire                  s_last,
    input  wire [USER_WIDTH-1:0] s_user,

    output wire                  m_valid,
    input  wire                  m_ready,
    output wire [DATA_WIDTH-1:0] m_data,
    output wire                  m_last,
    output wire [USER_WIDTH-1:0] m_user
);

    generate
        if (ENABLE != 0) begin : gen_word
            // The word behind the packet is next
            reg                  extra_q;
            reg [USER_WIDTH-1:0] user_q;

            assign s_ready = m_ready & ~extra_q;
            assign m_valid = s_valid | extra_q;
            assign m_data  = extra_q ? {{(DATA_WIDTH-USER_WIDTH){1'b0}}, user_q} : s_data;
            assign m_last  = extra_q;
            assign m_user  = extra_q ? user_q : s_user;

            always @(posedge clk) begin
                if (s_valid & s_ready) begin
                    user_q <= s_user;
                end
                if (rst) begin
                    extra_q <= 1'b0;
                end else if (m_valid & m_ready) begin
                    extra_q <= s_last & ~extra_q;
                end
            end
        end else begin : gen_none
            assign s_ready = m_ready;
            assign m_valid = s_valid;
            assign m_data  = s_data;
            assign m_last  = s_last;
            assign m_user  = s_user;
            wire unused = &{1'b0, clk, rst};
        end
    endgenerate

endmodule

`default_nettype wire
