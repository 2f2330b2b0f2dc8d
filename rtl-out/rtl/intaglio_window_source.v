// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_window_source: the half that every window engine has: the operands of each step
//
// The input stream is written into a ring of rows. The sequencer walks over the output,
// one step of the array a cycle; for each step the window is read from the ring's banks
// and split into the operands of the lanes.
//
//   x      : LANE_GROUPS x OUTPUT_ROWS x OUTPUT_COLUMNS lanes of TAPS operands, tap t is
//            t cycles late
//   first  : with the first sum of a filter group, FIRST_DELAY cycles after its step
//   load   : the sums of a filter group are whole, LOAD_DELAY cycles after its last step
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_window_source #(
    // Bits of an activation as it comes (1: signed), and in the ring, where padding may need more
    parameter integer S_WIDTH = 8, S_SIGNED = 0, X_WIDTH = 8,
    // Input image; channel words of a pixel, and those that an output is the sum of
    parameter integer ROWS = 28, COLUMNS = 28, PIXEL_WORDS = 1, CHANNEL_WORDS = 1,
    // Input beat: channels, beats of a pixel, adjacent pixels
    parameter integer BEAT_CHANNELS = 1, PIXEL_BEATS = 1, BEAT_PIXELS = 1,
    // Kernel, step from window to window, and from one row and column of the kernel to the next; padding around the image
    parameter integer KERNEL_ROWS = 5, KERNEL_COLUMNS = 5, STRIDE_Y = 1, STRIDE_X = 1, DILATION_Y = 1, DILATION_X = 1,
    parameter integer PAD_TOP = 2, PAD_BOTTOM = 2, PAD_LEFT = 2, PAD_RIGHT = 2,
    // What padding reads as, in each channel of a word: for one word, or for each of PIXEL_WORDS, word 0 lowest
    parameter integer CHANNELS = 1, PADDING_WORDS = 1,
    parameter [PADDING_WORDS*CHANNELS*X_WIDTH-1:0] PADDING = {(PADDING_WORDS * CHANNELS * X_WIDTH){1'b0}},
    // Output: blocks of a frame, pixels of a block, filter groups, and how many in a row read the same channel words
    parameter integer BLOCK_ROWS = 14, BLOCK_COLUMNS = 14, OUTPUT_ROWS = 2, OUTPUT_COLUMNS = 2,
    parameter integer FILTER_GROUPS = 1, WORD_FILTER_GROUPS = FILTER_GROUPS,
    // Lane: kernel rows and columns of a step; groups of channels side by side, each sees its part of a channel word
    parameter integer TAP_ROWS = 5, TAP_COLUMNS = 1, LANE_GROUPS = 1,
    // Ring: strips that are dealt in turn, rows and columns of a strip, strips of a bank
    parameter integer ROW_STRIPS = 3, ROW_GRAIN = 2, COLUMN_STRIPS = 2, COLUMN_GRAIN = 1, RING_SLOTS = 2,
    // From the issue of a step to its sum, and to the drain
    parameter integer FIRST_DELAY = 10, LOAD_DELAY = 11,
    // Bits of the outputs
    parameter integer FILTER_GROUP_WIDTH = 1, ROM_ADDRESS_WIDTH = 3
) (
    input  wire                                         clk,
    input  wire                                         rst,

    // Room for one more input row; a row is promised to be filled
    output wire                                         s_space,
    input  wire                                         s_claim,
    input  wire                                         s_valid,
    input  wire [BEAT_CHANNELS*BEAT_PIXELS*S_WIDTH-1:0] s_data,

    // The consumer has room for one more row; it is taken
    input  wire                                         m_space,
    output wire                                         m_claim,

    // Of the step that is issued: its filter group, and the address of its weights
    output wire [FILTER_GROUP_WIDTH-1:0]                filter_group,
    output wire [ROM_ADDRESS_WIDTH-1:0]                 rom_address,
    output wire [LANE_GROUPS*OUTPUT_ROWS*OUTPUT_COLUMNS*TAP_ROWS*TAP_COLUMNS*(CHANNELS/LANE_GROUPS)*X_WIDTH-1:0] x,
    output wire                                         first,
    output wire                                         load,
    output wire                                         load_last_group
);

    // ---- geometry -------------------------------------------------------------
    localparam integer WORD_WIDTH         = CHANNELS * X_WIDTH;
    // What a step looks at, gaps of the kernel included
    localparam integer WINDOW_ROWS        = (OUTPUT_ROWS - 1) * STRIDE_Y + (TAP_ROWS - 1) * DILATION_Y + 1;
    localparam integer WINDOW_COLUMNS     = (OUTPUT_COLUMNS - 1) * STRIDE_X + (TAP_COLUMNS - 1) * DILATION_X + 1;
    localparam integer KERNEL_ROW_STEP    = TAP_ROWS * DILATION_Y;
    localparam integer KERNEL_COLUMN_STEP = TAP_COLUMNS * DILATION_X;
    localparam integer BLOCK_ROW_STEP     = OUTPUT_ROWS * STRIDE_Y;
    localparam integer BLOCK_COLUMN_STEP  = OUTPUT_COLUMNS * STRIDE_X;
    // Input rows that a block row waits for: those it reads, and those a stride steps over
    localparam integer ROWS_READ          = (OUTPUT_ROWS - 1) * STRIDE_Y + (KERNEL_ROWS - 1) * DILATION_Y + 1;
    localparam integer BLOCK_ROW_REACH    = ROWS_READ > BLOCK_ROW_STEP ? ROWS_READ : BLOCK_ROW_STEP;
    // A frame takes whole strips of the ring; padding that is no whole strip moves the image down, or to the right.
    localparam integer ROW_BANKS          = ROW_STRIPS * ROW_GRAIN;
    localparam integer COLUMN_BANKS       = COLUMN_STRIPS * COLUMN_GRAIN;
    localparam integer RING_ROWS          = ROW_BANKS * RING_SLOTS;
    localparam integer FRAME_ROWS         = (ROWS + ROW_GRAIN - 1) / ROW_GRAIN * ROW_GRAIN;
    localparam integer SKIPPED_ROWS       = FRAME_ROWS - ROWS;
    localparam integer FIRST_ROW_BANK     = PAD_TOP % ROW_GRAIN;
    localparam integer FIRST_COLUMN_BANK  = PAD_LEFT % COLUMN_GRAIN;
    localparam integer RING_STRIPS        = ROW_STRIPS * RING_SLOTS;
    localparam integer FIRST_ROW_STRIP    = (RING_STRIPS - PAD_TOP / ROW_GRAIN % RING_STRIPS) % RING_STRIPS;
    // Words that column indices are counted from, so that places left of the image are not negative
    localparam integer PAD_COLUMN_STRIPS  = PAD_LEFT / COLUMN_GRAIN;
    localparam integer COLUMN_OFFSET      = (PAD_COLUMN_STRIPS + COLUMN_STRIPS - 1) / COLUMN_STRIPS;
    localparam integer FIRST_COLUMN_STRIP = COLUMN_OFFSET * COLUMN_STRIPS - PAD_COLUMN_STRIPS;

    // ---- widths of counts and addresses -----------------------------------------
    localparam integer BANK_COLUMNS        = (COLUMNS + FIRST_COLUMN_BANK + COLUMN_BANKS - 1) / COLUMN_BANKS;
    localparam integer SLOT_WIDTH          = RING_SLOTS > 2 ? $clog2(RING_SLOTS) : 1;
    localparam integer COLUMN_INDEX_WIDTH  = BANK_COLUMNS > 2 ? $clog2(BANK_COLUMNS) : 1;
    localparam integer CHANNEL_WORD_WIDTH  = PIXEL_WORDS > 2 ? $clog2(PIXEL_WORDS) : 1;
    // No bits where a pixel is one word
    localparam integer WORD_ADDRESS_WIDTH  = PIXEL_WORDS == 1 ? 0 : CHANNEL_WORD_WIDTH;
    localparam integer ROW_SELECT_WIDTH    = ROW_STRIPS > 2 ? $clog2(ROW_STRIPS) : 1;
    localparam integer COLUMN_SELECT_WIDTH = COLUMN_STRIPS > 2 ? $clog2(COLUMN_STRIPS) : 1;
    localparam integer CREDIT_WIDTH        = $clog2(2 * RING_ROWS + SKIPPED_ROWS + 2);
    // Signed rows and columns, from the padding before the image to behind the last window
    localparam integer KERNEL_WIDTH        = (KERNEL_COLUMNS - 1) * DILATION_X + 1;
    localparam integer ROW_SPAN            = FRAME_ROWS + BLOCK_ROW_REACH + WINDOW_ROWS + PAD_TOP + PAD_BOTTOM + BLOCK_ROW_STEP;
    localparam integer COLUMN_SPAN         = COLUMNS + PAD_LEFT + PAD_RIGHT + WINDOW_COLUMNS + KERNEL_WIDTH + KERNEL_COLUMN_STEP;
    localparam integer ROW_SPAN_WIDTH      = 1 + $clog2(ROW_SPAN + 1);
    localparam integer ROW_WIDTH           = ROW_SPAN_WIDTH > CREDIT_WIDTH ? ROW_SPAN_WIDTH : CREDIT_WIDTH;
    localparam integer COLUMN_WIDTH        = 1 + $clog2(COLUMN_SPAN + 1);

    // ---- input: beats into the ring -------------------------------------------
    wire [ROW_BANKS*COLUMN_BANKS-1:0]                              bank_write;
    wire [SLOT_WIDTH+COLUMN_INDEX_WIDTH+WORD_ADDRESS_WIDTH-1:0]    write_address;
    wire [BEAT_PIXELS*WORD_WIDTH-1:0]                              write_data;
    wire                                                           row_done;
    wire [CREDIT_WIDTH-1:0]                                        released_rows;

    intaglio_credit_counter #(
        .CAPACITY(RING_ROWS), .UNITS(1), .FRAME_CLAIMS(ROWS), .FIRST_EXTRA(SKIPPED_ROWS), .WIDTH(CREDIT_WIDTH)
    ) u_credit (
        .clk(clk), .rst(rst), .claim(s_claim), .released(released_rows), .space(s_space));

    wire [BEAT_CHANNELS*BEAT_PIXELS*X_WIDTH-1:0] beat;

    genvar element;
    generate
        for (element = 0; element < BEAT_CHANNELS * BEAT_PIXELS; element = element + 1) begin : gen_element
            if (X_WIDTH > S_WIDTH) begin : gen_extend
                assign beat[element*X_WIDTH +: X_WIDTH] =
                    {{(X_WIDTH-S_WIDTH){(S_SIGNED != 0) & s_data[element*S_WIDTH+S_WIDTH-1]}}, s_data[element*S_WIDTH +: S_WIDTH]};
            end else begin : gen_same
                assign beat[element*X_WIDTH +: X_WIDTH] = s_data[element*S_WIDTH +: S_WIDTH];
            end
        end
    endgenerate

    intaglio_ring_writer #(
        .X_WIDTH(X_WIDTH), .CHANNELS(CHANNELS), .BEAT_CHANNELS(BEAT_CHANNELS), .PIXEL_BEATS(PIXEL_BEATS),
        .WRITE_PIXELS(BEAT_PIXELS), .ROW_STEPS(COLUMNS / BEAT_PIXELS), .ROWS(ROWS), .SKIPPED_ROWS(SKIPPED_ROWS),
        .ROW_BANKS(ROW_BANKS), .COLUMN_BANKS(COLUMN_BANKS),
        .FIRST_ROW_BANK(FIRST_ROW_BANK), .FIRST_COLUMN_STEP(FIRST_COLUMN_BANK / BEAT_PIXELS),
        .SLOT_WIDTH(SLOT_WIDTH), .COLUMN_WIDTH(COLUMN_INDEX_WIDTH), .CHANNEL_WORD_WIDTH(WORD_ADDRESS_WIDTH)
    ) u_writer (
        .clk(clk), .rst(rst), .s_valid(s_valid), .s_data(beat),
        .write(bank_write), .write_address(write_address), .write_data(write_data), .row_done(row_done));

    // ---- control: one step of the array a cycle -------------------------------
    wire                           step_valid;
    wire                           step_first;
    wire                           step_last;
    wire                           group_last;
    wire [ROW_SELECT_WIDTH-1:0]    row_select;
    wire [SLOT_WIDTH-1:0]          row_index;
    wire [COLUMN_SELECT_WIDTH-1:0] column_select;
    wire [COLUMN_INDEX_WIDTH-1:0]  column_index;
    wire [ROW_WIDTH-1:0]           row_first;
    wire [COLUMN_WIDTH-1:0]        column_first;
    wire [CHANNEL_WORD_WIDTH-1:0]  channel_word;

    intaglio_window_sequencer #(
        .BLOCK_ROWS(BLOCK_ROWS), .BLOCK_COLUMNS(BLOCK_COLUMNS),
        .FILTER_GROUPS(FILTER_GROUPS), .WORD_FILTER_GROUPS(WORD_FILTER_GROUPS), .CHANNEL_WORDS(CHANNEL_WORDS),
        .KERNEL_STEPS_X((KERNEL_COLUMNS + TAP_COLUMNS - 1) / TAP_COLUMNS),
        .KERNEL_STEPS_Y((KERNEL_ROWS + TAP_ROWS - 1) / TAP_ROWS),
        .ROWS(ROWS), .FRAME_ROWS(FRAME_ROWS), .PAD_TOP(PAD_TOP), .PAD_LEFT(PAD_LEFT),
        .BLOCK_ROW_STEP(BLOCK_ROW_STEP), .BLOCK_COLUMN_STEP(BLOCK_COLUMN_STEP), .BLOCK_ROW_REACH(BLOCK_ROW_REACH),
        .KERNEL_ROW_STEP(KERNEL_ROW_STEP), .KERNEL_COLUMN_STEP(KERNEL_COLUMN_STEP),
        .ROW_GRAIN(ROW_GRAIN), .COLUMN_GRAIN(COLUMN_GRAIN), .ROW_STRIPS(ROW_STRIPS), .COLUMN_STRIPS(COLUMN_STRIPS),
        .FIRST_ROW_STRIP(FIRST_ROW_STRIP), .FIRST_COLUMN_STRIP(FIRST_COLUMN_STRIP), .COLUMN_OFFSET(COLUMN_OFFSET),
        .ROW_SELECT_WIDTH(ROW_SELECT_WIDTH), .ROW_INDEX_WIDTH(SLOT_WIDTH),
        .COLUMN_SELECT_WIDTH(COLUMN_SELECT_WIDTH), .COLUMN_INDEX_WIDTH(COLUMN_INDEX_WIDTH),
        .ROW_WIDTH(ROW_WIDTH), .COLUMN_WIDTH(COLUMN_WIDTH), .CHANNEL_WORD_WIDTH(CHANNEL_WORD_WIDTH),
        .FILTER_GROUP_WIDTH(FILTER_GROUP_WIDTH), .ROM_ADDRESS_WIDTH(ROM_ADDRESS_WIDTH), .HELD_WIDTH(CREDIT_WIDTH)
    ) u_sequencer (
        .clk(clk), .rst(rst), .row_done(row_done), .released_rows(released_rows), .m_space(m_space), .m_claim(m_claim),
        .step_valid(step_valid), .step_first(step_first), .step_last(step_last),
        .filter_group(filter_group), .group_last(group_last), .rom_address(rom_address),
        .row_select(row_select), .row_index(row_index), .row_first(row_first),
        .column_select(column_select), .column_index(column_index), .column_first(column_first),
        .channel_word(channel_word));

    intaglio_delay_line #(.WIDTH(1), .DELAY(FIRST_DELAY)) u_delay_first (
        .clk(clk), .rst(rst), .d(step_first), .q(first));
    intaglio_delay_line #(.WIDTH(1), .DELAY(LOAD_DELAY), .CLEAR(1)) u_delay_load (
        .clk(clk), .rst(rst), .d(step_valid & step_last), .q(load));
    intaglio_delay_line #(.WIDTH(1), .DELAY(LOAD_DELAY)) u_delay_group (
        .clk(clk), .rst(rst), .d(group_last), .q(load_last_group));

    // ---- operands: step -> bank addresses -> memories -> window ----------------
    wire [ROW_STRIPS*SLOT_WIDTH-1:0]            read_slot;
    wire [COLUMN_STRIPS*COLUMN_INDEX_WIDTH-1:0] read_column;
    wire [CHANNEL_WORD_WIDTH-1:0]               read_word;
    wire [ROW_SELECT_WIDTH-1:0]                 row_rotation;
    wire [ROW_SELECT_WIDTH-1:0]                 row_rotation_q;
    wire [COLUMN_SELECT_WIDTH-1:0]              column_rotation;
    wire [COLUMN_SELECT_WIDTH-1:0]              column_rotation_q;
    wire [WINDOW_ROWS-1:0]                      row_valid;
    wire [WINDOW_COLUMNS-1:0]                   column_valid;
    wire [WORD_WIDTH-1:0]                       padding;

    intaglio_bank_select #(
        .BANKS(ROW_STRIPS), .INDEX_WIDTH(SLOT_WIDTH), .SELECT_WIDTH(ROW_SELECT_WIDTH)
    ) u_select_rows (
        .clk(clk), .position_select(row_select), .position_index(row_index), .index(read_slot), .select(row_rotation));
    intaglio_bank_select #(
        .BANKS(COLUMN_STRIPS), .INDEX_WIDTH(COLUMN_INDEX_WIDTH), .SELECT_WIDTH(COLUMN_SELECT_WIDTH)
    ) u_select_columns (
        .clk(clk), .position_select(column_select), .position_index(column_index),
        .index(read_column), .select(column_rotation));

    intaglio_delay_line #(.WIDTH(CHANNEL_WORD_WIDTH), .DELAY(1)) u_delay_channel_word (
        .clk(clk), .rst(rst), .d(channel_word), .q(read_word));
    intaglio_delay_line #(.WIDTH(ROW_SELECT_WIDTH), .DELAY(1)) u_delay_row_rotation (
        .clk(clk), .rst(rst), .d(row_rotation), .q(row_rotation_q));
    intaglio_delay_line #(.WIDTH(COLUMN_SELECT_WIDTH), .DELAY(1)) u_delay_column_rotation (
        .clk(clk), .rst(rst), .d(column_rotation), .q(column_rotation_q));

    intaglio_padding_mask #(
        .LENGTH(WINDOW_ROWS), .SIZE(ROWS), .WIDTH(ROW_WIDTH), .PADDED(PAD_TOP + PAD_BOTTOM)
    ) u_mask_rows (
        .clk(clk), .first(row_first), .is_inside(row_valid));
    intaglio_padding_mask #(
        .LENGTH(WINDOW_COLUMNS), .SIZE(COLUMNS), .WIDTH(COLUMN_WIDTH), .PADDED(PAD_LEFT + PAD_RIGHT)
    ) u_mask_columns (
        .clk(clk), .first(column_first), .is_inside(column_valid));

    intaglio_padding_words #(
        .WIDTH(WORD_WIDTH), .WORDS(PADDING_WORDS), .INDEX_WIDTH(CHANNEL_WORD_WIDTH), .TABLE(PADDING)
    ) u_padding (
        .clk(clk), .index(read_word), .word(padding));

    wire [ROW_BANKS*COLUMN_BANKS*WORD_WIDTH-1:0]     bank_data;
    wire [WINDOW_ROWS*WINDOW_COLUMNS*WORD_WIDTH-1:0] window;

    intaglio_ring #(
        .WORD_WIDTH(WORD_WIDTH), .WRITE_PIXELS(BEAT_PIXELS),
        .ROW_STRIPS(ROW_STRIPS), .ROW_GRAIN(ROW_GRAIN), .COLUMN_STRIPS(COLUMN_STRIPS), .COLUMN_GRAIN(COLUMN_GRAIN),
        .SLOT_WIDTH(SLOT_WIDTH), .COLUMN_WIDTH(COLUMN_INDEX_WIDTH), .CHANNEL_WORD_WIDTH(WORD_ADDRESS_WIDTH)
    ) u_ring (
        .clk(clk), .write(bank_write), .write_address(write_address), .write_data(write_data),
        .read_slot(read_slot), .read_column(read_column), .read_word(read_word), .read_data(bank_data));

    intaglio_window_align #(
        .WORD_WIDTH(WORD_WIDTH), .ROWS(WINDOW_ROWS), .COLUMNS(WINDOW_COLUMNS),
        .ROW_STRIPS(ROW_STRIPS), .ROW_GRAIN(ROW_GRAIN), .COLUMN_STRIPS(COLUMN_STRIPS), .COLUMN_GRAIN(COLUMN_GRAIN),
        .ROW_SELECT_WIDTH(ROW_SELECT_WIDTH), .COLUMN_SELECT_WIDTH(COLUMN_SELECT_WIDTH)
    ) u_align (
        .clk(clk), .bank_data(bank_data), .row_select(row_rotation_q), .column_select(column_rotation_q),
        .row_valid(row_valid), .column_valid(column_valid), .padding(padding), .window(window));

    // ---- lanes: window -> operands, tap t delayed by t cycles ------------------
    localparam integer LANES = LANE_GROUPS * OUTPUT_ROWS * OUTPUT_COLUMNS;
    localparam integer TAPS  = TAP_ROWS * TAP_COLUMNS * (CHANNELS / LANE_GROUPS);

    wire [LANES*TAPS*X_WIDTH-1:0] operands;

    intaglio_operand_select #(
        .X_WIDTH(X_WIDTH), .WINDOW_ROWS(WINDOW_ROWS), .WINDOW_COLUMNS(WINDOW_COLUMNS),
        .CHANNELS(CHANNELS), .LANE_GROUPS(LANE_GROUPS), .OUTPUT_ROWS(OUTPUT_ROWS), .OUTPUT_COLUMNS(OUTPUT_COLUMNS),
        .STRIDE_Y(STRIDE_Y), .STRIDE_X(STRIDE_X), .DILATION_Y(DILATION_Y), .DILATION_X(DILATION_X),
        .TAP_ROWS(TAP_ROWS), .TAP_COLUMNS(TAP_COLUMNS)
    ) u_operands (
        .window(window), .operands(operands));

    intaglio_skew #(.WIDTH(X_WIDTH), .TAPS(TAPS), .COPIES(LANES)) u_skew (
        .clk(clk), .d(operands), .q(x));

    // ---- sizes that must fit each other -----------------------------------------
    initial begin
        if (CHANNELS % BEAT_CHANNELS != 0) begin
            $display("%m: BEAT_CHANNELS %0d must divide CHANNELS %0d", BEAT_CHANNELS, CHANNELS);
            $finish;
        end
        if (COLUMNS % BEAT_PIXELS != 0 || COLUMN_BANKS % BEAT_PIXELS != 0) begin
            $display("%m: BEAT_PIXELS %0d must divide COLUMNS %0d and the column banks %0d", BEAT_PIXELS, COLUMNS, COLUMN_BANKS);
            $finish;
        end
        if (CHANNELS % LANE_GROUPS != 0) begin
            $display("%m: LANE_GROUPS %0d must divide CHANNELS %0d", LANE_GROUPS, CHANNELS);
            $finish;
        end
        if (PADDING_WORDS != 1 && PADDING_WORDS != PIXEL_WORDS) begin
            $display("%m: PADDING_WORDS %0d must be 1 or PIXEL_WORDS %0d", PADDING_WORDS, PIXEL_WORDS);
            $finish;
        end
        if (BLOCK_ROW_STEP % ROW_GRAIN != 0 || ROW_BANKS < WINDOW_ROWS) begin
            $display("%m: %0d row banks must hold a window of %0d rows; ROW_GRAIN %0d must divide its step %0d",
                ROW_BANKS, WINDOW_ROWS, ROW_GRAIN, BLOCK_ROW_STEP);
            $finish;
        end
        if (BLOCK_COLUMN_STEP % COLUMN_GRAIN != 0 || COLUMN_BANKS < WINDOW_COLUMNS) begin
            $display("%m: %0d column banks must hold a window of %0d columns; COLUMN_GRAIN %0d must divide its step %0d",
                COLUMN_BANKS, WINDOW_COLUMNS, COLUMN_GRAIN, BLOCK_COLUMN_STEP);
            $finish;
        end
    end

endmodule

`default_nettype wire
