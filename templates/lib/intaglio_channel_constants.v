// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_channel_constants: a constant for each channel of a stream
//
// `data` belongs to the beat that is there now; `advance` goes on to the next one,
// and after DEPTH beats to the first again. It is a register: while it shows one word,
// the ROM reads the next. The first word is there two cycles after a reset.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_channel_constants #(
    // Bits of a word: the constants of one beat
    parameter integer WIDTH = 8,
    // Beats until the channels repeat
    parameter integer DEPTH = 6,
    // Bits of an address
    parameter integer ADDRESS_WIDTH = 3,
    // Folder of the ROM files; what they are called after
    parameter ROM_DIR = "rom", NAME = ""
) (
    input  wire             clk,
    input  wire             rst,

    input  wire             advance,
    output wire [WIDTH-1:0] data
);

    localparam integer LAST   = DEPTH - 1;
    localparam integer SECOND = DEPTH > 1 ? 1 : 0;

    // Addresses of the word behind `data_q`, which the ROM shows, and of the one behind that
    reg  [ADDRESS_WIDTH-1:0] next_q;
    reg  [ADDRESS_WIDTH-1:0] second_q;
    // The cycle after a reset
    reg                      fill_q;
    reg  [WIDTH-1:0]         data_q;
    wire [WIDTH-1:0]         word;
    wire                     move    = advance | fill_q;
    wire [ADDRESS_WIDTH-1:0] address = rst ? {ADDRESS_WIDTH{1'b0}} : move ? second_q : next_q;

    always @(posedge clk) begin
        fill_q <= rst;
        if (rst) begin
            next_q   <= {ADDRESS_WIDTH{1'b0}};
            second_q <= SECOND[ADDRESS_WIDTH-1:0];
        end else if (move) begin
            next_q   <= second_q;
            second_q <= (second_q == LAST[ADDRESS_WIDTH-1:0]) ? {ADDRESS_WIDTH{1'b0}} : second_q + 1'b1;
        end
        if (move) begin
            data_q <= word;
        end
    end

    assign data = data_q;

    intaglio_rom #(
        .WIDTH(WIDTH), .DEPTH(DEPTH), .ADDRESS_WIDTH(ADDRESS_WIDTH), .OUTPUT_REGISTER(0),
        .ROM_DIR(ROM_DIR), .NAME(NAME), .PART("multiplier")
    ) u_rom (
        .clk(clk), .address(address), .data(word));

endmodule

`default_nettype wire
