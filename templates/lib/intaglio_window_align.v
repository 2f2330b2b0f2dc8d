// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_window_align: from bank order to window order, with padding outside the image
//
// The window has ROWS x COLUMNS pixels of CHANNELS channels. Window row r is in the
// strip (row_select + r / ROW_GRAIN) mod ROW_STRIPS, columns alike. Pixels whose
// row or column is not valid read as `padding`.
// Latency: 2 cycles, one to choose the rows' banks and one to choose the columns'.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_window_align #(
    // Bits of a word: CHANNELS activations
    parameter integer WORD_WIDTH = 8,
    // Rows and columns of the window
    parameter integer ROWS = 2,
    parameter integer COLUMNS = 2,
    // Strips the banks form, and rows or columns of a strip
    parameter integer ROW_STRIPS = 2,
    parameter integer ROW_GRAIN = 1,
    parameter integer COLUMN_STRIPS = 2,
    parameter integer COLUMN_GRAIN = 1,
    // Bits of the two rotations
    parameter integer ROW_SELECT_WIDTH = 1,
    parameter integer COLUMN_SELECT_WIDTH = 1
) (
    input  wire                                                                       clk,

    // Words of all banks, row banks outermost
    input  wire [ROW_STRIPS*ROW_GRAIN*COLUMN_STRIPS*COLUMN_GRAIN*WORD_WIDTH-1:0]      bank_data,
    input  wire [ROW_SELECT_WIDTH-1:0]                                                row_select,
    input  wire [COLUMN_SELECT_WIDTH-1:0]                                             column_select,
    input  wire [ROWS-1:0]                                                            row_valid,
    input  wire [COLUMNS-1:0]                                                         column_valid,
    // What padding reads as: the inputs' zero point in each of a word's channels
    input  wire [WORD_WIDTH-1:0]                                                      padding,

    output wire [ROWS*COLUMNS*WORD_WIDTH-1:0]                                         window
);

    localparam integer COLUMN_BANKS = COLUMN_STRIPS * COLUMN_GRAIN;

    reg [COLUMN_SELECT_WIDTH-1:0] column_select_q;
    reg [ROWS-1:0]                row_valid_q;
    reg [COLUMNS-1:0]             column_valid_q;
    reg [WORD_WIDTH-1:0]          padding_q;

    always @(posedge clk) begin
        column_select_q <= column_select;
        row_valid_q     <= row_valid;
        column_valid_q  <= column_valid;
        padding_q       <= padding;
    end

    genvar row, column, bank;
    generate
        for (row = 0; row < ROWS; row = row + 1) begin : gen_row
            // Rows first: the row of the window, still in the order of the column banks.
            wire [COLUMN_BANKS*WORD_WIDTH-1:0] row_words;

            for (bank = 0; bank < COLUMN_BANKS; bank = bank + 1) begin : gen_bank
                reg [WORD_WIDTH-1:0] word;
                reg [WORD_WIDTH-1:0] word_q;
                integer strip;
                always @* begin
                    word = bank_data[
                        (((row / ROW_GRAIN % ROW_STRIPS) * ROW_GRAIN + row % ROW_GRAIN) * COLUMN_BANKS + bank)
                        * WORD_WIDTH +: WORD_WIDTH];
                    for (strip = 1; strip < ROW_STRIPS; strip = strip + 1) begin
                        if (row_select == strip[ROW_SELECT_WIDTH-1:0]) begin
                            word = bank_data[
                                ((((row / ROW_GRAIN + strip) % ROW_STRIPS) * ROW_GRAIN + row % ROW_GRAIN)
                                * COLUMN_BANKS + bank) * WORD_WIDTH +: WORD_WIDTH];
                        end
                    end
                end
                always @(posedge clk) begin
                    word_q <= word;
                end
                assign row_words[bank*WORD_WIDTH +: WORD_WIDTH] = word_q;
            end

            for (column = 0; column < COLUMNS; column = column + 1) begin : gen_column
                reg [WORD_WIDTH-1:0] word;
                reg [WORD_WIDTH-1:0] word_q;
                integer strip;
                always @* begin
                    word = row_words[
                        ((column / COLUMN_GRAIN % COLUMN_STRIPS) * COLUMN_GRAIN + column % COLUMN_GRAIN)
                        * WORD_WIDTH +: WORD_WIDTH];
                    for (strip = 1; strip < COLUMN_STRIPS; strip = strip + 1) begin
                        if (column_select_q == strip[COLUMN_SELECT_WIDTH-1:0]) begin
                            word = row_words[
                                (((column / COLUMN_GRAIN + strip) % COLUMN_STRIPS) * COLUMN_GRAIN
                                + column % COLUMN_GRAIN) * WORD_WIDTH +: WORD_WIDTH];
                        end
                    end
                end

                always @(posedge clk) begin
                    word_q <= (row_valid_q[row] && column_valid_q[column]) ? word : padding_q;
                end
                assign window[(row*COLUMNS+column)*WORD_WIDTH +: WORD_WIDTH] = word_q;
            end
        end
    endgenerate

    // Banks that only fill up a strip are not looked at.
    wire unused = &{1'b0, bank_data, row_select, column_select_q};

endmodule

`default_nettype wire
