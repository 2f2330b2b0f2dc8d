// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_window_position: where the window of a step begins, along one side of the image
//
// One instance follows the rows, another one the columns. Strips of rows (or of
// columns) are dealt to BANKS banks in turn. The place of a strip is a pair:
//
//   select = strip mod BANKS              the bank
//   index  = strip / BANKS                the word of the bank, mod 2^INDEX_WIDTH
//
// Nothing is divided: both are counters that step with the loops, and `select` carries
// into `index` where it wraps. The first place of the next block is kept beside that of
// this block, so that a new block takes no addition.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_window_position #(
    // Blocks along this side
    parameter integer BLOCKS = 14,
    // Banks in turn
    parameter integer BANKS = 2,
    // Place of the first window
    parameter integer FIRST_SELECT = 0,
    parameter integer FIRST_INDEX = 0,
    // Strips from one block to the next, from the last block to the first again, and from one kernel step to the next
    parameter integer BLOCK_STRIPS = 1,
    parameter integer WRAP_STRIPS = 1,
    parameter integer KERNEL_STRIPS = 1,
    // Row (or column) of the image where the first window begins, signed; rows from block to block and between steps
    parameter integer FIRST_PIXEL = 0,
    parameter integer BLOCK_PIXELS = 2,
    parameter integer KERNEL_PIXELS = 1,
    // Widths of the outputs
    parameter integer SELECT_WIDTH = 1,
    parameter integer INDEX_WIDTH = 3,
    parameter integer PIXEL_WIDTH = 7
) (
    input  wire                    clk,
    input  wire                    rst,

    // On to the next kernel step; from the last one back to the first (`kernel_end`), of the next block (`block_end`)
    input  wire                    kernel_step,
    input  wire                    kernel_end,
    input  wire                    block_end,

    output wire [SELECT_WIDTH-1:0] select,
    output wire [INDEX_WIDTH-1:0]  index,
    output wire [PIXEL_WIDTH-1:0]  pixel,
    // First row (or column) of this block's window; this block is the last
    output wire [PIXEL_WIDTH-1:0]  block_pixel,
    output wire                    block_last
);

    localparam integer COUNT_WIDTH   = $clog2(BLOCKS + 1);
    localparam integer BEFORE_LAST   = BLOCKS > 1 ? BLOCKS - 2 : 0;
    localparam integer SECOND        = BLOCKS > 1 ? 1 : 0;

    // Whole turns of a move; the rest is added bank by bank below.
    localparam integer BLOCK_INDEX   = BLOCK_STRIPS / BANKS;
    localparam integer WRAP_INDEX    = WRAP_STRIPS / BANKS;
    localparam integer KERNEL_INDEX  = KERNEL_STRIPS / BANKS;

    localparam integer SECOND_STRIPS = FIRST_SELECT + (BLOCKS > 1 ? BLOCK_STRIPS : WRAP_STRIPS);
    localparam integer SECOND_SELECT = SECOND_STRIPS % BANKS;
    localparam integer SECOND_INDEX  = FIRST_INDEX + SECOND_STRIPS / BANKS;
    localparam integer SECOND_PIXEL  = BLOCKS > 1 ? FIRST_PIXEL + BLOCK_PIXELS : FIRST_PIXEL;

    // The window of this step, the first window of this block and that of the next
    reg [SELECT_WIDTH-1:0] here_select_q;
    reg [INDEX_WIDTH-1:0]  here_index_q;
    reg [PIXEL_WIDTH-1:0]  here_pixel_q;
    reg [SELECT_WIDTH-1:0] block_select_q;
    reg [INDEX_WIDTH-1:0]  block_index_q;
    reg [PIXEL_WIDTH-1:0]  block_pixel_q;
    reg [SELECT_WIDTH-1:0] next_select_q;
    reg [INDEX_WIDTH-1:0]  next_index_q;
    reg [PIXEL_WIDTH-1:0]  next_pixel_q;
    // Number of the next block
    reg [COUNT_WIDTH-1:0]  next_q;
    reg                    next_last_q;
    reg                    block_last_q;

    // ---- one kernel step on, one block on ---------------------------------------
    // Bank by bank: where the move from it leads, and whether that is past the last bank.
    reg [SELECT_WIDTH-1:0] kernel_select;
    reg                    kernel_carry;
    reg [SELECT_WIDTH-1:0] block_select;
    reg                    block_carry;
    integer bank, kernel_bank, block_bank, wrap_bank;
    always @* begin
        kernel_select = {SELECT_WIDTH{1'b0}};
        kernel_carry  = 1'b0;
        block_select  = {SELECT_WIDTH{1'b0}};
        block_carry   = 1'b0;
        for (bank = 0; bank < BANKS; bank = bank + 1) begin
            kernel_bank = bank + KERNEL_STRIPS % BANKS;
            block_bank  = bank + BLOCK_STRIPS % BANKS;
            wrap_bank   = bank + WRAP_STRIPS % BANKS;
            if (here_select_q == bank[SELECT_WIDTH-1:0]) begin
                kernel_carry  = kernel_bank >= BANKS;
                kernel_bank   = kernel_bank % BANKS;
                kernel_select = kernel_bank[SELECT_WIDTH-1:0];
            end
            if (next_select_q == bank[SELECT_WIDTH-1:0]) begin
                block_carry   = next_last_q ? wrap_bank >= BANKS : block_bank >= BANKS;
                block_bank    = block_bank % BANKS;
                wrap_bank     = wrap_bank % BANKS;
                block_select  = next_last_q ? wrap_bank[SELECT_WIDTH-1:0] : block_bank[SELECT_WIDTH-1:0];
            end
        end
    end

    wire [INDEX_WIDTH-1:0] kernel_index = here_index_q + KERNEL_INDEX[INDEX_WIDTH-1:0] + {{(INDEX_WIDTH-1){1'b0}}, kernel_carry};
    wire [INDEX_WIDTH-1:0] block_turns  = next_last_q ? WRAP_INDEX[INDEX_WIDTH-1:0] : BLOCK_INDEX[INDEX_WIDTH-1:0];
    wire [INDEX_WIDTH-1:0] block_index  = next_index_q + block_turns + {{(INDEX_WIDTH-1){1'b0}}, block_carry};

    always @(posedge clk) begin
        if (rst) begin
            here_select_q <= FIRST_SELECT[SELECT_WIDTH-1:0];
            here_index_q  <= FIRST_INDEX[INDEX_WIDTH-1:0];
            here_pixel_q  <= FIRST_PIXEL[PIXEL_WIDTH-1:0];
        end else if (kernel_step) begin
            here_select_q <= block_end ? next_select_q : kernel_end ? block_select_q : kernel_select;
            here_index_q  <= block_end ? next_index_q : kernel_end ? block_index_q : kernel_index;
            here_pixel_q  <= block_end ? next_pixel_q : kernel_end ? block_pixel_q : here_pixel_q + KERNEL_PIXELS[PIXEL_WIDTH-1:0];
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            block_select_q <= FIRST_SELECT[SELECT_WIDTH-1:0];
            block_index_q  <= FIRST_INDEX[INDEX_WIDTH-1:0];
            block_pixel_q  <= FIRST_PIXEL[PIXEL_WIDTH-1:0];
            block_last_q   <= BLOCKS == 1;
            next_select_q  <= SECOND_SELECT[SELECT_WIDTH-1:0];
            next_index_q   <= SECOND_INDEX[INDEX_WIDTH-1:0];
            next_pixel_q   <= SECOND_PIXEL[PIXEL_WIDTH-1:0];
            next_q         <= SECOND[COUNT_WIDTH-1:0];
            next_last_q    <= BLOCKS <= 2;
        end else if (block_end) begin
            block_select_q <= next_select_q;
            block_index_q  <= next_index_q;
            block_pixel_q  <= next_pixel_q;
            block_last_q   <= next_last_q;
            next_select_q  <= block_select;
            next_index_q   <= block_index;
            next_pixel_q   <= next_last_q ? FIRST_PIXEL[PIXEL_WIDTH-1:0] : next_pixel_q + BLOCK_PIXELS[PIXEL_WIDTH-1:0];
            next_q         <= next_last_q ? {COUNT_WIDTH{1'b0}} : next_q + 1'b1;
            next_last_q    <= (BLOCKS == 1) | (~next_last_q & (next_q == BEFORE_LAST[COUNT_WIDTH-1:0]));
        end
    end

    assign select      = here_select_q;
    assign index       = here_index_q;
    assign pixel       = here_pixel_q;
    assign block_pixel = block_pixel_q;
    assign block_last  = block_last_q;

endmodule

`default_nettype wire
