// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_row_store: the rows of a stream that a reader has not read yet
//
// Beats are packed into words of WORD_CHANNELS channels. The pixels of a row are dealt to
// BANKS memories in turn, one column each; a memory holds the words of its pixels in the
// order in which they come. The reader says the addresses and gives back rows.
// Read latency: 1 cycle.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_row_store #(
    // Bits of a value
    parameter integer X_WIDTH = 8,
    // Input beat: channels, adjacent pixels; beats of those pixels; pixels of a row
    parameter integer BEAT_CHANNELS = 1, BEAT_PIXELS = 1, PIXEL_BEATS = 4, ROW_PIXELS = 8,
    // Channels of a word, memories: multiples of what a beat has
    parameter integer WORD_CHANNELS = 2, BANKS = 1,
    // Rows that fit
    parameter integer ROWS = 2,
    // Bits of an address; holds ROWS * ROW_PIXELS / BANKS * PIXEL_BEATS * BEAT_CHANNELS / WORD_CHANNELS - 1
    parameter integer ADDRESS_WIDTH = 5
) (
    input  wire                                         clk,
    input  wire                                         rst,

    // Room for one more row; a row is promised to be filled
    output wire                                         s_space,
    input  wire                                         s_claim,
    input  wire                                         s_valid,
    input  wire [BEAT_CHANNELS*BEAT_PIXELS*X_WIDTH-1:0] s_data,

    // A row is complete; a row is read for the last time
    output wire                                         row_done,
    input  wire                                         row_released,

    // Bank 0 lowest
    input  wire [BANKS*ADDRESS_WIDTH-1:0]               read_address,
    output wire [BANKS*WORD_CHANNELS*X_WIDTH-1:0]       read_data
);

    localparam integer WORD_BEATS   = WORD_CHANNELS / BEAT_CHANNELS;
    localparam integer PIXEL_WORDS  = PIXEL_BEATS / WORD_BEATS;
    localparam integer BANK_WORDS   = ROWS * (ROW_PIXELS / BANKS) * PIXEL_WORDS;
    localparam integer ROW_STEPS    = ROW_PIXELS / BEAT_PIXELS;
    localparam integer GROUPS       = BANKS / BEAT_PIXELS;
    localparam integer CREDIT_WIDTH = $clog2(ROWS + 2);
    localparam integer BEAT_BITS    = $clog2(PIXEL_BEATS + 1);
    localparam integer STEP_BITS    = $clog2(ROW_STEPS + 1);
    localparam integer GROUP_BITS   = $clog2(GROUPS + 1);

    intaglio_credit_counter #(.CAPACITY(ROWS), .UNITS(1), .WIDTH(CREDIT_WIDTH)) u_credit (
        .clk(clk), .rst(rst), .claim(s_claim), .released({{(CREDIT_WIDTH-1){1'b0}}, row_released}), .space(s_space));

    // ---- place in the stream ------------------------------------------------------
    wire [BEAT_BITS-1:0]  beat_q;
    wire [STEP_BITS-1:0]  step_q;
    wire [GROUP_BITS-1:0] group_q;
    wire                  last_beat;
    wire                  last_step;
    wire                  last_group;
    wire                  pixel_done = s_valid & last_beat;

    assign row_done = pixel_done & last_step;

    intaglio_loop_counter #(.TRIPS(PIXEL_BEATS), .WIDTH(BEAT_BITS)) u_beats (
        .clk(clk), .rst(rst), .step(s_valid), .count(beat_q), .last(last_beat));
    intaglio_loop_counter #(.TRIPS(ROW_STEPS), .WIDTH(STEP_BITS)) u_steps (
        .clk(clk), .rst(rst), .step(pixel_done), .count(step_q), .last(last_step));
    intaglio_loop_counter #(.TRIPS(GROUPS), .WIDTH(GROUP_BITS)) u_groups (
        .clk(clk), .rst(rst), .step(pixel_done), .count(group_q), .last(last_group));

    wire                                         store;
    wire [WORD_CHANNELS*BEAT_PIXELS*X_WIDTH-1:0] word;

    intaglio_word_packer #(
        .BEAT_WIDTH(BEAT_CHANNELS * BEAT_PIXELS * X_WIDTH), .WORD_BEATS(WORD_BEATS), .PARTIAL(0)
    ) u_packer (
        .clk(clk), .rst(rst), .s_valid(s_valid), .s_last(1'b0), .s_data(s_data), .m_valid(store), .m_data(word));

    // ---- memories -------------------------------------------------------------------
    genvar group, pixel, channel;
    generate
        for (group = 0; group < GROUPS; group = group + 1) begin : gen_group
            localparam integer         GROUP = group;
            wire                       write = store & (group_q == GROUP[GROUP_BITS-1:0]);
            wire [ADDRESS_WIDTH-1:0]   write_address;
            wire                       last_word;

            intaglio_loop_counter #(.TRIPS(BANK_WORDS), .WIDTH(ADDRESS_WIDTH)) u_address (
                .clk(clk), .rst(rst), .step(write), .count(write_address), .last(last_word));

            for (pixel = 0; pixel < BEAT_PIXELS; pixel = pixel + 1) begin : gen_pixel
                localparam integer              BANK = group * BEAT_PIXELS + pixel;
                wire [WORD_CHANNELS*X_WIDTH-1:0] column;

                // From channels-before-pixels to one word per pixel.
                for (channel = 0; channel < WORD_CHANNELS; channel = channel + 1) begin : gen_channel
                    assign column[channel*X_WIDTH +: X_WIDTH] = word[(channel*BEAT_PIXELS+pixel)*X_WIDTH +: X_WIDTH];
                end

                intaglio_ring_bank #(.WIDTH(WORD_CHANNELS * X_WIDTH), .ADDRESS_WIDTH(ADDRESS_WIDTH), .WORDS(BANK_WORDS)) u_bank (
                    .clk(clk), .write(write), .write_address(write_address), .write_data(column),
                    .read_address(read_address[BANK*ADDRESS_WIDTH +: ADDRESS_WIDTH]),
                    .read_data(read_data[BANK*WORD_CHANNELS*X_WIDTH +: WORD_CHANNELS*X_WIDTH]));
            end

            wire unused = &{1'b0, last_word};
        end
    endgenerate

    wire unused = &{1'b0, beat_q, step_q, last_group};

endmodule

`default_nettype wire
