// -----------------------------------------------------------------------------
// toy_conv: 1x1 convolution of two channels into two, one input channel per beat
//
//   acc[o] = w[o][0] * x[0] + w[o][1] * x[1] + b[o];  y[o] = (acc[o] * 5) >> 3
// -----------------------------------------------------------------------------
`default_nettype none

module toy_conv (
    input  wire        clk,
    input  wire        rst,

    input  wire        s_valid,
    input  wire        s_last,
    input  wire [7:0]  s_data,

    output wire        m_valid,
    output wire [31:0] m_data
);

    reg signed [8:0] weights [0:3];
    initial $readmemh("rom/c1_weights.mem", weights);

    localparam signed [17:0] BIAS0 = 18'sd300;
    localparam signed [17:0] BIAS1 = -18'sd7;

    wire signed [17:0] x = {10'd0, s_data};
    wire signed [17:0] w0 = s_last ? {{9{weights[1][8]}}, weights[1]} : {{9{weights[0][8]}}, weights[0]};
    wire signed [17:0] w1 = s_last ? {{9{weights[3][8]}}, weights[3]} : {{9{weights[2][8]}}, weights[2]};

    reg signed [17:0] acc0_q;
    reg signed [17:0] acc1_q;
    reg               valid_q;

    always @(posedge clk) begin
        valid_q <= s_valid && s_last && !rst;
        if (s_valid) begin
            acc0_q <= w0 * x + (s_last ? acc0_q : BIAS0);
            acc1_q <= w1 * x + (s_last ? acc1_q : BIAS1);
        end
    end

    // Both output channels of one pixel, channel 0 in the low half.
    wire        probe_accumulator_valid = valid_q;
    wire [35:0] probe_accumulator = {acc1_q, acc0_q};

    wire signed [20:0] scaled0 = {{3{acc0_q[17]}}, acc0_q} * 21'sd5;
    wire signed [20:0] scaled1 = {{3{acc1_q[17]}}, acc1_q} * 21'sd5;
    wire signed [15:0] y0 = scaled0[18:3];
    wire signed [15:0] y1 = scaled1[18:3];

    assign m_valid = valid_q;
    assign m_data = {y1, y0};

    // The probe is for the bench; the scaled values never reach their top bits.
    wire unused = &{
        1'b0, probe_accumulator_valid, probe_accumulator, scaled0[20:19], scaled0[2:0], scaled1[20:19], scaled1[2:0]
    };

endmodule

`default_nettype wire
