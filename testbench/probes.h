// SPDX-License-Identifier: 0BSD
// Scoreboards of the streams inside the design, one per probe of the plan.
#pragma once

#include <cinttypes>
#include <cstdint>
#include <type_traits>

#include "bench_design.h"
#include "field.h"
#include "report.h"
#include "vectors.h"

// Number: position in the plan. Lanes: fields per beat. Beats: beats per frame.
template <int Number, int Bits, bool Signed, int Lanes, int Beats>
class Probe {
public:
    Probe(const Vectors& vectors, Report& report) : vectors_(vectors), report_(report) {
        const Vectors::ProbeEntry& entry = vectors.probe(Number);
        if (entry.values != static_cast<uint32_t>(Lanes) * Beats || entry.value_bytes != sizeof(Value)) {
            std::fprintf(stderr, "bench: the vector file has another probe %d\n", Number);
            std::exit(2);
        }
        offset_ = entry.offset;
        point_at(0);
    }

    // One beat, in a cycle in which the probe's valid is 1.
    template <typename Signal>
    void take(const Signal& signal, uint64_t started) {
        if (frame_ >= started) {
            ++failures_;
            report_.failure("probe-unexpected", "probe=%d frame=%" PRIu64 " beat=%d", Number, frame_, beat_);
            return;
        }
        const Value* expected = expected_ + beat_ * Lanes;
        for (int lane = 0; lane < Lanes; ++lane) {
            const int64_t got = Field<Bits, Signed>::get(signal, lane);
            if (got < least_) least_ = got;
            if (got > greatest_) greatest_ = got;
            if (got != expected[lane]) mismatch(lane, expected[lane], got);
        }
        values_ += Lanes;
        if (++beat_ == Beats) {
            ++complete_;
            point_at(frame_ + 1);
        }
    }

    void restart(uint64_t frame) { point_at(frame); }

    // At the end of the run: every started frame has been seen whole.
    void check_end(uint64_t started) {
        if (frame_ == started && beat_ == 0) return;
        ++failures_;
        report_.failure("probe-incomplete", "probe=%d frame=%" PRIu64 " beat=%d expected=%" PRIu64 " got=%" PRIu64,
                        Number, frame_, beat_, started, frame_);
    }

    void print_summary() const {
        std::printf("probe number=%d frames=%" PRIu64 " values=%" PRIu64 " failures=%" PRIu64 " least=%" PRId64
                    " greatest=%" PRId64 "\n",
                    Number, complete_, values_, failures_, values_ > 0 ? least_ : 0, values_ > 0 ? greatest_ : 0);
    }

private:
    // The vector file keeps 4 bytes per value where they hold every value of the field.
    using Value = std::conditional_t<(Bits < 32 || (Bits == 32 && Signed)), int32_t, int64_t>;

    void point_at(uint64_t frame) {
        frame_ = frame;
        beat_ = 0;
        expected_ = vectors_.template values<Value>(frame, offset_);
    }

    void mismatch(int lane, int64_t expected, int64_t got) {
        ++failures_;
        report_.failure("value",
                        "probe=%d frame=%" PRIu64 " image=%d beat=%d lane=%d index=%u expected=%" PRId64
                        " got=%" PRId64,
                        Number, frame_, vectors_.image(frame_), beat_, lane,
                        vectors_.index(Number, static_cast<uint64_t>(beat_) * Lanes + lane), expected, got);
    }

    const Vectors& vectors_;
    Report& report_;
    uint64_t offset_ = 0;
    const Value* expected_ = nullptr;
    uint64_t frame_ = 0;
    int beat_ = 0;
    uint64_t complete_ = 0;
    uint64_t values_ = 0;
    uint64_t failures_ = 0;
    int64_t least_ = INT64_MAX;
    int64_t greatest_ = INT64_MIN;
};

// All probes of the design; BENCH_PROBES comes from the generated header.
class Probes {
public:
    Probes(const Vectors& vectors, Report& report)
        :
#define PROBE_INIT(number, bits, is_signed, lanes, beats) probe_##number##_(vectors, report),
          BENCH_PROBES(PROBE_INIT)
#undef PROBE_INIT
          any_(false) {
    }

    // True when any probe carried a beat.
    template <typename Top>
    bool sample(const Top& top, uint64_t started) {
        any_ = false;
#define PROBE_SAMPLE(number, bits, is_signed, lanes, beats) \
        if (top.probe_##number##_valid) {                   \
            probe_##number##_.take(top.probe_##number##_data, started); \
            any_ = true;                                    \
        }
        BENCH_PROBES(PROBE_SAMPLE)
#undef PROBE_SAMPLE
        return any_;
    }

    void restart(uint64_t frame) {
#define PROBE_RESTART(number, bits, is_signed, lanes, beats) probe_##number##_.restart(frame);
        BENCH_PROBES(PROBE_RESTART)
#undef PROBE_RESTART
    }

    void check_end(uint64_t started) {
#define PROBE_CHECK_END(number, bits, is_signed, lanes, beats) probe_##number##_.check_end(started);
        BENCH_PROBES(PROBE_CHECK_END)
#undef PROBE_CHECK_END
    }

    void print_summary() const {
#define PROBE_SUMMARY(number, bits, is_signed, lanes, beats) probe_##number##_.print_summary();
        BENCH_PROBES(PROBE_SUMMARY)
#undef PROBE_SUMMARY
    }

private:
#define PROBE_MEMBER(number, bits, is_signed, lanes, beats) \
    Probe<number, bits, is_signed, lanes, beats> probe_##number##_;
    BENCH_PROBES(PROBE_MEMBER)
#undef PROBE_MEMBER
    bool any_;
};
