// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_frame_marks: brings a bit of each frame from its end at the input to the last
// word of its result
//
// `end_valid` stores the bit of a frame. `m_mark` is it on the last of WORDS words, else
// 0; that word waits where the frame has not ended yet. `space` says that one more frame
// fits: 2^ADDRESS_WIDTH less 2 do. Latency: 1 cycle for the bits, none for the words.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_frame_marks #(
    // Words of a result
    parameter integer WORDS = 10,
    // log2 of the places
    parameter integer ADDRESS_WIDTH = 4
) (
    input  wire clk,
    input  wire rst,

    output reg  space,
    input  wire end_valid,
    input  wire end_damaged,

    input  wire s_valid,
    output wire s_ready,
    output wire m_valid,
    input  wire m_ready,
    output wire m_mark
);

    localparam integer PLACES    = 1 << ADDRESS_WIDTH;
    localparam integer FULL      = PLACES - 2;
    localparam integer WORD_BITS = $clog2(WORDS + 1);

    // Bits of the frames that have ended, and whether there is one
    reg  [PLACES-1:0]        marks_q;
    reg  [ADDRESS_WIDTH-1:0] write_q;
    reg  [ADDRESS_WIDTH-1:0] read_q;
    reg  [ADDRESS_WIDTH:0]   stored_q;
    reg                      known_q;

    wire [WORD_BITS-1:0]     word_q;
    wire                     last_word;
    wire                     waits  = last_word & ~known_q;
    wire                     word   = m_valid & m_ready;
    wire                     taken  = word & last_word;
    wire [ADDRESS_WIDTH:0]   stored = stored_q + {{ADDRESS_WIDTH{1'b0}}, end_valid} - {{ADDRESS_WIDTH{1'b0}}, taken};

    assign m_valid = s_valid & ~waits;
    assign s_ready = m_ready & ~waits;
    assign m_mark  = last_word & marks_q[read_q];

    intaglio_loop_counter #(.TRIPS(WORDS), .WIDTH(WORD_BITS)) u_words (
        .clk(clk), .rst(rst), .step(word), .count(word_q), .last(last_word));

    always @(posedge clk) begin
        if (end_valid) begin
            marks_q[write_q] <= end_damaged;
        end
        if (rst) begin
            write_q  <= {ADDRESS_WIDTH{1'b0}};
            read_q   <= {ADDRESS_WIDTH{1'b0}};
            stored_q <= {(ADDRESS_WIDTH+1){1'b0}};
            known_q  <= 1'b0;
            space    <= 1'b1;
        end else begin
            write_q  <= write_q + {{(ADDRESS_WIDTH-1){1'b0}}, end_valid};
            read_q   <= read_q + {{(ADDRESS_WIDTH-1){1'b0}}, taken};
            stored_q <= stored;
            known_q  <= |stored;
            space    <= stored < FULL[ADDRESS_WIDTH:0];
        end
    end

    wire unused = &{1'b0, word_q};

endmodule

`default_nettype wire
