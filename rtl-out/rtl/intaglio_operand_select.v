// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_operand_select: the TAPS operands of each output pixel, out of the window
//
// Output pixel (dy, dx) of a block looks at the window from row dy * STRIDE_Y and
// column dx * STRIDE_X on, at every DILATION_Y-th row and DILATION_X-th column. Tap t = (ky * TAP_COLUMNS + kx) * (CHANNELS / LANE_GROUPS) + channel.
// The channels of a word may be LANE_GROUPS parts side by side, whose operands then
// follow each other: the parts outermost, in them the pixels.
// Wires only.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_operand_select #(
    // Bits of an activation
    parameter integer X_WIDTH = 8,
    // Columns of the window, channels of a word
    parameter integer WINDOW_ROWS = 2,
    parameter integer WINDOW_COLUMNS = 2,
    parameter integer CHANNELS = 1,
    // Parts of a word; divides CHANNELS
    parameter integer LANE_GROUPS = 1,
    // Output pixels of a block
    parameter integer OUTPUT_ROWS = 2,
    parameter integer OUTPUT_COLUMNS = 2,
    parameter integer STRIDE_Y = 1,
    parameter integer STRIDE_X = 1,
    // From one row and column of the kernel to the next
    parameter integer DILATION_Y = 1,
    parameter integer DILATION_X = 1,
    // Kernel rows and columns of one step
    parameter integer TAP_ROWS = 1,
    parameter integer TAP_COLUMNS = 1
) (
    input  wire [WINDOW_ROWS*WINDOW_COLUMNS*CHANNELS*X_WIDTH-1:0]                             window,
    output wire [OUTPUT_ROWS*OUTPUT_COLUMNS*TAP_ROWS*TAP_COLUMNS*CHANNELS*X_WIDTH-1:0] operands
);

    localparam integer PART   = CHANNELS / LANE_GROUPS * X_WIDTH;
    localparam integer WORD   = CHANNELS * X_WIDTH;
    localparam integer KERNEL = TAP_ROWS * TAP_COLUMNS;
    localparam integer PIXELS = OUTPUT_ROWS * OUTPUT_COLUMNS;

    genvar part, dy, dx, ky, kx;
    generate
        for (part = 0; part < LANE_GROUPS; part = part + 1) begin : gen_part
            for (dy = 0; dy < OUTPUT_ROWS; dy = dy + 1) begin : gen_dy
                for (dx = 0; dx < OUTPUT_COLUMNS; dx = dx + 1) begin : gen_dx
                    for (ky = 0; ky < TAP_ROWS; ky = ky + 1) begin : gen_ky
                        for (kx = 0; kx < TAP_COLUMNS; kx = kx + 1) begin : gen_kx
                            localparam integer FROM = (dy*STRIDE_Y+ky*DILATION_Y)*WINDOW_COLUMNS + dx*STRIDE_X + kx*DILATION_X;
                            localparam integer TO   =
                                (part*PIXELS + dy*OUTPUT_COLUMNS + dx)*KERNEL + ky*TAP_COLUMNS + kx;
                            assign operands[TO*PART +: PART] = window[FROM*WORD + part*PART +: PART];
                        end
                    end
                end
            end
        end
    endgenerate

    // With strides and gaps some pixels of the window are skipped.
    wire unused = &{1'b0, window};

endmodule

`default_nettype wire
