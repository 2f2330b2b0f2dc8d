// SPDX-License-Identifier: 0BSD
// -----------------------------------------------------------------------------
// intaglio_rom_file: read-only memory, loaded from a text file of hexadecimal words
//
// The file is FOLDER/FILE, or FILE alone where FOLDER is "". A slash at the end of FOLDER
// is allowed. A simulation in which the file cannot be read stops at time 0. Synthesizers
// report that by themselves; they define SYNTHESIS.
// Read latency: 1 cycle, or 2 with the output register that block RAM has.
// -----------------------------------------------------------------------------
`default_nettype none

module intaglio_rom_file #(
    // Bits of a word
    parameter integer WIDTH = 8,
    // Words
    parameter integer DEPTH = 16,
    // Bits of an address
    parameter integer ADDRESS_WIDTH = 4,
    // 1: output register
    parameter integer OUTPUT_REGISTER = 1,
    // Folder and name of the file, as the tool that reads it sees them; no name: nothing is read
    parameter FOLDER = "", FILE = ""
) (
    input  wire                     clk,

    input  wire [ADDRESS_WIDTH-1:0] address,
    output wire [WIDTH-1:0]         data
);

    reg [WIDTH-1:0] memory [0:DEPTH-1];
    reg [WIDTH-1:0] word_q;

`ifndef SYNTHESIS
    integer file;
`endif

    // No folder is a case of its own: "" is one zero byte, which no file name may hold.
    generate
        if (FILE == "") begin : gen_empty
            initial memory[0] = {WIDTH{1'b0}};
        end else if (FOLDER == "") begin : gen_file
            initial begin
                $readmemh(FILE, memory);
`ifndef SYNTHESIS
                file = $fopen(FILE, "r");
                check;
`endif
            end
        end else begin : gen_folder
            initial begin
                $readmemh({FOLDER, "/", FILE}, memory);
`ifndef SYNTHESIS
                file = $fopen({FOLDER, "/", FILE}, "r");
                check;
`endif
            end
        end
    endgenerate

`ifndef SYNTHESIS
    // Ends the simulation where the file is not there, or has too few words (which only x shows)
    task check;
        begin
            if (file == 0 || (^memory[DEPTH-1]) === 1'bx) begin
                $display("%m: ROM file '%0s' in folder '%0s' is missing, or has fewer than %0d words.", FILE, FOLDER, DEPTH);
                $display("The folder is parameter ROM_DIR of the design, as seen from where the simulation runs.");
                $fatal;
            end
            $fclose(file);
        end
    endtask
`endif

    always @(posedge clk) begin
        word_q <= memory[address];
    end

    generate
        if (OUTPUT_REGISTER != 0) begin : gen_register
            reg [WIDTH-1:0] data_q;
            always @(posedge clk) begin
                data_q <= word_q;
            end
            assign data = data_q;
        end else begin : gen_direct
            assign data = word_q;
        end
    endgenerate

endmodule

`default_nettype wire
