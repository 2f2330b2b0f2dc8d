// SPDX-License-Identifier: 0BSD
// Drives modules of the design alone, value by value, and compares what they give with what the file says.
//
// A stair is a function that grows with its input. It comes as its steps; of each step the first input, the one behind it
// and the last are driven, so that both sides of every edge are seen.
#pragma once

#include <array>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <deque>

#include "Vbench_top.h"
#include "bench_design.h"
#include "field.h"
#include "report.h"
#include "unit_file.h"

// Pins: the signals of the unit, and a clock cycle of it.
template <int Number, bool Stairs, int InputBits, int Inputs, int Lanes, int FactorBits, int Factors, int ResultBits,
          bool ResultSigned, typename Pins>
class Unit {
public:
    Unit(Pins pins, UnitFile& file, Report& report) : pins_(pins), file_(file), report_(report) {}

    void run() {
        reset();
        while (const int64_t count = file_.next()) {
            set_factor(file_.next());
            if (Stairs) {
                drive_stairs(count);
            } else {
                drive_vectors(count);
            }
            finish_beat();
        }
        for (int i = 0; i < FLUSH; ++i) cycle(false);
        if (!waiting_.empty()) {
            ++failures_;
            report_.failure("unit-silent", "unit=%d missing=%zu", Number, waiting_.size());
        }
        std::printf("unit number=%d values=%" PRIu64 " failures=%" PRIu64 "\n", Number, values_, failures_);
    }

private:
    // Cycles in which even the longest pipeline of a unit becomes empty.
    static constexpr int FLUSH = 16;
    static constexpr int FACTORS_FROM = InputBits * Inputs * Lanes;

    struct Beat {
        int used = 0;
        int64_t factor = 0;
        std::array<int64_t, Lanes> input;
        std::array<int64_t, Lanes> expected;
    };

    void reset() {
        pins_.rst() = 1;
        pins_.valid() = false;
        for (int i = 0; i < FLUSH; ++i) pins_.clock();
        pins_.rst() = 0;
    }

    void set_factor(int64_t factor) {
        beat_.factor = factor;
        for (int i = 0; i < Factors; ++i) put_bits(pins_.data(), FACTORS_FROM + i * FactorBits, FactorBits, factor);
    }

    void drive_stairs(int64_t count) {
        int64_t first = file_.next();
        int64_t result = file_.next();
        for (int64_t i = 0; i < count; ++i) {
            const bool more = i + 1 < count;
            const int64_t next = file_.next();
            const int64_t last = more ? next - 1 : next;
            drive(&first, result);
            if (last - first > 1) drive_behind(first, result);
            if (last > first) drive(&last, result);
            first = next;
            if (more) result = file_.next();
        }
    }

    void drive_behind(int64_t first, int64_t result) {
        const int64_t behind = first + 1;
        drive(&behind, result);
    }

    void drive_vectors(int64_t count) {
        std::array<int64_t, Inputs> inputs;
        for (int64_t i = 0; i < count; ++i) {
            for (int64_t& input : inputs) input = file_.next();
            drive(inputs.data(), file_.next());
        }
    }

    // Puts one value into the next lane; a full beat goes out.
    void drive(const int64_t* inputs, int64_t expected) {
        for (int i = 0; i < Inputs; ++i) {
            put_bits(pins_.data(), (beat_.used * Inputs + i) * InputBits, InputBits, inputs[i]);
        }
        beat_.input[beat_.used] = inputs[0];
        beat_.expected[beat_.used] = expected;
        if (++beat_.used == Lanes) finish_beat();
    }

    // Lanes that nothing was put into still carry the beat before; nobody looks at them.
    void finish_beat() {
        if (beat_.used == 0) return;
        waiting_.push_back(beat_);
        cycle(true);
        beat_.used = 0;
    }

    void cycle(bool valid) {
        pins_.valid() = valid;
        pins_.clock();
        ++report_.cycle;
        if (!pins_.done()) return;
        if (waiting_.empty()) {
            ++failures_;
            report_.failure("unit-unexpected", "unit=%d", Number);
            return;
        }
        compare(waiting_.front());
        waiting_.pop_front();
    }

    void compare(const Beat& beat) {
        for (int lane = 0; lane < beat.used; ++lane) {
            const int64_t got = Field<ResultBits, ResultSigned>::get(pins_.result(), lane);
            ++values_;
            if (got == beat.expected[lane]) continue;
            ++failures_;
            report_.failure("unit", "unit=%d input=%" PRId64 " factor=%" PRId64 " expected=%" PRId64 " got=%" PRId64,
                            Number, beat.input[lane], beat.factor, beat.expected[lane], got);
        }
    }

    Pins pins_;
    UnitFile& file_;
    Report& report_;
    Beat beat_;
    std::deque<Beat> waiting_;
    uint64_t values_ = 0;
    uint64_t failures_ = 0;
};

#define UNIT_PINS(number, stairs, input_bits, inputs, lanes, factor_bits, factors, result_bits, is_signed) \
    struct UnitPins##number {                                                                              \
        Vbench_top& top;                                                                                   \
        auto& rst() { return top.rst; }                                                                    \
        auto& valid() { return top.unit_##number##_valid; }                                                \
        auto& data() { return top.unit_##number##_data; }                                                  \
        bool done() const { return top.unit_##number##_done; }                                             \
        const auto& result() const { return top.unit_##number##_result; }                                  \
        void clock() {                                                                                     \
            top.unit_##number##_clk = 0;                                                                   \
            top.eval();                                                                                    \
            top.unit_##number##_clk = 1;                                                                   \
            top.eval();                                                                                    \
        }                                                                                                  \
    };
BENCH_UNITS(UNIT_PINS)
#undef UNIT_PINS

// All units of the design, one after the other; true when everything was equal.
inline bool run_units([[maybe_unused]] Vbench_top& top, const std::string& path, Report& report) {
    UnitFile file(path);
#define UNIT_RUN(number, stairs, input_bits, inputs, lanes, factor_bits, factors, result_bits, is_signed)          \
    Unit<number, stairs, input_bits, inputs, lanes, factor_bits, factors, result_bits, is_signed, UnitPins##number>( \
            UnitPins##number{top}, file, report)                                                                   \
            .run();
    BENCH_UNITS(UNIT_RUN)
#undef UNIT_RUN
    file.check_end();
    std::printf("run cycles=%" PRIu64 " failures=%" PRIu64 "\n", report.cycle, report.failures());
    return report.failures() == 0;
}
