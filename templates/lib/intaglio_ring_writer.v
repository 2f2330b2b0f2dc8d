// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_ring_writer: where in the ring each beat of the input stream goes
//
// A beat carries BEAT_CHANNELS channels of WRITE_PIXELS adjacent pixels, channels
// before pixels; beats run over the channels of a pixel, then along the row, then
// down the image. CHANNELS channels of a pixel make one word of the ring.
//
// The ring has ROW_BANKS x COLUMN_BANKS memories. Row r of an image goes to row
// bank (base + r) mod ROW_BANKS, column c to column bank (offset + c) mod
// COLUMN_BANKS; the address is {slot, column / COLUMN_BANKS, channel word}.
// After the last row of a frame SKIPPED_ROWS rows stay empty, so that every frame
// starts on the same grain of rows.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_ring_writer #(
    // Bits of an activation
    parameter integer X_WIDTH = 8,
    // Channels of a ring word
    parameter integer CHANNELS = 1,
    // Channels of a beat; divides CHANNELS
    parameter integer BEAT_CHANNELS = 1,
    // Beats of a pixel
    parameter integer PIXEL_BEATS = 1,
    // Adjacent pixels of a beat; divides COLUMN_BANKS
    parameter integer WRITE_PIXELS = 1,
    // Columns of an image / WRITE_PIXELS
    parameter integer ROW_STEPS = 28,
    // Rows of an image
    parameter integer ROWS = 28,
    parameter integer ROW_BANKS = 2,
    parameter integer COLUMN_BANKS = 2,
    // Bank of the first row, and of the first column / WRITE_PIXELS
    parameter integer FIRST_ROW_BANK = 0,
    parameter integer FIRST_COLUMN_STEP = 0,
    // Rows left empty between two frames
    parameter integer SKIPPED_ROWS = 0,
    // Bits of the three parts of an address; the channel word has 0 bits where there is one
    parameter integer SLOT_WIDTH = 1,
    parameter integer COLUMN_WIDTH = 4,
    parameter integer CHANNEL_WORD_WIDTH = 0
) (
    input  wire                                           clk,
    input  wire                                           rst,

    input  wire                                           s_valid,
    input  wire [BEAT_CHANNELS*WRITE_PIXELS*X_WIDTH-1:0]  s_data,

    // Write strobe of every bank, row banks outermost
    output wire [ROW_BANKS*COLUMN_BANKS-1:0]              write,
    output wire [SLOT_WIDTH+COLUMN_WIDTH+CHANNEL_WORD_WIDTH-1:0] write_address,
    // One word for each of WRITE_PIXELS pixels
    output wire [WRITE_PIXELS*CHANNELS*X_WIDTH-1:0]       write_data,

    // This beat ends a row
    output wire                                           row_done
);

    localparam integer BEAT_WIDTH    = BEAT_CHANNELS * WRITE_PIXELS * X_WIDTH;
    localparam integer WORD_BEATS    = CHANNELS / BEAT_CHANNELS;
    localparam integer COLUMN_STEPS  = COLUMN_BANKS / WRITE_PIXELS;
    localparam integer BEAT_BITS     = PIXEL_BEATS > 1 ? $clog2(PIXEL_BEATS) : 1;
    localparam integer STEP_BITS     = ROW_STEPS > 1 ? $clog2(ROW_STEPS) : 1;
    localparam integer ROW_BITS      = ROWS > 1 ? $clog2(ROWS) : 1;
    localparam integer ROW_BANK_BITS = $clog2(ROW_BANKS + SKIPPED_ROWS + 2);
    localparam integer COLUMN_BITS   = $clog2(COLUMN_STEPS + 1);

    localparam integer LAST_COLUMN   = COLUMN_STEPS - 1;
    localparam integer NEXT_FRAME    = 1 + SKIPPED_ROWS;
    localparam integer START_BANK    = FIRST_ROW_BANK;
    localparam integer START_COLUMN  = FIRST_COLUMN_STEP;

    // The place in the stream: beat of the pixel, step of the row, row of the frame
    wire [BEAT_BITS-1:0]    beat_q;
    wire [STEP_BITS-1:0]    step_q;
    wire [ROW_BITS-1:0]     row_q;
    wire                    last_beat;
    wire                    last_step;
    wire                    last_row;
    // The same place in the ring
    reg [ROW_BANK_BITS-1:0] row_bank_q;
    reg [SLOT_WIDTH-1:0]    slot_q;
    reg [COLUMN_BITS-1:0]   column_bank_q;
    reg [COLUMN_WIDTH-1:0]  column_q;

    wire pixel_done  = s_valid & last_beat;
    wire column_wrap = column_bank_q == LAST_COLUMN[COLUMN_BITS-1:0];

    assign row_done = pixel_done & last_step;

    intaglio_loop_counter #(.TRIPS(PIXEL_BEATS), .WIDTH(BEAT_BITS)) u_beats (
        .clk(clk), .rst(rst), .step(s_valid), .count(beat_q), .last(last_beat));
    intaglio_loop_counter #(.TRIPS(ROW_STEPS), .WIDTH(STEP_BITS)) u_steps (
        .clk(clk), .rst(rst), .step(pixel_done), .count(step_q), .last(last_step));
    intaglio_loop_counter #(.TRIPS(ROWS), .WIDTH(ROW_BITS)) u_rows (
        .clk(clk), .rst(rst), .step(row_done), .count(row_q), .last(last_row));

    // Bank by bank: that of the row behind, and whether it is in the next slot.
    reg [ROW_BANK_BITS-1:0] next_bank;
    reg                     row_wrap;
    integer bank, following;
    always @* begin
        next_bank = {ROW_BANK_BITS{1'b0}};
        row_wrap  = 1'b0;
        following = 0;
        for (bank = 0; bank < ROW_BANKS; bank = bank + 1) begin
            if (row_bank_q == bank[ROW_BANK_BITS-1:0]) begin
                following = bank + (last_row ? NEXT_FRAME : 1);
                row_wrap  = following >= ROW_BANKS;
                following = row_wrap ? following - ROW_BANKS : following;
                next_bank = following[ROW_BANK_BITS-1:0];
            end
        end
    end

    always @(posedge clk) begin
        if (rst) begin
            row_bank_q    <= START_BANK[ROW_BANK_BITS-1:0];
            slot_q        <= {SLOT_WIDTH{1'b0}};
            column_bank_q <= START_COLUMN[COLUMN_BITS-1:0];
            column_q      <= {COLUMN_WIDTH{1'b0}};
        end else begin
            if (pixel_done) begin
                column_bank_q <= last_step ? START_COLUMN[COLUMN_BITS-1:0] : column_wrap ? {COLUMN_BITS{1'b0}} : column_bank_q + 1'b1;
                if (last_step) begin
                    column_q <= {COLUMN_WIDTH{1'b0}};
                end else if (column_wrap) begin
                    column_q <= column_q + 1'b1;
                end
            end
            if (row_done) begin
                row_bank_q <= next_bank;
                if (row_wrap) begin
                    slot_q <= slot_q + 1'b1;
                end
            end
        end
    end

    wire unused = &{1'b0, beat_q, step_q, row_q};

    wire                           store;
    wire [WORD_BEATS*BEAT_WIDTH-1:0] packed_word;

    intaglio_word_packer #(
        .BEAT_WIDTH(BEAT_WIDTH), .WORD_BEATS(WORD_BEATS), .PARTIAL(PIXEL_BEATS % WORD_BEATS != 0 ? 1 : 0)
    ) u_packer (
        .clk(clk), .rst(rst), .s_valid(s_valid), .s_last(last_beat), .s_data(s_data), .m_valid(store),
        .m_data(packed_word));

    genvar row_bank, column_bank, pixel, channel;
    generate
        for (row_bank = 0; row_bank < ROW_BANKS; row_bank = row_bank + 1) begin : gen_row_bank
            localparam integer ROW_BANK = row_bank;
            for (column_bank = 0; column_bank < COLUMN_BANKS; column_bank = column_bank + 1) begin : gen_column_bank
                localparam integer COLUMN_BANK = column_bank / WRITE_PIXELS;
                assign write[row_bank*COLUMN_BANKS+column_bank] =
                    store & (row_bank_q == ROW_BANK[ROW_BANK_BITS-1:0]) & (column_bank_q == COLUMN_BANK[COLUMN_BITS-1:0]);
            end
        end

        if (CHANNEL_WORD_WIDTH > 0) begin : gen_words
            reg [CHANNEL_WORD_WIDTH-1:0] channel_word_q;
            always @(posedge clk) begin
                if (rst) begin
                    channel_word_q <= {CHANNEL_WORD_WIDTH{1'b0}};
                end else if (store) begin
                    channel_word_q <= last_beat ? {CHANNEL_WORD_WIDTH{1'b0}} : channel_word_q + 1'b1;
                end
            end
            assign write_address = {slot_q, column_q, channel_word_q};
        end else begin : gen_one_word
            assign write_address = {slot_q, column_q};
        end

        // From channels-before-pixels to one word per pixel.
        for (pixel = 0; pixel < WRITE_PIXELS; pixel = pixel + 1) begin : gen_pixel
            for (channel = 0; channel < CHANNELS; channel = channel + 1) begin : gen_channel
                assign write_data[(pixel*CHANNELS+channel)*X_WIDTH +: X_WIDTH] =
                    packed_word[(channel*WRITE_PIXELS+pixel)*X_WIDTH +: X_WIDTH];
            end
        end
    endgenerate

endmodule

`default_nettype wire
