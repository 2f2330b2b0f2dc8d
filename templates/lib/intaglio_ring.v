// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_ring: the line buffer of a convolution, as banks that are read at once
//
// ROW_STRIPS x ROW_GRAIN rows by COLUMN_STRIPS x COLUMN_GRAIN columns of banks, so
// that any window that starts on a strip finds each of its pixels in another bank:
// no window registers, no shifting, no bubbles.
// Bank address: {slot, column, channel word}. Read latency: 1 cycle.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_ring #(
    // Bits of a word: the channels of one step
    parameter integer WORD_WIDTH = 8,
    // Adjacent pixels written at once
    parameter integer WRITE_PIXELS = 1,
    parameter integer ROW_STRIPS = 2,
    parameter integer ROW_GRAIN = 1,
    parameter integer COLUMN_STRIPS = 2,
    parameter integer COLUMN_GRAIN = 1,
    // Bits of the parts of an address; the channel word has 0 bits where there is one
    parameter integer SLOT_WIDTH = 1,
    parameter integer COLUMN_WIDTH = 4,
    parameter integer CHANNEL_WORD_WIDTH = 0
) (
    input  wire                                                                  clk,

    input  wire [ROW_STRIPS*ROW_GRAIN*COLUMN_STRIPS*COLUMN_GRAIN-1:0]            write,
    input  wire [SLOT_WIDTH+COLUMN_WIDTH+CHANNEL_WORD_WIDTH-1:0]                        write_address,
    input  wire [WRITE_PIXELS*WORD_WIDTH-1:0]                                    write_data,

    // Slot of each row strip, column word of each column strip
    input  wire [ROW_STRIPS*SLOT_WIDTH-1:0]                                      read_slot,
    input  wire [COLUMN_STRIPS*COLUMN_WIDTH-1:0]                                 read_column,
    input  wire [(CHANNEL_WORD_WIDTH > 0 ? CHANNEL_WORD_WIDTH : 1)-1:0]          read_word,
    // Words of all banks, row banks outermost
    output wire [ROW_STRIPS*ROW_GRAIN*COLUMN_STRIPS*COLUMN_GRAIN*WORD_WIDTH-1:0] read_data
);

    localparam integer ROW_BANKS     = ROW_STRIPS * ROW_GRAIN;
    localparam integer COLUMN_BANKS  = COLUMN_STRIPS * COLUMN_GRAIN;
    localparam integer ADDRESS_WIDTH = SLOT_WIDTH + COLUMN_WIDTH + CHANNEL_WORD_WIDTH;

    genvar row, column;
    generate
        for (row = 0; row < ROW_BANKS; row = row + 1) begin : gen_row
            for (column = 0; column < COLUMN_BANKS; column = column + 1) begin : gen_column
                localparam integer BANK = row * COLUMN_BANKS + column;
                wire [SLOT_WIDTH-1:0]    slot = read_slot[(row/ROW_GRAIN)*SLOT_WIDTH +: SLOT_WIDTH];
                wire [COLUMN_WIDTH-1:0]  word = read_column[(column/COLUMN_GRAIN)*COLUMN_WIDTH +: COLUMN_WIDTH];
                wire [ADDRESS_WIDTH-1:0] read_address;

                if (CHANNEL_WORD_WIDTH > 0) begin : gen_words
                    assign read_address = {slot, word, read_word};
                end else begin : gen_one_word
                    assign read_address = {slot, word};
                end

                intaglio_ring_bank #(
                    .WIDTH(WORD_WIDTH), .ADDRESS_WIDTH(ADDRESS_WIDTH)
                ) u_bank (
                    .clk(clk), .write(write[BANK]), .write_address(write_address),
                    .write_data(write_data[(column%WRITE_PIXELS)*WORD_WIDTH +: WORD_WIDTH]),
                    .read_address(read_address), .read_data(read_data[BANK*WORD_WIDTH +: WORD_WIDTH]));
            end
        end
    endgenerate

    wire unused = &{1'b0, read_word};

endmodule

`default_nettype wire
