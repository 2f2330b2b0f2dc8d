// SPDX-License-Identifier: 0BSD
// Writes a VCD of a window of cycles. Needs a bench built with --trace; two time steps are one clock cycle.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "Vbench_top.h"
#include "options.h"

#if VM_TRACE
#include "verilated_vcd_c.h"

class Waveform {
public:
    Waveform(const Options& options, VerilatedContext&, Vbench_top& top)
        : from_(options.trace_from), to_(options.trace_to), on_(!options.trace.empty()) {
        if (!on_) return;
        top.trace(&file_, 99);
        file_.open(options.trace.c_str());
    }

    ~Waveform() {
        if (on_) file_.close();
    }

    void dump(uint64_t cycle, bool high) {
        if (on_ && cycle >= from_ && cycle <= to_) file_.dump(2 * cycle + (high ? 1 : 0));
    }

private:
    VerilatedVcdC file_;
    uint64_t from_;
    uint64_t to_;
    bool on_;
};

#else

class Waveform {
public:
    Waveform(const Options& options, VerilatedContext&, Vbench_top&) {
        if (options.trace.empty()) return;
        std::fprintf(stderr, "bench: --trace needs a bench that was built with tracing\n");
        std::exit(2);
    }

    void dump(uint64_t, bool) {}
};

#endif
