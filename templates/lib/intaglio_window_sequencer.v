// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_window_sequencer: walks a convolution or pool, one step of the array a cycle
//
//   for block row / for block column / for filter group          <- one group of sums
//       for kernel step x / for kernel step y / for channel word  <- its steps
//
// Reserve before start: a block row starts only when every input row it reads is in
// the ring and the consumer has room for all it produces (`m_space`). From then on
// nothing can stall it, so there is no ready signal inside the engine.
//
// Every test of a loop's end is a flag that its counter sets one step ahead, and what a
// start asks for is counted: `start_ready` looks at two sign bits and nothing else.
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
    parameter integer CHANNEL_WORDS = 1,
    // Filter groups in a row that read the same channels; all, but in a grouped convolution
    parameter integer WORD_FILTER_GROUPS = FILTER_GROUPS,
    // Rows of the input image; rows of the ring a frame takes, empty ones included
    parameter integer ROWS = 28,
    parameter integer FRAME_ROWS = 28,
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
    // Rows and columns of a strip: the greatest common step of all windows; strips that are dealt in turn
    parameter integer ROW_GRAIN = 2,
    parameter integer COLUMN_GRAIN = 1,
    parameter integer ROW_STRIPS = 3,
    parameter integer COLUMN_STRIPS = 2,
    // Strip of the first window: rows in the ring, columns in a row
    parameter integer FIRST_ROW_STRIP = 11,
    parameter integer FIRST_COLUMN_STRIP = 0,
    // Words that the index of FIRST_COLUMN_STRIP is counted from
    parameter integer COLUMN_OFFSET = 0,
    // Widths of the outputs
    parameter integer ROW_SELECT_WIDTH = 2,
    parameter integer ROW_INDEX_WIDTH = 2,
    parameter integer COLUMN_SELECT_WIDTH = 1,
    parameter integer COLUMN_INDEX_WIDTH = 4,
    parameter integer ROW_WIDTH = 7,
    parameter integer COLUMN_WIDTH = 7,
    parameter integer CHANNEL_WORD_WIDTH = 1,
    parameter integer FILTER_GROUP_WIDTH = 1,
    parameter integer ROM_ADDRESS_WIDTH = 3,
    parameter integer HELD_WIDTH = 5
) (
    input  wire                           clk,
    input  wire                           rst,

    // A row of the input is complete in the ring
    input  wire                           row_done,
    // Rows the engine has read for the last time (0 in most cycles)
    output reg  [HELD_WIDTH-1:0]          released_rows,

    // The consumer has room for one more unit; the unit is taken, the cycle after the start
    input  wire                           m_space,
    output wire                           m_claim,

    // One step of the MAC array, the first and the last of a group
    output wire                           step_valid,
    output wire                           step_first,
    output wire                           step_last,
    // Filter group of the step; the last one of a block
    output wire [FILTER_GROUP_WIDTH-1:0]  filter_group,
    output wire                           group_last,

    // Where the window of this step begins: bank and word of rows and columns, image row and column (signed)
    output wire [ROW_SELECT_WIDTH-1:0]    row_select,
    output wire [ROW_INDEX_WIDTH-1:0]     row_index,
    output wire [COLUMN_SELECT_WIDTH-1:0] column_select,
    output wire [COLUMN_INDEX_WIDTH-1:0]  column_index,
    output wire [ROW_WIDTH-1:0]           row_first,
    output wire [COLUMN_WIDTH-1:0]        column_first,
    output wire [CHANNEL_WORD_WIDTH-1:0]         channel_word,
    output wire [ROM_ADDRESS_WIDTH-1:0]   rom_address
);

    localparam integer KERNEL_X_BITS  = $clog2(KERNEL_STEPS_X + 1);
    localparam integer KERNEL_Y_BITS  = $clog2(KERNEL_STEPS_Y + 1);
    localparam integer CANDIDATE_BITS = $clog2(BLOCK_ROWS + 1);

    // ---- loops ----------------------------------------------------------------
    reg                         active_q;
    reg                         step_first_q;
    reg [ROM_ADDRESS_WIDTH-1:0] rom_q;

    wire [CHANNEL_WORD_WIDTH-1:0]      channel_word_q;
    wire [KERNEL_Y_BITS-1:0]    kernel_y_q;
    wire [KERNEL_X_BITS-1:0]    kernel_x_q;
    wire                        last_channel_word;
    wire                        last_kernel_y;
    wire                        last_kernel_x;
    wire                        last_filter;
    wire                        last_column;
    wire                        last_block_row;

    // This step ends the loop, and all loops inside it
    wire end_channel_words    = active_q & last_channel_word;
    wire end_kernel_y = end_channel_words & last_kernel_y;
    wire end_kernel_x = end_kernel_y & last_kernel_x;
    wire end_filter   = end_kernel_x & last_filter;
    wire end_row      = end_filter & last_column;

    intaglio_loop_counter #(.TRIPS(CHANNEL_WORDS), .WIDTH(CHANNEL_WORD_WIDTH)) u_channel_words (
        .clk(clk), .rst(rst), .step(active_q), .count(channel_word_q), .last(last_channel_word));
    intaglio_loop_counter #(.TRIPS(KERNEL_STEPS_Y), .WIDTH(KERNEL_Y_BITS)) u_kernel_y (
        .clk(clk), .rst(rst), .step(end_channel_words), .count(kernel_y_q), .last(last_kernel_y));
    intaglio_loop_counter #(.TRIPS(KERNEL_STEPS_X), .WIDTH(KERNEL_X_BITS)) u_kernel_x (
        .clk(clk), .rst(rst), .step(end_kernel_y), .count(kernel_x_q), .last(last_kernel_x));
    intaglio_loop_counter #(.TRIPS(FILTER_GROUPS), .WIDTH(FILTER_GROUP_WIDTH)) u_filters (
        .clk(clk), .rst(rst), .step(end_kernel_x), .count(filter_group), .last(last_filter));

    always @(posedge clk) begin
        if (rst) begin
            step_first_q <= 1'b1;
            rom_q        <= {ROM_ADDRESS_WIDTH{1'b0}};
        end else if (active_q) begin
            step_first_q <= end_kernel_x;
            rom_q        <= end_filter ? {ROM_ADDRESS_WIDTH{1'b0}} : rom_q + 1'b1;
        end
    end

    assign step_valid  = active_q;
    assign step_first  = step_first_q;
    assign step_last   = end_kernel_x;
    assign group_last  = last_filter;
    assign rom_address = rom_q;

    // ---- places of the window -------------------------------------------------
    // Strips from the last block row of a frame to the first of the next, and from the last block of a row to the first.
    localparam integer BLOCK_ROW_STRIPS    = BLOCK_ROW_STEP / ROW_GRAIN;
    localparam integer BLOCK_COLUMN_STRIPS = BLOCK_COLUMN_STEP / COLUMN_GRAIN;
    localparam integer RING_STRIPS         = ROW_STRIPS << ROW_INDEX_WIDTH;
    localparam integer LINE_STRIPS         = COLUMN_STRIPS << COLUMN_INDEX_WIDTH;
    localparam integer NEXT_FRAME_STRIPS   = FRAME_ROWS / ROW_GRAIN - (BLOCK_ROWS - 1) * BLOCK_ROW_STRIPS;
    localparam integer NEXT_ROW_STRIPS     = -(BLOCK_COLUMNS - 1) * BLOCK_COLUMN_STRIPS;

    wire [ROW_WIDTH-1:0]    row_q;
    wire [COLUMN_WIDTH-1:0] column_q;

    intaglio_window_position #(
        .BLOCKS(BLOCK_ROWS), .BANKS(ROW_STRIPS), .FIRST_SELECT(FIRST_ROW_STRIP % ROW_STRIPS),
        .FIRST_INDEX(FIRST_ROW_STRIP / ROW_STRIPS), .BLOCK_STRIPS(BLOCK_ROW_STRIPS % RING_STRIPS),
        .WRAP_STRIPS((NEXT_FRAME_STRIPS % RING_STRIPS + RING_STRIPS) % RING_STRIPS),
        .KERNEL_STRIPS(KERNEL_ROW_STEP / ROW_GRAIN), .FIRST_PIXEL(-PAD_TOP), .BLOCK_PIXELS(BLOCK_ROW_STEP),
        .KERNEL_PIXELS(KERNEL_ROW_STEP), .SELECT_WIDTH(ROW_SELECT_WIDTH), .INDEX_WIDTH(ROW_INDEX_WIDTH),
        .PIXEL_WIDTH(ROW_WIDTH)
    ) u_rows (
        .clk(clk), .rst(rst), .kernel_step(end_channel_words), .kernel_end(last_kernel_y), .block_end(end_row),
        .select(row_select), .index(row_index), .pixel(row_first), .block_pixel(row_q), .block_last(last_block_row));

    intaglio_window_position #(
        .BLOCKS(BLOCK_COLUMNS), .BANKS(COLUMN_STRIPS), .FIRST_SELECT(FIRST_COLUMN_STRIP % COLUMN_STRIPS),
        .FIRST_INDEX(FIRST_COLUMN_STRIP / COLUMN_STRIPS - COLUMN_OFFSET),
        .BLOCK_STRIPS(BLOCK_COLUMN_STRIPS % LINE_STRIPS),
        .WRAP_STRIPS((NEXT_ROW_STRIPS % LINE_STRIPS + LINE_STRIPS) % LINE_STRIPS),
        .KERNEL_STRIPS(KERNEL_COLUMN_STEP / COLUMN_GRAIN), .FIRST_PIXEL(-PAD_LEFT), .BLOCK_PIXELS(BLOCK_COLUMN_STEP),
        .KERNEL_PIXELS(KERNEL_COLUMN_STEP), .SELECT_WIDTH(COLUMN_SELECT_WIDTH), .INDEX_WIDTH(COLUMN_INDEX_WIDTH),
        .PIXEL_WIDTH(COLUMN_WIDTH)
    ) u_columns (
        .clk(clk), .rst(rst), .kernel_step(end_kernel_y), .kernel_end(last_kernel_x), .block_end(end_filter),
        .select(column_select), .index(column_index), .pixel(column_first), .block_pixel(column_q),
        .block_last(last_column));

    // Groups of a convolution have words of their own.
    generate
        if (WORD_FILTER_GROUPS < FILTER_GROUPS) begin : gen_words
            localparam integer FILTER_BITS = $clog2(WORD_FILTER_GROUPS + 1);
            localparam integer WORDS = CHANNEL_WORDS;

            wire [FILTER_BITS-1:0] of_words_q;
            wire                   last_of_words;
            reg  [CHANNEL_WORD_WIDTH-1:0] first_word_q;

            intaglio_loop_counter #(.TRIPS(WORD_FILTER_GROUPS), .WIDTH(FILTER_BITS)) u_of_words (
                .clk(clk), .rst(rst), .step(end_kernel_x), .count(of_words_q), .last(last_of_words));

            always @(posedge clk) begin
                if (rst) begin
                    first_word_q <= {CHANNEL_WORD_WIDTH{1'b0}};
                end else if (end_kernel_x) begin
                    if (last_filter) begin
                        first_word_q <= {CHANNEL_WORD_WIDTH{1'b0}};
                    end else if (last_of_words) begin
                        first_word_q <= first_word_q + WORDS[CHANNEL_WORD_WIDTH-1:0];
                    end
                end
            end
            assign channel_word = first_word_q + channel_word_q;
            wire unused_words = &{1'b0, of_words_q};
        end else begin : gen_one_part
            assign channel_word = channel_word_q;
        end
    endgenerate

    // ---- when a block row may start -------------------------------------------
    // Block row q waits for the image rows above END(q) = min(ROWS, q * STEP - PAD_TOP + REACH), the last one of a frame
    // for the whole frame. `margin_q` is the rows that came minus the rows the candidate, the block row that starts
    // next, waits for: it may start when that is not negative. A start takes off the rows its successor waits for
    // beyond them.
    localparam integer REACH_END   = BLOCK_ROW_REACH - PAD_TOP;
    localparam integer FIRST_END   = (BLOCK_ROWS == 1 || REACH_END > ROWS) ? ROWS : REACH_END;
    localparam integer FIRST_LEFT  = ROWS - FIRST_END;
    localparam integer ROW_STEP    = BLOCK_ROW_STEP;
    localparam integer NO_ROWS     = -FIRST_END;

    reg  [HELD_WIDTH:0]       margin_q;
    reg  [ROW_WIDTH-1:0]      left_q;
    reg  [ROW_WIDTH-1:0]      need_q;
    reg                       started_q;
    reg                       start_ready;
    reg                       claim_q;

    wire [CANDIDATE_BITS-1:0] candidate_q;
    wire                      candidate_last;
    wire                      start = start_ready & (~active_q | end_row);

    intaglio_loop_counter #(.TRIPS(BLOCK_ROWS), .WIDTH(CANDIDATE_BITS)) u_candidate (
        .clk(clk), .rst(rst), .step(started_q), .count(candidate_q), .last(candidate_last));

    // The last block row of a frame waits for all that is left; rows past the image are not waited for.
    localparam integer BEFORE_LAST = BLOCK_ROWS > 1 ? BLOCK_ROWS - 2 : 0;
    wire all_left = (candidate_q == BEFORE_LAST[CANDIDATE_BITS-1:0]) | (left_q < ROW_STEP[ROW_WIDTH-1:0]);

    always @(posedge clk) begin
        need_q <= candidate_last ? FIRST_END[ROW_WIDTH-1:0] : all_left ? left_q : ROW_STEP[ROW_WIDTH-1:0];
        if (rst) begin
            active_q          <= 1'b0;
            started_q         <= 1'b0;
            start_ready       <= 1'b0;
            claim_q           <= 1'b0;
            margin_q          <= NO_ROWS[HELD_WIDTH:0];
            left_q            <= FIRST_LEFT[ROW_WIDTH-1:0];
        end else begin
            active_q    <= start | (active_q & ~end_row);
            started_q   <= start;
            // Not in the two cycles after a start: the counters are one cycle behind, and so is the consumer's room.
            start_ready <= ~start & ~started_q & ~margin_q[HELD_WIDTH] & m_space;
            claim_q     <= start;
            margin_q    <= margin_q + {{HELD_WIDTH{1'b0}}, row_done} - (started_q ? {1'b0, need_q[HELD_WIDTH-1:0]} : {(HELD_WIDTH+1){1'b0}});
            if (started_q) begin
                left_q            <= candidate_last ? FIRST_LEFT[ROW_WIDTH-1:0] : left_q - need_q;
            end
        end
    end

    assign m_claim = claim_q;

    // ---- rows that are free ---------------------------------------------------
    // A block row is the last to read the image rows above the first row of the next one, and the last block row of a
    // frame the last to read any. The empty rows behind a frame are freed with it. At least three cycles lie between
    // the ends of two block rows; the difference takes two.
    localparam integer FRAME_END = FRAME_ROWS;

    wire [ROW_WIDTH-1:0] next_row = row_q + ROW_STEP[ROW_WIDTH-1:0];
    reg  [ROW_WIDTH-1:0] first_kept_q;
    reg  [ROW_WIDTH-1:0] next_kept_q;
    reg  [ROW_WIDTH-1:0] freed_q;

    always @(posedge clk) begin
        first_kept_q  <= row_q[ROW_WIDTH-1] ? {ROW_WIDTH{1'b0}} : row_q;
        next_kept_q   <= last_block_row ? FRAME_END[ROW_WIDTH-1:0] : next_row[ROW_WIDTH-1] ? {ROW_WIDTH{1'b0}} : next_row;
        freed_q       <= next_kept_q - first_kept_q;
        released_rows <= (end_row & ~rst) ? freed_q[HELD_WIDTH-1:0] : {HELD_WIDTH{1'b0}};
    end

    wire unused = &{1'b0, kernel_x_q, kernel_y_q, column_q, candidate_q, freed_q, need_q};

endmodule

`default_nettype wire
