// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_join_reader: reads a row store once and in order, a word of the join a step
//
// A word of the join is READ_CHANNELS channels of READ_PIXELS adjacent pixels, in it
// channels before pixels; every value is extended to OUT_WIDTH bits. It is a part of
// the stored words of READ_PIXELS of the store's columns.
// Latency: 2 cycles from `read` to `m_data`.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_join_reader #(
    // Bits of a stored value, 1: signed; bits of a value of the join
    parameter integer X_WIDTH = 8, X_SIGNED = 0, OUT_WIDTH = 8,
    // Channels of a stored word, its words of a pixel, memories, words of a memory
    parameter integer WORD_CHANNELS = 2, PIXEL_WORDS = 2, BANKS = 1, BANK_WORDS = 32, ADDRESS_WIDTH = 5,
    // Channels and pixels of a word of the join
    parameter integer READ_CHANNELS = 1, READ_PIXELS = 1
) (
    input  wire                                           clk,
    input  wire                                           rst,

    input  wire                                           read,
    output wire [BANKS*ADDRESS_WIDTH-1:0]                 read_address,
    input  wire [BANKS*WORD_CHANNELS*X_WIDTH-1:0]         read_data,
    output reg  [READ_CHANNELS*READ_PIXELS*OUT_WIDTH-1:0] m_data
);

    localparam integer PARTS       = WORD_CHANNELS / READ_CHANNELS;
    localparam integer GROUPS      = BANKS / READ_PIXELS;
    localparam integer PART_BITS   = $clog2(PARTS + 1);
    localparam integer GROUP_BITS  = $clog2(GROUPS + 1);
    localparam integer WORD_BITS   = $clog2(PIXEL_WORDS + 1);

    wire [PART_BITS-1:0]  part_q;
    wire [WORD_BITS-1:0]  word_q;
    wire [GROUP_BITS-1:0] group_q;
    wire                  last_part;
    wire                  last_word;
    wire                  last_group;
    wire                  word_end  = read & last_part;
    wire                  pixel_end = word_end & last_word;

    intaglio_loop_counter #(.TRIPS(PARTS), .WIDTH(PART_BITS)) u_parts (
        .clk(clk), .rst(rst), .step(read), .count(part_q), .last(last_part));
    intaglio_loop_counter #(.TRIPS(PIXEL_WORDS), .WIDTH(WORD_BITS)) u_words (
        .clk(clk), .rst(rst), .step(word_end), .count(word_q), .last(last_word));
    intaglio_loop_counter #(.TRIPS(GROUPS), .WIDTH(GROUP_BITS)) u_groups (
        .clk(clk), .rst(rst), .step(pixel_end), .count(group_q), .last(last_group));

    // The part of the word that the memories give in the next cycle
    reg [PART_BITS-1:0]  part_read_q;
    reg [GROUP_BITS-1:0] group_read_q;

    always @(posedge clk) begin
        part_read_q  <= part_q;
        group_read_q <= group_q;
    end

    genvar group, pixel, channel, part;
    generate
        for (group = 0; group < GROUPS; group = group + 1) begin : gen_group
            localparam integer       GROUP = group;
            wire [ADDRESS_WIDTH-1:0] address;
            wire                     last_address;

            intaglio_loop_counter #(.TRIPS(BANK_WORDS), .WIDTH(ADDRESS_WIDTH)) u_address (
                .clk(clk), .rst(rst), .step(word_end & (group_q == GROUP[GROUP_BITS-1:0])), .count(address), .last(last_address));

            for (pixel = 0; pixel < READ_PIXELS; pixel = pixel + 1) begin : gen_pixel
                assign read_address[(group*READ_PIXELS+pixel)*ADDRESS_WIDTH +: ADDRESS_WIDTH] = address;
            end
            wire unused = &{1'b0, last_address};
        end

        for (channel = 0; channel < READ_CHANNELS; channel = channel + 1) begin : gen_channel
            for (pixel = 0; pixel < READ_PIXELS; pixel = pixel + 1) begin : gen_value
                wire [GROUPS*PARTS*X_WIDTH-1:0] choices;
                for (group = 0; group < GROUPS; group = group + 1) begin : gen_choices
                    for (part = 0; part < PARTS; part = part + 1) begin : gen_part
                        assign choices[(group*PARTS+part)*X_WIDTH +: X_WIDTH] =
                            read_data[((group*READ_PIXELS+pixel)*WORD_CHANNELS+part*READ_CHANNELS+channel)*X_WIDTH +: X_WIDTH];
                    end
                end

                reg [X_WIDTH-1:0] chosen;
                integer           of_group, of_part;
                always @* begin
                    chosen = choices[0 +: X_WIDTH];
                    for (of_group = 0; of_group < GROUPS; of_group = of_group + 1) begin
                        for (of_part = 0; of_part < PARTS; of_part = of_part + 1) begin
                            if (group_read_q == of_group[GROUP_BITS-1:0] && part_read_q == of_part[PART_BITS-1:0]) begin
                                chosen = choices[(of_group*PARTS+of_part)*X_WIDTH +: X_WIDTH];
                            end
                        end
                    end
                end

                wire [OUT_WIDTH-1:0] extended;
                if (OUT_WIDTH > X_WIDTH) begin : gen_extend
                    assign extended = {{(OUT_WIDTH-X_WIDTH){(X_SIGNED != 0) & chosen[X_WIDTH-1]}}, chosen};
                end else begin : gen_whole
                    assign extended = chosen[OUT_WIDTH-1:0];
                end
                always @(posedge clk) begin
                    m_data[(channel*READ_PIXELS+pixel)*OUT_WIDTH +: OUT_WIDTH] <= extended;
                end
                wire unused_chosen = &{1'b0, chosen};
            end
        end
    endgenerate

    wire unused = &{1'b0, word_q, last_group};

endmodule

`default_nettype wire
