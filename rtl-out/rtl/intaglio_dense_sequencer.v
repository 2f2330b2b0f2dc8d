// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_dense_sequencer: shares one MAC array between LAYERS dense layers in a row
//
//   for layer / for group of PE outputs / for word of SIMD inputs
//
// A layer runs from its first word to its last without a stall, and the layers of a
// frame run one after the other, before those of the next frame: every frame takes
// the same time, whatever the producer does. A layer may start when
//   - its input is there: layer 0 has a frame in the buffer, layer i > 0 follows
//     WAIT[i] cycles after layer i - 1 (its results are written while they are read);
//   - the array is free of the frame before, and, for the last layer, the consumer
//     has room for all outputs (`m_space`).
// Which layer that is, one at most, is decided a cycle ahead (`chosen_q`); every test of
// a loop's end is a flag set one step ahead. The first word of a layer is issued one
// cycle after its start.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_dense_sequencer #(
    parameter integer LAYERS = 1,
    // Per layer, 16 bits each, layer 0 lowest: words of a group, groups, first group, first ROM word, first word in
    // the intermediate buffer (layer 0: unused), wait cycles (layer 0: unused)
    parameter [16*LAYERS-1:0] WORDS = 16'd1,
    parameter [16*LAYERS-1:0] GROUPS = 16'd1,
    parameter [16*LAYERS-1:0] GROUP_BASE = 16'd0,
    parameter [16*LAYERS-1:0] ROM_BASE = 16'd0,
    parameter [16*LAYERS-1:0] BUFFER_BASE = 16'd0,
    parameter [16*LAYERS-1:0] WAIT = 16'd0,
    // Widths of the outputs
    parameter integer LAYER_WIDTH = 1,
    parameter integer WORD_WIDTH = 9,
    parameter integer BUFFER_WIDTH = 1,
    parameter integer GROUP_WIDTH = 1,
    parameter integer ROM_ADDRESS_WIDTH = 4
) (
    input  wire                         clk,
    input  wire                         rst,

    // A frame is complete in the frame buffer; a frame has been read for the last time
    input  wire                         frame_done,
    output reg                          frame_released,

    // The consumer has room for the outputs of one more frame; it is taken, the cycle after the last layer's start
    input  wire                         m_space,
    output wire                         m_claim,

    // One step of the MAC array, the first and the last of a group, and which layer it belongs to
    output wire                         step_valid,
    output wire                         step_first,
    output wire                         step_last,
    output wire [LAYER_WIDTH-1:0]       step_layer,
    // Number of the group, counted over all layers; the last one of its layer
    output wire [GROUP_WIDTH-1:0]       group,
    output wire                         group_last,

    // Operands: half and word of the frame buffer (layer 0), word of the intermediate buffer (others); weights
    output wire                         read_half,
    output wire [WORD_WIDTH-1:0]        read_word,
    output wire [BUFFER_WIDTH-1:0]      buffer_word,
    output wire [ROM_ADDRESS_WIDTH-1:0] rom_address
);

    reg                         active_q;
    reg                         started_q;
    reg                         claim_q;
    reg [LAYERS-1:0]            chosen_q;
    reg [LAYER_WIDTH-1:0]       layer_q;
    // Word of the group, and flags: it is the first one, the last one; the group is the layer's last
    reg [WORD_WIDTH-1:0]        word_q;
    reg                         word_first_q;
    reg                         word_last_q;
    reg [GROUP_WIDTH-1:0]       group_q;
    reg                         group_last_q;
    // Number of the group, counted over all layers
    reg [GROUP_WIDTH-1:0]       group_number_q;
    reg [BUFFER_WIDTH-1:0]      buffer_q;
    reg [ROM_ADDRESS_WIDTH-1:0] rom_q;
    reg                         half_q;
    reg [1:0]                   frames_q;

    wire ends        = active_q & word_last_q & group_last_q;
    wire may_start   = ~active_q | ends;
    wire reads_frame = layer_q == {LAYER_WIDTH{1'b0}};

    // ---- which layer may start ------------------------------------------------
    wire [LAYERS-1:0] starts = chosen_q & {LAYERS{may_start}};
    wire              start  = may_start & (|chosen_q);
    wire [LAYERS-1:0] eligible;
    wire [LAYERS-1:0] input_ready;
    // Bit i: the buffer in front of layer i is promised or filled; bit LAYERS: the consumer has no room
    wire [LAYERS:0]   output_taken;

    assign output_taken[0]      = 1'b0;
    assign output_taken[LAYERS] = ~m_space;
    assign input_ready[0]       = frames_q[1] | (frames_q[0] & ~(active_q & reads_frame));
    // Nothing of a frame is left when no buffer between two layers is taken. So one layer at most is eligible: the
    // first, or the one whose input was written last.
    wire              frame_left;
    assign eligible = input_ready & ~output_taken[LAYERS:1] & ~{{(LAYERS-1){1'b0}}, frame_left};

    genvar layer;
    generate
        if (LAYERS > 1) begin : gen_shared
            assign frame_left = |output_taken[LAYERS-1:1];
        end else begin : gen_alone
            assign frame_left = 1'b0;
        end

        for (layer = 1; layer < LAYERS; layer = layer + 1) begin : gen_intermediate
            localparam integer HERE   = layer;
            localparam integer BEFORE = layer - 1;
            localparam [15:0] CYCLES = WAIT[16*layer +: 16];
            reg        taken_q;
            reg        pending_q;
            reg        ready_q;
            reg [15:0] timer_q;
            assign output_taken[layer] = taken_q;
            assign input_ready[layer]  = ready_q;
            always @(posedge clk) begin
                if (rst) begin
                    taken_q   <= 1'b0;
                    pending_q <= 1'b0;
                    ready_q   <= 1'b0;
                    timer_q   <= 16'd0;
                end else begin
                    if (starts[layer-1]) begin
                        taken_q <= 1'b1;
                    end else if (ends & (layer_q == HERE[LAYER_WIDTH-1:0])) begin
                        taken_q <= 1'b0;
                    end
                    if (ends & (layer_q == BEFORE[LAYER_WIDTH-1:0])) begin
                        pending_q <= CYCLES != 16'd0;
                        ready_q   <= CYCLES == 16'd0;
                        timer_q   <= CYCLES;
                    end else if (pending_q) begin
                        pending_q <= timer_q != 16'd1;
                        ready_q   <= timer_q == 16'd1;
                        timer_q   <= timer_q - 16'd1;
                    end else if (starts[layer]) begin
                        ready_q <= 1'b0;
                    end
                end
            end
        end
    endgenerate

    assign m_claim = claim_q;

    // ---- the running layer ----------------------------------------------------
    // Numbers of the layer that starts next; those of the running one are kept.
    reg [LAYER_WIDTH-1:0] next_layer;
    reg                   next_single_word;
    reg                   next_single_group;
    reg [15:0]            next_word_before;
    reg [15:0]            next_group_before;
    reg [15:0]            next_rom;
    reg [15:0]            next_group;
    reg [15:0]            next_buffer;
    integer entry;
    always @* begin
        next_layer  = {LAYER_WIDTH{1'b0}};
        next_single_word  = WORDS[15:0] == 16'd1;
        next_single_group = GROUPS[15:0] == 16'd1;
        next_word_before  = WORDS[15:0] - 16'd2;
        next_group_before = GROUPS[15:0] - 16'd2;
        next_rom    = ROM_BASE[15:0];
        next_group  = GROUP_BASE[15:0];
        next_buffer = BUFFER_BASE[15:0];
        for (entry = 1; entry < LAYERS; entry = entry + 1) begin
            if (chosen_q[entry]) begin
                next_layer  = entry[LAYER_WIDTH-1:0];
                next_single_word  = WORDS[16*entry +: 16] == 16'd1;
                next_single_group = GROUPS[16*entry +: 16] == 16'd1;
                next_word_before  = WORDS[16*entry +: 16] - 16'd2;
                next_group_before = GROUPS[16*entry +: 16] - 16'd2;
                next_rom    = ROM_BASE[16*entry +: 16];
                next_group  = GROUP_BASE[16*entry +: 16];
                next_buffer = BUFFER_BASE[16*entry +: 16];
            end
        end
    end

    // A group has one word; the word before the last, the group before the last; the first word in the buffer
    reg                    single_word_q;
    reg [WORD_WIDTH-1:0]   word_before_q;
    reg [GROUP_WIDTH-1:0]  group_before_q;
    reg [BUFFER_WIDTH-1:0] buffer_base_q;

    always @(posedge clk) begin
        if (start) begin
            layer_q        <= next_layer;
            single_word_q  <= next_single_word;
            word_before_q  <= next_word_before[WORD_WIDTH-1:0];
            group_before_q <= next_group_before[GROUP_WIDTH-1:0];
            buffer_base_q  <= next_buffer[BUFFER_WIDTH-1:0];
            word_q         <= {WORD_WIDTH{1'b0}};
            word_first_q   <= 1'b1;
            word_last_q    <= next_single_word;
            group_q        <= {GROUP_WIDTH{1'b0}};
            group_last_q   <= next_single_group;
            group_number_q <= next_group[GROUP_WIDTH-1:0];
            rom_q          <= next_rom[ROM_ADDRESS_WIDTH-1:0];
            buffer_q       <= next_buffer[BUFFER_WIDTH-1:0];
        end else if (active_q) begin
            word_q       <= word_last_q ? {WORD_WIDTH{1'b0}} : word_q + 1'b1;
            word_first_q <= word_last_q;
            word_last_q  <= word_last_q ? single_word_q : word_q == word_before_q;
            if (word_last_q) begin
                group_q        <= group_q + 1'b1;
                group_last_q   <= group_q == group_before_q;
                group_number_q <= group_number_q + 1'b1;
            end
            rom_q        <= rom_q + 1'b1;
            buffer_q     <= word_last_q ? buffer_base_q : buffer_q + 1'b1;
        end

        if (rst) begin
            active_q       <= 1'b0;
            started_q      <= 1'b0;
            claim_q        <= 1'b0;
            chosen_q       <= {LAYERS{1'b0}};
            half_q         <= 1'b0;
            frames_q       <= 2'd0;
            frame_released <= 1'b0;
        end else begin
            active_q       <= start | (active_q & ~ends);
            started_q      <= start;
            claim_q        <= starts[LAYERS-1];
            // Not in the two cycles after a start: the consumer's room is two cycles behind.
            chosen_q       <= (start | started_q) ? {LAYERS{1'b0}} : eligible;
            half_q         <= half_q ^ (ends & reads_frame);
            frames_q       <= frames_q + {1'b0, frame_done} - {1'b0, ends & reads_frame};
            frame_released <= ends & reads_frame;
        end
    end

    assign step_valid  = active_q;
    assign step_first  = word_first_q;
    assign step_last   = word_last_q;
    assign step_layer  = layer_q;
    assign group       = group_number_q;
    assign group_last  = group_last_q;
    assign read_half   = half_q;
    assign read_word   = word_q;
    assign buffer_word = buffer_q;
    assign rom_address = rom_q;

    wire unused = &{1'b0, output_taken[0], next_word_before, next_group_before, next_rom, next_group, next_buffer};

endmodule

`default_nettype wire
