// -----------------------------------------------------------------------------
// toy: a whole network of one layer, small enough to be checked by eye
//
// Input 2x2x3 (two channels), output 2x2x3 as twelve logits in CHW order. A frame is taken whole, then sent whole.
// -----------------------------------------------------------------------------
`default_nettype none

module toy (
    input  wire        clk,
    input  wire        rst,

    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [7:0]  s_axis_tdata,

    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [31:0] m_axis_tdata,
    output wire        m_axis_tlast,
    output wire [3:0]  m_axis_tuser
);

    localparam [2:0] PIXELS = 3'd6;

    reg       channel_q;
    reg [2:0] taken_q;
    reg [2:0] stored_q;
    reg       send_q;
    reg [3:0] word_q;
    reg signed [15:0] best_q;
    reg [3:0] best_index_q;
    reg signed [15:0] buffer [0:15];

    assign s_axis_tready = taken_q != PIXELS;
    wire take = s_axis_tvalid && s_axis_tready;

    wire        conv_valid;
    wire [31:0] conv_data;

    toy_conv u_c1 (
        .clk(clk),
        .rst(rst),
        .s_valid(take),
        .s_last(channel_q),
        .s_data(s_axis_tdata),
        .m_valid(conv_valid),
        .m_data(conv_data)
    );

    assign m_axis_tvalid = send_q;
    wire send = m_axis_tvalid && m_axis_tready;
    wire signed [15:0] word = buffer[word_q];
    wire last = word_q == 4'd11;
    wire better = word_q == 4'd0 || word > best_q;

    assign m_axis_tdata = {{16{word[15]}}, word};
    assign m_axis_tlast = last;
    assign m_axis_tuser = better ? word_q : best_index_q;

    always @(posedge clk) begin
        if (conv_valid) begin
            buffer[{1'b0, stored_q}] <= conv_data[15:0];
            buffer[{1'b0, stored_q} + 4'd6] <= conv_data[31:16];
        end
        if (send && better) begin
            best_q <= word;
            best_index_q <= word_q;
        end
        if (rst) begin
            channel_q <= 1'b0;
            taken_q <= 3'd0;
            stored_q <= 3'd0;
            send_q <= 1'b0;
            word_q <= 4'd0;
        end else begin
            if (take) begin
                channel_q <= !channel_q;
                if (channel_q) taken_q <= taken_q + 3'd1;
            end
            if (conv_valid) begin
                stored_q <= stored_q + 3'd1;
                if (stored_q == PIXELS - 3'd1) send_q <= 1'b1;
            end
            if (send) begin
                word_q <= last ? 4'd0 : word_q + 4'd1;
                if (last) begin
                    send_q <= 1'b0;
                    taken_q <= 3'd0;
                    stored_q <= 3'd0;
                end
            end
        end
    end

endmodule

`default_nettype wire
