// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_depth_to_space: reads each row of a store BLOCK times, channels as pixels
//
//   for pixels of a row, BANKS at a time / for pixel / for column of its block / for beat
//
// The row of the block counts up from pass to pass. A stored word has all channels of a
// pixel. Output channel c of row i and column j of a block is
//   channel (c * BLOCK + i) * BLOCK + j          with CHANNELS_FIRST = 1
//   channel (i * BLOCK + j) * CHANNELS + c       with CHANNELS_FIRST = 0
// Latency: 3 cycles from `step` to `m_data`.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_depth_to_space #(
    // Bits of a value
    parameter integer X_WIDTH = 8,
    // Output channels; rows and columns of a block; order of the stored channels
    parameter integer CHANNELS = 1, BLOCK = 2, CHANNELS_FIRST = 1,
    // Channels of an output beat
    parameter integer BEAT_CHANNELS = 1,
    // Memories of the store, words of each
    parameter integer BANKS = 1, BANK_WORDS = 16, ADDRESS_WIDTH = 4
) (
    input  wire                                              clk,
    input  wire                                              rst,

    // A step, the last of an output row, the last row of a block
    input  wire                                              step,
    input  wire                                              step_last,
    input  wire                                              row_last,

    output wire [BANKS*ADDRESS_WIDTH-1:0]                    read_address,
    input  wire [BANKS*CHANNELS*BLOCK*BLOCK*X_WIDTH-1:0]     read_data,
    output reg  [BEAT_CHANNELS*X_WIDTH-1:0]                  m_data
);

    localparam integer BEATS      = CHANNELS / BEAT_CHANNELS;
    // Beats that one row of the block takes from the words of one address
    localparam integer RUN        = BANKS * BLOCK * BEATS;
    localparam integer CHOICES    = BLOCK * RUN;
    localparam integer RUN_BITS   = $clog2(RUN + 1);
    localparam integer BEAT_WIDTH = BEAT_CHANNELS * X_WIDTH;
    // The choice is made in two steps, of NEAR neighbours first
    localparam integer NEAR       = 8;
    localparam integer FAR        = (CHOICES + NEAR - 1) / NEAR;
    localparam integer CHOICE_BITS = $clog2(NEAR * FAR + 1);
    localparam integer RUN_CHOICES = RUN;

    // ---- places ------------------------------------------------------------------
    wire [RUN_BITS-1:0]      run_q;
    wire                     last_run;
    wire                     run_end = step & last_run;
    reg  [ADDRESS_WIDTH-1:0] address_q;
    reg                      address_last_q;
    reg  [ADDRESS_WIDTH-1:0] row_address_q;
    reg                      row_address_last_q;
    // First choice of this row of the block
    reg  [CHOICE_BITS-1:0]   row_choice_q;
    reg  [CHOICE_BITS-1:0]   choice_q;

    intaglio_loop_counter #(.TRIPS(RUN), .WIDTH(RUN_BITS)) u_run (
        .clk(clk), .rst(rst), .step(step), .count(run_q), .last(last_run));

    localparam integer BEFORE_LAST = BANK_WORDS > 1 ? BANK_WORDS - 2 : 0;

    wire [ADDRESS_WIDTH-1:0] following      = address_last_q ? {ADDRESS_WIDTH{1'b0}} : address_q + 1'b1;
    wire                     following_last = (BANK_WORDS == 1) | (~address_last_q & (address_q == BEFORE_LAST[ADDRESS_WIDTH-1:0]));
    wire [CHOICE_BITS-1:0]   row_following  = row_last ? {CHOICE_BITS{1'b0}} : row_choice_q + RUN_CHOICES[CHOICE_BITS-1:0];

    always @(posedge clk) begin
        if (rst) begin
            address_q          <= {ADDRESS_WIDTH{1'b0}};
            address_last_q     <= BANK_WORDS == 1;
            row_address_q      <= {ADDRESS_WIDTH{1'b0}};
            row_address_last_q <= BANK_WORDS == 1;
            row_choice_q       <= {CHOICE_BITS{1'b0}};
            choice_q           <= {CHOICE_BITS{1'b0}};
        end else if (step) begin
            choice_q <= step_last ? row_following : run_end ? row_choice_q : choice_q + 1'b1;
            if (step_last) begin
                row_choice_q   <= row_following;
                address_q      <= row_last ? following : row_address_q;
                address_last_q <= row_last ? following_last : row_address_last_q;
                if (row_last) begin
                    row_address_q      <= following;
                    row_address_last_q <= following_last;
                end
            end else if (run_end) begin
                address_q      <= following;
                address_last_q <= following_last;
            end
        end
    end

    assign read_address = {BANKS{address_q}};

    // ---- choice ------------------------------------------------------------------
    wire [FAR*NEAR*BEAT_WIDTH-1:0] choices;
    reg  [CHOICE_BITS-1:0]         choice_read_q;
    reg  [CHOICE_BITS-1:0]         choice_near_q;
    reg  [FAR*BEAT_WIDTH-1:0]      near_q;

    always @(posedge clk) begin
        choice_read_q <= choice_q;
        choice_near_q <= choice_read_q;
    end

    genvar row, pixel, column, beat, channel, choice;
    generate
        for (row = 0; row < BLOCK; row = row + 1) begin : gen_row
            for (pixel = 0; pixel < BANKS; pixel = pixel + 1) begin : gen_pixel
                for (column = 0; column < BLOCK; column = column + 1) begin : gen_column
                    for (beat = 0; beat < BEATS; beat = beat + 1) begin : gen_beat
                        localparam integer CHOICE = ((row * BANKS + pixel) * BLOCK + column) * BEATS + beat;
                        for (channel = 0; channel < BEAT_CHANNELS; channel = channel + 1) begin : gen_channel
                            localparam integer C    = beat * BEAT_CHANNELS + channel;
                            localparam integer FROM = CHANNELS_FIRST != 0 ? (C * BLOCK + row) * BLOCK + column : (row * BLOCK + column) * CHANNELS + C;
                            assign choices[CHOICE*BEAT_WIDTH+channel*X_WIDTH +: X_WIDTH] =
                                read_data[(pixel*CHANNELS*BLOCK*BLOCK+FROM)*X_WIDTH +: X_WIDTH];
                        end
                    end
                end
            end
        end
        if (FAR * NEAR > CHOICES) begin : gen_none
            assign choices[FAR*NEAR*BEAT_WIDTH-1 : CHOICES*BEAT_WIDTH] = {((FAR*NEAR-CHOICES)*BEAT_WIDTH){1'b0}};
        end
        for (choice = 0; choice < FAR; choice = choice + 1) begin : gen_near
            wire [NEAR*BEAT_WIDTH-1:0] neighbours = choices[choice*NEAR*BEAT_WIDTH +: NEAR*BEAT_WIDTH];
            always @(posedge clk) begin
                near_q[choice*BEAT_WIDTH +: BEAT_WIDTH] <= neighbours[choice_read_q[2:0]*BEAT_WIDTH +: BEAT_WIDTH];
            end
        end
    endgenerate

    reg [BEAT_WIDTH-1:0] chosen;
    integer              of_far;
    always @* begin
        chosen = near_q[0 +: BEAT_WIDTH];
        for (of_far = 1; of_far < FAR; of_far = of_far + 1) begin
            if (choice_near_q[CHOICE_BITS-1:3] == of_far[CHOICE_BITS-4:0]) begin
                chosen = near_q[of_far*BEAT_WIDTH +: BEAT_WIDTH];
            end
        end
    end

    always @(posedge clk) begin
        m_data <= chosen;
    end

    wire unused = &{1'b0, run_q, choice_near_q[2:0]};

endmodule

`default_nettype wire
