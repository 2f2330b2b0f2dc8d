// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_window_sequencer: walks a convolution or pool, one step of the array a cycle
//
//   for block row / for block column / for filter group          <- one group of sums
//       for kernel step x / for kernel step y / for channel group  <- its steps
//
// Reserve before start: a block row starts only when every input row it reads is in
// the ring and the consumer has room for all it produces (`m_space`). From then on
// nothing can stall it, so there is no ready signal inside the engine.
//
// Rows are counted in image rows; the ring is addressed in strips of ROW_GRAIN rows
// or COLUMN_GRAIN columns, the greatest common step of all windows.
// The first step of a block row is issued two cycles after `start_ready` rises.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_window_sequencer #(
    // Trip counts of the loops, outermost first
    parameter integer BLOCK_ROWS = 14,
    parameter integer BLOCK_COLUMNS = 14,
    parameter integer FILTER_GROUPS = 1,
    parameter integer KERNEL_STEPS_X = 5,
    parameter integer KERNEL_STEPS_Y = 1,
    parameter integer CHANNEL_GROUPS = 1,
    // Filter groups in a row that read the same channels; all, but in a grouped convolution
    parameter integer FILTERS_OF_WORDS = FILTER_GROUPS,
    // Rows of the input image; rows of the ring a frame takes, empty ones included
    parameter integer ROWS = 28,
    parameter integer FRAME_ROWS = 28,
    // Rows of the ring
    parameter integer RING_ROWS = 12,
    // Zero rows and columns before the image
    parameter integer PAD_TOP = 2,
    parameter integer PAD_LEFT = 2,
    // Input rows and columns from one block to the next
    parameter integer BLOCK_ROW_STEP = 2,
    parameter integer BLOCK_COLUMN_STEP = 2,
    // Input rows one block row waits for: real kernel rows, and rows a stride steps over
    parameter integer BLOCK_ROW_REACH = 6,
    // Kernel rows and columns of one step
    parameter integer KERNEL_ROW_STEP = 5,
    parameter integer KERNEL_COLUMN_STEP = 1,
    // Rows and columns of a strip
    parameter integer ROW_GRAIN = 2,
    parameter integer COLUMN_GRAIN = 1,
    // Strip of the first window: rows in the ring, columns in a row
    parameter integer FIRST_ROW_STRIP = 11,
    parameter integer FIRST_COLUMN_STRIP = 0,
    // 1: the consumer gives room per frame; 0: per block row
    parameter integer CLAIM_FRAME = 0,
    // Widths of the outputs
    parameter integer ROW_STRIP_WIDTH = 4,
    parameter integer COLUMN_STRIP_WIDTH = 5,
    parameter integer ROW_WIDTH = 7,
    parameter integer COLUMN_WIDTH = 7,
    parameter integer GROUP_WIDTH = 1,
    parameter integer FILTER_WIDTH = 1,
    parameter integer ROM_ADDRESS_WIDTH = 3,
    parameter integer HELD_WIDTH = 5
) (
    input  wire                          clk,
    input  wire                          rst,

    // A row of the input is complete in the ring
    input  wire                          row_done,
    // Rows the engine has read for the last time (0 in most cycles)
    output reg  [HELD_WIDTH-1:0]         released_rows,

    // The consumer has room for one more unit; the unit is taken
    input  wire                          m_space,
    output wire                          m_claim,

    // One step of the MAC array, the first and the last of a group
    output wire                          step_valid,
    output wire                          step_first,
    output wire                          step_last,
    // Filter group of the step; the last one of a block
    output wire [FILTER_WIDTH-1:0]       group,
    output wire                          group_last,

    // Where the window of this step begins: strip in the ring, strip in the row, image row and column (signed)
    output wire [ROW_STRIP_WIDTH-1:0]    row_strip,
    output wire [COLUMN_STRIP_WIDTH-1:0] column_strip,
    output wire [ROW_WIDTH-1:0]          row_first,
    output wire [COLUMN_WIDTH-1:0]       column_first,
    output wire [GROUP_WIDTH-1:0]        channel_group,
    output wire [ROM_ADDRESS_WIDTH-1:0]  rom_address
);

    localparam integer RING_STRIPS       = RING_ROWS / ROW_GRAIN;
    localparam integer BLOCK_ROW_STRIPS  = (BLOCK_ROW_STEP / ROW_GRAIN) % RING_STRIPS;
    localparam integer FRAME_STRIPS      = FRAME_ROWS / ROW_GRAIN - (BLOCK_ROWS - 1) * (BLOCK_ROW_STEP / ROW_GRAIN);
    localparam integer LAST_ROW_STRIPS   = ((FRAME_STRIPS % RING_STRIPS) + RING_STRIPS) % RING_STRIPS;

    localparam integer BLOCK_ROW_BITS    = $clog2(BLOCK_ROWS + 1);
    localparam integer BLOCK_COLUMN_BITS = $clog2(BLOCK_COLUMNS + 1);
    localparam integer KERNEL_X_BITS     = $clog2(KERNEL_STEPS_X + 1);
    localparam integer KERNEL_Y_BITS     = $clog2(KERNEL_STEPS_Y + 1);

    localparam integer LAST_BLOCK_ROW     = BLOCK_ROWS - 1;
    localparam integer LAST_BLOCK_COLUMN  = BLOCK_COLUMNS - 1;
    localparam integer LAST_FILTER        = FILTER_GROUPS - 1;
    localparam integer LAST_KERNEL_X      = KERNEL_STEPS_X - 1;
    localparam integer LAST_KERNEL_Y      = KERNEL_STEPS_Y - 1;
    localparam integer LAST_GROUP         = CHANNEL_GROUPS - 1;

    localparam integer ROW_START          = -PAD_TOP;
    localparam integer ROW_STEP           = BLOCK_ROW_STEP;
    localparam integer ROW_KERNEL_STEP    = KERNEL_ROW_STEP;
    localparam integer ROW_REACH          = BLOCK_ROW_REACH;
    localparam integer ROW_END            = ROWS;
    localparam integer EMPTY_ROWS         = FRAME_ROWS - ROWS;
    localparam integer COLUMN_START       = -PAD_LEFT;
    localparam integer COLUMN_STEP        = BLOCK_COLUMN_STEP;
    localparam integer COLUMN_KERNEL_STEP = KERNEL_COLUMN_STEP;

    localparam integer STRIPS             = RING_STRIPS;
    localparam integer STRIP_STEP         = BLOCK_ROW_STRIPS;
    localparam integer STRIP_LAST_STEP    = LAST_ROW_STRIPS;
    localparam integer STRIP_START        = FIRST_ROW_STRIP;
    localparam integer STRIP_KERNEL_STEP  = KERNEL_ROW_STEP / ROW_GRAIN;
    localparam integer COLUMN_STRIP_START = FIRST_COLUMN_STRIP;
    localparam integer COLUMN_STRIP_STEP  = BLOCK_COLUMN_STEP / COLUMN_GRAIN;
    localparam integer COLUMN_STRIP_KSTEP = KERNEL_COLUMN_STEP / COLUMN_GRAIN;

    // ---- loop counters --------------------------------------------------------
    reg                          active_q;
    reg [BLOCK_ROW_BITS-1:0]     block_row_q;
    reg [BLOCK_COLUMN_BITS-1:0]  block_column_q;
    reg [FILTER_WIDTH-1:0]        filter_q;
    reg [KERNEL_X_BITS-1:0]      kernel_x_q;
    reg [KERNEL_Y_BITS-1:0]      kernel_y_q;
    reg [GROUP_WIDTH-1:0]        group_q;
    reg [ROM_ADDRESS_WIDTH-1:0]  rom_q;

    wire last_group     = group_q == LAST_GROUP[GROUP_WIDTH-1:0];
    wire last_kernel_y  = last_group & (kernel_y_q == LAST_KERNEL_Y[KERNEL_Y_BITS-1:0]);
    wire last_kernel_x  = last_kernel_y & (kernel_x_q == LAST_KERNEL_X[KERNEL_X_BITS-1:0]);
    wire last_filter    = last_kernel_x & (filter_q == LAST_FILTER[FILTER_WIDTH-1:0]);
    wire last_column    = last_filter & (block_column_q == LAST_BLOCK_COLUMN[BLOCK_COLUMN_BITS-1:0]);
    wire row_last       = active_q & last_column;
    wire last_block_row = block_row_q == LAST_BLOCK_ROW[BLOCK_ROW_BITS-1:0];

    always @(posedge clk) begin
        if (rst) begin
            block_row_q    <= {BLOCK_ROW_BITS{1'b0}};
            block_column_q <= {BLOCK_COLUMN_BITS{1'b0}};
            filter_q       <= {FILTER_WIDTH{1'b0}};
            kernel_x_q     <= {KERNEL_X_BITS{1'b0}};
            kernel_y_q     <= {KERNEL_Y_BITS{1'b0}};
            group_q        <= {GROUP_WIDTH{1'b0}};
            rom_q          <= {ROM_ADDRESS_WIDTH{1'b0}};
        end else if (active_q) begin
            group_q <= last_group ? {GROUP_WIDTH{1'b0}} : group_q + 1'b1;
            rom_q   <= last_filter ? {ROM_ADDRESS_WIDTH{1'b0}} : rom_q + 1'b1;
            if (last_group) begin
                kernel_y_q <= last_kernel_y ? {KERNEL_Y_BITS{1'b0}} : kernel_y_q + 1'b1;
            end
            if (last_kernel_y) begin
                kernel_x_q <= last_kernel_x ? {KERNEL_X_BITS{1'b0}} : kernel_x_q + 1'b1;
            end
            if (last_kernel_x) begin
                filter_q <= last_filter ? {FILTER_WIDTH{1'b0}} : filter_q + 1'b1;
            end
            if (last_filter) begin
                block_column_q <= last_column ? {BLOCK_COLUMN_BITS{1'b0}} : block_column_q + 1'b1;
            end
            if (last_column) begin
                block_row_q <= last_block_row ? {BLOCK_ROW_BITS{1'b0}} : block_row_q + 1'b1;
            end
        end
    end

    // ---- places of the window -------------------------------------------------
    reg [ROW_WIDTH-1:0]          row_q;
    reg [ROW_WIDTH-1:0]          kernel_row_q;
    reg [ROW_STRIP_WIDTH-1:0]    strip_q;
    reg [ROW_STRIP_WIDTH-1:0]    kernel_strip_q;
    reg [COLUMN_WIDTH-1:0]       column_q;
    reg [COLUMN_WIDTH-1:0]       kernel_column_q;
    reg [COLUMN_STRIP_WIDTH-1:0] column_strip_q;
    reg [COLUMN_STRIP_WIDTH-1:0] kernel_column_strip_q;

    wire [ROW_WIDTH-1:0]       next_row      = last_block_row ? ROW_START[ROW_WIDTH-1:0] : row_q + ROW_STEP[ROW_WIDTH-1:0];
    wire [ROW_STRIP_WIDTH:0]   strip_sum     = {1'b0, strip_q} + (last_block_row ? STRIP_LAST_STEP[ROW_STRIP_WIDTH:0] : STRIP_STEP[ROW_STRIP_WIDTH:0]);
    wire [ROW_STRIP_WIDTH:0]   strip_wrapped = strip_sum >= STRIPS[ROW_STRIP_WIDTH:0] ? strip_sum - STRIPS[ROW_STRIP_WIDTH:0] : strip_sum;
    wire [ROW_STRIP_WIDTH:0]   here_sum      = {1'b0, strip_q} + {1'b0, kernel_strip_q};
    wire [ROW_STRIP_WIDTH:0]   here_wrapped  = here_sum >= STRIPS[ROW_STRIP_WIDTH:0] ? here_sum - STRIPS[ROW_STRIP_WIDTH:0] : here_sum;

    always @(posedge clk) begin
        if (rst) begin
            row_q                 <= ROW_START[ROW_WIDTH-1:0];
            kernel_row_q          <= {ROW_WIDTH{1'b0}};
            strip_q               <= STRIP_START[ROW_STRIP_WIDTH-1:0];
            kernel_strip_q        <= {ROW_STRIP_WIDTH{1'b0}};
            column_q              <= COLUMN_START[COLUMN_WIDTH-1:0];
            kernel_column_q       <= {COLUMN_WIDTH{1'b0}};
            column_strip_q        <= COLUMN_STRIP_START[COLUMN_STRIP_WIDTH-1:0];
            kernel_column_strip_q <= {COLUMN_STRIP_WIDTH{1'b0}};
        end else if (active_q) begin
            if (last_group) begin
                kernel_row_q   <= last_kernel_y ? {ROW_WIDTH{1'b0}} : kernel_row_q + ROW_KERNEL_STEP[ROW_WIDTH-1:0];
                kernel_strip_q <= last_kernel_y ? {ROW_STRIP_WIDTH{1'b0}} : kernel_strip_q + STRIP_KERNEL_STEP[ROW_STRIP_WIDTH-1:0];
            end
            if (last_kernel_y) begin
                kernel_column_q       <= last_kernel_x ? {COLUMN_WIDTH{1'b0}} : kernel_column_q + COLUMN_KERNEL_STEP[COLUMN_WIDTH-1:0];
                kernel_column_strip_q <= last_kernel_x ? {COLUMN_STRIP_WIDTH{1'b0}}
                                                       : kernel_column_strip_q + COLUMN_STRIP_KSTEP[COLUMN_STRIP_WIDTH-1:0];
            end
            if (last_filter) begin
                column_q       <= last_column ? COLUMN_START[COLUMN_WIDTH-1:0] : column_q + COLUMN_STEP[COLUMN_WIDTH-1:0];
                column_strip_q <= last_column ? COLUMN_STRIP_START[COLUMN_STRIP_WIDTH-1:0] : column_strip_q + COLUMN_STRIP_STEP[COLUMN_STRIP_WIDTH-1:0];
            end
            if (last_column) begin
                row_q   <= next_row;
                strip_q <= strip_wrapped[ROW_STRIP_WIDTH-1:0];
            end
        end
    end

    assign step_valid    = active_q;
    assign step_first    = (group_q == {GROUP_WIDTH{1'b0}}) & (kernel_y_q == {KERNEL_Y_BITS{1'b0}})
                           & (kernel_x_q == {KERNEL_X_BITS{1'b0}});
    assign step_last     = last_kernel_x;
    assign group         = filter_q;
    assign group_last    = filter_q == LAST_FILTER[FILTER_WIDTH-1:0];
    assign row_strip     = here_wrapped[ROW_STRIP_WIDTH-1:0];
    assign column_strip  = column_strip_q + kernel_column_strip_q;
    assign row_first     = row_q + kernel_row_q;
    assign column_first  = column_q + kernel_column_q;
    // Groups of a convolution have words of their own.
    generate
        if (FILTERS_OF_WORDS < FILTER_GROUPS) begin : gen_words
            localparam integer FILTER_BITS = $clog2(FILTERS_OF_WORDS + 1);
            localparam integer LAST_OF_WORDS = FILTERS_OF_WORDS - 1;
            localparam integer WORDS = CHANNEL_GROUPS;

            reg [FILTER_BITS-1:0] of_words_q;
            reg [GROUP_WIDTH-1:0] first_word_q;
            wire last_of_words = of_words_q == LAST_OF_WORDS[FILTER_BITS-1:0];

            always @(posedge clk) begin
                if (rst) begin
                    of_words_q   <= {FILTER_BITS{1'b0}};
                    first_word_q <= {GROUP_WIDTH{1'b0}};
                end else if (active_q & last_kernel_x) begin
                    of_words_q <= last_of_words ? {FILTER_BITS{1'b0}} : of_words_q + 1'b1;
                    if (last_filter) begin
                        first_word_q <= {GROUP_WIDTH{1'b0}};
                    end else if (last_of_words) begin
                        first_word_q <= first_word_q + WORDS[GROUP_WIDTH-1:0];
                    end
                end
            end
            assign channel_group = first_word_q + group_q;
        end else begin : gen_one_part
            assign channel_group = group_q;
        end
    endgenerate

    assign rom_address   = rom_q;

    // ---- when a block row may start -------------------------------------------
    // Block row q reads the image rows [max(0, row), min(ROWS, row + REACH)) and is the last to read those
    // above the first row of block row q + 1. The last block row of a frame waits for the whole frame and
    // frees all that is left of it, with the empty rows behind it.
    reg [HELD_WIDTH-1:0] held_q;
    reg [HELD_WIDTH-1:0] required_q;
    reg                  started_q;
    reg                  start_ready;

    wire                 start_last     = BLOCK_ROWS == 1 ? 1'b1
                                        : active_q ? block_row_q == LAST_BLOCK_ROW[BLOCK_ROW_BITS-1:0] - 1'b1 : last_block_row;
    wire [ROW_WIDTH-1:0] start_row      = active_q ? next_row : row_q;
    wire [ROW_WIDTH-1:0] start_first    = start_row[ROW_WIDTH-1] ? {ROW_WIDTH{1'b0}} : start_row;
    wire [ROW_WIDTH-1:0] start_reach    = start_row + ROW_REACH[ROW_WIDTH-1:0];
    wire [ROW_WIDTH-1:0] start_end      = (start_last | start_reach > ROW_END[ROW_WIDTH-1:0]) ? ROW_END[ROW_WIDTH-1:0] : start_reach;
    wire [ROW_WIDTH-1:0] current_first  = row_q[ROW_WIDTH-1] ? {ROW_WIDTH{1'b0}} : row_q;
    wire [ROW_WIDTH-1:0] following      = next_row[ROW_WIDTH-1] ? {ROW_WIDTH{1'b0}} : next_row;
    wire [ROW_WIDTH-1:0] image_rows     = (last_block_row ? ROW_END[ROW_WIDTH-1:0] : following) - current_first;
    wire [ROW_WIDTH-1:0] ring_rows      = last_block_row ? image_rows + EMPTY_ROWS[ROW_WIDTH-1:0] : image_rows;
    wire [ROW_WIDTH-1:0] required_rows  = start_end - start_first + (active_q ? image_rows : {ROW_WIDTH{1'b0}});
    wire                 frame_starts   = active_q ? last_block_row : block_row_q == {BLOCK_ROW_BITS{1'b0}};
    wire                 start          = start_ready & (~active_q | row_last);

    generate
        if (CLAIM_FRAME != 0) begin : gen_claim_frame
            reg frame_starts_q;
            always @(posedge clk) begin
                frame_starts_q <= frame_starts;
            end
            wire room = m_space | ~frame_starts_q;
            assign m_claim = start & frame_starts;
            always @(posedge clk) begin
                start_ready <= ~rst & ~start & ~started_q & (held_q >= required_q) & room;
            end
        end else begin : gen_claim_row
            wire unused = &{1'b0, frame_starts};
            assign m_claim = start;
            always @(posedge clk) begin
                start_ready <= ~rst & ~start & ~started_q & (held_q >= required_q) & m_space;
            end
        end
    endgenerate

    always @(posedge clk) begin
        required_q    <= required_rows[HELD_WIDTH-1:0];
        released_rows <= (row_last & ~rst) ? ring_rows[HELD_WIDTH-1:0] : {HELD_WIDTH{1'b0}};
        if (rst) begin
            active_q  <= 1'b0;
            // Holds the start back until required_q is there.
            started_q <= 1'b1;
            held_q    <= {HELD_WIDTH{1'b0}};
        end else begin
            active_q  <= start | (active_q & ~row_last);
            started_q <= start;
            held_q    <= held_q + {{(HELD_WIDTH-1){1'b0}}, row_done}
                         - (row_last ? image_rows[HELD_WIDTH-1:0] : {HELD_WIDTH{1'b0}});
        end
    end

    wire unused = &{1'b0, strip_wrapped[ROW_STRIP_WIDTH], here_wrapped[ROW_STRIP_WIDTH], start_reach, ring_rows,
                    image_rows, required_rows};

endmodule

`default_nettype wire
