// SPDX-License-Identifier: 0BSD
// Takes the output stream, compares every word, tlast and tuser, holds the stream to the AXI rules and measures
// latency and frame interval.
#pragma once

#include <cinttypes>
#include <cstdint>

#include "bench_design.h"
#include "field.h"
#include "options.h"
#include "random.h"
#include "report.h"
#include "vectors.h"

class StreamMonitor {
public:
    StreamMonitor(const Options& options, const Vectors& vectors, Report& report)
        : vectors_(vectors),
          report_(report),
          pacer_(Random(options.seed, 3), options.output_ready_percent, options.output_stall),
          warmup_(options.warmup),
          interval_end_(options.frames > options.cooldown ? options.frames - options.cooldown : 0) {}

    // Ready does not look at valid.
    template <typename Top>
    void drive(Top& top) {
        top.m_axis_tready = pacer_.go();
    }

    // Just before the rising edge. True when a beat is transferred.
    template <typename Top>
    bool sample(const Top& top, uint64_t started) {
        const Beat beat{Field<design::DATA_BITS, design::SIGNED_DATA != 0>::get(top.m_axis_tdata, 0),
                        static_cast<int32_t>(top.m_axis_tuser), top.m_axis_tlast != 0};
        check_stability(top.m_axis_tvalid, beat);
        const bool taken = top.m_axis_tvalid && top.m_axis_tready;
        stalled_ = top.m_axis_tvalid && !top.m_axis_tready;
        held_ = beat;
        if (taken) take(beat, started);
        return taken;
    }

    void restart(uint64_t frame) {
        frame_ = frame;
        word_ = 0;
        stalled_ = false;
    }

    // Number of the frame whose words come next: frames 0..frame()-1 are complete or were dropped by a reset.
    uint64_t frame() const { return frame_; }
    uint32_t word() const { return word_; }

    void print_summary(uint64_t first_input_cycle) const {
        std::printf("output frames=%" PRIu64 " values=%" PRIu64 " classes=%" PRIu64 " failures=%" PRIu64 "\n",
                    complete_, words_, classes_, failures_);
        std::printf("timing latency=%" PRId64 " intervals=%" PRIu64 " interval_min=%" PRIu64 " interval_max=%" PRIu64
                    "\n",
                    complete_ > 0 ? static_cast<int64_t>(first_last_cycle_ - first_input_cycle) : -1, intervals_,
                    intervals_ > 0 ? interval_min_ : 0, interval_max_);
    }

private:
    struct Beat {
        int64_t data;
        int32_t user;
        bool last;
    };

    void check_stability(bool valid, const Beat& beat) {
        if (!stalled_) return;
        if (!valid) {
            fail("valid-dropped");
        } else if (beat.data != held_.data || beat.last != held_.last || (has_user(beat) && beat.user != held_.user)) {
            fail("data-not-held");
        }
    }

    void take(const Beat& beat, uint64_t started) {
        if (frame_ >= started) {
            fail("output-unexpected");
            return;
        }
        const int64_t expected = vectors_.outputs(frame_)[word_];
        ++words_;
        if (beat.data != expected) mismatch("output", expected, beat.data);
        const bool last = word_ + 1 == design::OUTPUTS;
        const bool line_last = (word_ + 1) % design::LINE_WORDS == 0;
        if (beat.last != line_last) mismatch("tlast", line_last, beat.last);
        if (!design::CLASS && beat.user != (word_ == 0)) mismatch("tuser", word_ == 0, beat.user);
        if (last) {
            if (design::CLASS) take_class(beat);
            finish_frame();
        } else {
            ++word_;
        }
    }

    // The class is there with the last word of a frame; every word says whether it is the first of one.
    static bool has_user(const Beat& beat) { return !design::CLASS || beat.last; }

    void take_class(const Beat& beat) {
        ++classes_;
        const int32_t expected_class = vectors_.expected_class(frame_);
        if (beat.user != expected_class) mismatch("class", expected_class, beat.user);
    }

    void finish_frame() {
        const uint64_t now = report_.cycle;
        if (complete_ == 0) first_last_cycle_ = now;
        if (complete_ > warmup_ && complete_ < interval_end_) {
            const uint64_t interval = now - last_cycle_;
            if (intervals_ == 0 || interval < interval_min_) interval_min_ = interval;
            if (interval > interval_max_) interval_max_ = interval;
            ++intervals_;
        }
        last_cycle_ = now;
        ++complete_;
        ++frame_;
        word_ = 0;
    }

    void fail(const char* kind) {
        ++failures_;
        report_.failure(kind, "frame=%" PRIu64 " image=%d beat=%u", frame_, vectors_.image(frame_), word_);
    }

    void mismatch(const char* kind, int64_t expected, int64_t got) {
        ++failures_;
        report_.failure(kind, "frame=%" PRIu64 " image=%d beat=%u expected=%" PRId64 " got=%" PRId64, frame_,
                        vectors_.image(frame_), word_, expected, got);
    }

    const Vectors& vectors_;
    Report& report_;
    Pacer pacer_;
    uint64_t warmup_;
    uint64_t interval_end_;
    Beat held_{};
    bool stalled_ = false;
    uint64_t frame_ = 0;
    uint32_t word_ = 0;
    uint64_t complete_ = 0;
    uint64_t words_ = 0;
    uint64_t classes_ = 0;
    uint64_t failures_ = 0;
    uint64_t first_last_cycle_ = 0;
    uint64_t last_cycle_ = 0;
    uint64_t intervals_ = 0;
    uint64_t interval_min_ = 0;
    uint64_t interval_max_ = 0;
};
