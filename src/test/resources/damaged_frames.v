// SPDX-License-Identifier: 0BSD
// Sends the beats of a file with pauses and prints every word that comes out: data, tuser, tlast. TOP, BEATS, DATA, USER
// and RESULTS are macros; a beat is {tlast, byte}.
module damaged_frames;
    reg        clk = 1'b0;
    reg        rst = 1'b1;
    reg        s_valid = 1'b0;
    reg  [8:0] s_beat = 9'd0;
    wire       s_ready;
    wire       m_valid;
    reg        m_ready = 1'b0;
    wire [`DATA-1:0] m_data;
    wire [`USER-1:0] m_user;
    wire       m_last;
    reg  [8:0] beats [0:`BEATS-1];
    integer    sent = 0;
    integer    results = 0;
    integer    cycle = 0;
    reg        stalled = 1'b0;
    reg [`DATA+`USER:0] held;
    reg [31:0] lfsr = 32'h1ace1ace;

    `TOP dut (
        .clk(clk), .rst(rst), .s_axis_tvalid(s_valid), .s_axis_tready(s_ready), .s_axis_tdata(s_beat[7:0]),
        .s_axis_tlast(s_beat[8]), .m_axis_tvalid(m_valid), .m_axis_tready(m_ready), .m_axis_tdata(m_data),
        .m_axis_tlast(m_last), .m_axis_tuser(m_user));

    initial $readmemh("beats.hex", beats);
    always #5 clk = ~clk;

    always @(posedge clk) begin
        cycle <= cycle + 1;
        rst   <= cycle < 3;
        lfsr  <= {lfsr[30:0], lfsr[31] ^ lfsr[21] ^ lfsr[1] ^ lfsr[0]};
        if (!rst && (!s_valid || s_ready)) begin
            s_valid <= sent < `BEATS && (lfsr[1:0] != 0 || cycle[10]);
            if (sent < `BEATS && (lfsr[1:0] != 0 || cycle[10])) begin
                s_beat <= beats[sent];
                sent   <= sent + 1;
            end
        end
        m_ready <= !rst && (lfsr[4] || cycle[11]);
        if (stalled && (!m_valid || held !== {m_last, m_user, m_data})) begin
            $display("NOT HELD in cycle %0d", cycle);
        end
        stalled <= m_valid && !m_ready;
        held    <= {m_last, m_user, m_data};
        if (m_valid && m_ready) begin
            $display("word %h %h %b", m_data, m_user, m_last);
            results = results + m_last;
        end
        if (results == `RESULTS && sent == `BEATS && cycle % 1000 == 0) begin
            $finish;
        end
        if (cycle > 60 * `BEATS) begin
            $display("TOO LONG");
            $finish;
        end
    end
endmodule
