// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_weights: weights and biases of an array, read while its steps are issued
//
// Tap t reads a ROM of its own, t cycles late like the tap's operand. A word holds one
// weight for each of PE outputs. A ROM of more than BANK_WORDS words, which is what a
// block RAM of 18 Kbit holds, is several memories side by side.
//
//   w    : with the operands of the step, OPERAND_STAGES cycles after it is issued
//   bias : with the group's first sum, FIRST_DELAY cycles after the step
//
// ROMs: part tap of NAME, one for each tap or for each memory of each tap, and part bias.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_weights #(
    // Folder of the ROM files; what they are called after, "" for no contents
    parameter ROM_DIR = "rom", NAME = "",
    // Taps of a lane, outputs of a word, bits of a weight and of a bias
    parameter integer TAPS = 1, PE = 1, W_WIDTH = 9, BIAS_WIDTH = 8,
    // Words of a tap, groups of PE outputs, and bits of their numbers
    parameter integer DEPTH = 16, ADDRESS_WIDTH = 4, GROUPS = 1, GROUP_WIDTH = 1,
    // From the issue of a step to its operands, and to its sum
    parameter integer OPERAND_STAGES = 4, FIRST_DELAY = 10
) (
    input  wire                       clk,
    input  wire                       rst,

    // Of the step that is issued
    input  wire [ADDRESS_WIDTH-1:0]   address,
    input  wire [GROUP_WIDTH-1:0]     group,

    // TAPS words of PE weights, tap t is t cycles late
    output wire [TAPS*PE*W_WIDTH-1:0] w,
    output wire [PE*BIAS_WIDTH-1:0]   bias
);

    localparam integer WIDTH      = PE * W_WIDTH;
    localparam integer BANK_WORDS = WIDTH <= 2 ? 8192 : WIDTH <= 4 ? 4096 : WIDTH <= 9 ? 2048 : 1024;
    localparam integer BANK_WIDTH = $clog2(BANK_WORDS);
    localparam integer BANKS      = (DEPTH + BANK_WORDS - 1) / BANK_WORDS;
    // Two cycles from the address to the ROM's output register, one more to choose among more than two memories
    localparam integer ROM_STAGES = BANKS > 2 ? 3 : 2;

    // ---- weights: the address skewed like the operands ---------------------------
    wire [ADDRESS_WIDTH-1:0]      address_q;
    wire [TAPS*ADDRESS_WIDTH-1:0] address_skewed;

    intaglio_delay_line #(.WIDTH(ADDRESS_WIDTH), .DELAY(OPERAND_STAGES - ROM_STAGES)) u_delay_address (
        .clk(clk), .rst(rst), .d(address), .q(address_q));
    intaglio_skew #(.WIDTH(ADDRESS_WIDTH), .TAPS(TAPS), .COPIES(1)) u_skew_address (
        .clk(clk), .d({TAPS{address_q}}), .q(address_skewed));

    genvar tap, bank;
    generate
        for (tap = 0; tap < TAPS; tap = tap + 1) begin : gen_tap
            wire [ADDRESS_WIDTH-1:0] here = address_skewed[tap*ADDRESS_WIDTH +: ADDRESS_WIDTH];

            if (BANKS == 1) begin : gen_one
                intaglio_rom #(
                    .WIDTH(WIDTH), .DEPTH(DEPTH), .ADDRESS_WIDTH(ADDRESS_WIDTH),
                    .ROM_DIR(ROM_DIR), .NAME(NAME), .PART("tap"), .TAP(tap)
                ) u_rom (
                    .clk(clk), .address(here), .data(w[tap*WIDTH +: WIDTH]));
            end else begin : gen_banks
                wire [BANKS*WIDTH-1:0] words;

                for (bank = 0; bank < BANKS; bank = bank + 1) begin : gen_bank
                    localparam integer WORDS = bank < BANKS - 1 ? BANK_WORDS : DEPTH - (BANKS - 1) * BANK_WORDS;
                    localparam integer WORDS_WIDTH = WORDS > 2 ? $clog2(WORDS) : 1;
                    intaglio_rom #(
                        .WIDTH(WIDTH), .DEPTH(WORDS), .ADDRESS_WIDTH(WORDS_WIDTH), .OUTPUT_REGISTER(0),
                        .ROM_DIR(ROM_DIR), .NAME(NAME), .PART("tap"), .TAP(tap), .BANK(bank)
                    ) u_bank (
                        .clk(clk), .address(here[WORDS_WIDTH-1:0]), .data(words[bank*WIDTH +: WIDTH]));
                end

                intaglio_word_select #(
                    .WIDTH(WIDTH), .BANKS(BANKS), .SELECT_WIDTH(ADDRESS_WIDTH - BANK_WIDTH)
                ) u_select (
                    .clk(clk), .bank(here[ADDRESS_WIDTH-1:BANK_WIDTH]), .words(words), .data(w[tap*WIDTH +: WIDTH]));
            end
        end
    endgenerate

    // ---- biases: one word for each group ---------------------------------------
    wire [GROUP_WIDTH-1:0] bias_group;

    intaglio_delay_line #(.WIDTH(GROUP_WIDTH), .DELAY(FIRST_DELAY - 2)) u_delay_bias (
        .clk(clk), .rst(rst), .d(group), .q(bias_group));
    intaglio_rom #(
        .WIDTH(PE * BIAS_WIDTH), .DEPTH(GROUPS), .ADDRESS_WIDTH(GROUP_WIDTH),
        .ROM_DIR(ROM_DIR), .NAME(NAME), .PART("bias")
    ) u_bias (
        .clk(clk), .address(bias_group), .data(bias));

    initial begin
        if (TAPS > 100) begin
            $display("%m: TAPS %0d must not be more than 100: file names have two digits", TAPS);
            $finish;
        end
        if (OPERAND_STAGES < ROM_STAGES || FIRST_DELAY < 2) begin
            $display("%m: OPERAND_STAGES %0d must be %0d at least, FIRST_DELAY %0d 2", OPERAND_STAGES, ROM_STAGES, FIRST_DELAY);
            $finish;
        end
    end

endmodule

`default_nettype wire
