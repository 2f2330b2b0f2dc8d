// SPDX-License-Identifier: 0BSD
// The bench: clocks the design, connects driver, monitor, probes and resets, and gives the verdict.
//
// Inputs change while the clock is low and everything is sampled after they have settled, just before the rising edge.
// Exit code 0: everything equal; 1: a failure; 2: the bench was called wrongly.
#include <cinttypes>
#include <cstdio>
#include <memory>

#include "Vbench_top.h"
#include "bench_design.h"
#include "options.h"
#include "probes.h"
#include "report.h"
#include "reset_driver.h"
#include "stream_driver.h"
#include "stream_monitor.h"
#include "units.h"
#include "vectors.h"
#include "verilated.h"
#include "waveform.h"

namespace {

class Bench {
public:
    Bench(const Options& options, VerilatedContext& context)
        : options_(options),
          vectors_(options.vectors, design::PIXELS, design::OUTPUTS, design::PROBES),
          report_(options.failure_lines, options.failure_limit),
          top_(std::make_unique<Vbench_top>(&context)),
          waveform_(options, context, *top_),
          driver_(options, vectors_),
          monitor_(options, vectors_, report_),
          probes_(vectors_, report_),
          resets_(options) {}

    // True when everything was equal and nothing was missing.
    bool run() {
        while (!finished()) step();
        // Whatever still comes out now is too much.
        for (uint64_t i = 0; i < options_.drain && !stopped_; ++i) step();
        if (!stopped_) probes_.check_end(driver_.started());
        top_->final();
        print_summary();
        return report_.failures() == 0;
    }

private:
    bool finished() const {
        return stopped_ || (resets_.done() && monitor_.frame() >= driver_.limit());
    }

    void step() {
        const bool reset = resets_.drive(report_.cycle);
        top_->clk = 0;
        top_->rst = reset;
        drive_streams(reset);
        top_->eval();
        waveform_.dump(report_.cycle, false);
        if (reset) {
            restart();
        } else {
            sample();
        }
        top_->clk = 1;
        top_->eval();
        waveform_.dump(report_.cycle, true);
        ++report_.cycle;
    }

    void drive_streams(bool reset) {
        if (reset) {
            top_->s_axis_tvalid = 0;
            top_->m_axis_tready = 0;
        } else {
            driver_.drive(*top_);
            monitor_.drive(*top_);
        }
    }

    void sample() {
        const bool in = driver_.sample(*top_, report_.cycle);
        const bool probed = probes_.sample(*top_, driver_.started());
        const bool out = monitor_.sample(*top_, driver_.started());
        if (in || probed || out) {
            last_progress_ = report_.cycle;
        } else if (report_.cycle - last_progress_ > options_.watchdog && !finished()) {
            report_.failure("deadlock", "frame=%" PRIu64 " beat=%u input_beats=%" PRIu64, monitor_.frame(),
                            monitor_.word(), driver_.beats());
            stopped_ = true;
        }
        if (report_.exhausted()) stopped_ = true;
    }

    // All frames under way are lost; the streams go on with the first frame that the design has not seen.
    void restart() {
        driver_.restart();
        monitor_.restart(driver_.started());
        probes_.restart(driver_.started());
        if (resets_.done() && !limited_) {
            limited_ = true;
            driver_.stop_after(options_.frames);
        }
        last_progress_ = report_.cycle;
    }

    void print_summary() {
        probes_.print_summary();
        monitor_.print_summary(driver_.first_cycle());
        std::printf("run cycles=%" PRIu64 " frames_started=%" PRIu64 " input_beats=%" PRIu64 " resets=%" PRIu64
                    " stopped=%d failures=%" PRIu64 "\n",
                    report_.cycle, driver_.started(), driver_.beats(), resets_.count(), stopped_ ? 1 : 0,
                    report_.failures());
    }

    const Options& options_;
    Vectors vectors_;
    Report report_;
    std::unique_ptr<Vbench_top> top_;
    Waveform waveform_;
    StreamDriver driver_;
    StreamMonitor monitor_;
    Probes probes_;
    ResetDriver resets_;
    uint64_t last_progress_ = 0;
    bool limited_ = false;
    bool stopped_ = false;
};

}  // namespace

int main(int argc, char** argv) {
    Options options;
    options.parse(argc, argv);
    const auto context = std::make_unique<VerilatedContext>();
    context->commandArgs(argc, argv);
    if (!options.trace.empty()) context->traceEverOn(true);
    if (!options.units.empty()) {
        Report report(options.failure_lines, options.failure_limit);
        const auto top = std::make_unique<Vbench_top>(context.get());
        const bool equal = run_units(*top, options.units, report);
        top->final();
        return equal ? 0 : 1;
    }
    Bench bench(options, *context);
    return bench.run() ? 0 : 1;
}
