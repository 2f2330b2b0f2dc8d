// SPDX-License-Identifier: 0BSD
// Drives the input stream: one pixel byte per beat, frame after frame.
#pragma once

#include <cstdint>

#include "bench_design.h"
#include "options.h"
#include "random.h"
#include "vectors.h"

class StreamDriver {
public:
    StreamDriver(const Options& options, const Vectors& vectors)
        : vectors_(vectors),
          pacer_(Random(options.seed, 1), options.input_valid_percent, options.input_stall),
          gaps_(options.seed, 2),
          frame_gap_(options.frame_gap),
          limit_(options.resets > 0 ? UINT64_MAX : options.frames) {
        point_at(0);
    }

    // Before the rising edge: a valid beat is held until it is taken, whatever ready does.
    template <typename Top>
    void drive(Top& top) {
        if (!valid_ && frame_ < limit_ && gap_ == 0 && pacer_.go()) {
            valid_ = true;
            if (beat_ == 0) started_ = frame_ + 1;
        }
        if (gap_ > 0) --gap_;
        top.s_axis_tvalid = valid_;
        top.s_axis_tdata = valid_ ? pixels_[beat_] : 0;
        top.s_axis_tlast = valid_ && beat_ + 1 == design::PIXELS;  // read by designs that have it
    }

    // After the inputs have settled, just before the rising edge. True when a beat is transferred.
    template <typename Top>
    bool sample(const Top& top, uint64_t cycle) {
        if (!valid_ || !top.s_axis_tready) return false;
        valid_ = false;
        if (beats_++ == 0) first_cycle_ = cycle;
        if (++beat_ == design::PIXELS) {
            point_at(frame_ + 1);
            gap_ = gaps_.up_to(frame_gap_);
        }
        return true;
    }

    // A reset drops the frame under way; the next one starts after it.
    void restart() {
        valid_ = false;
        gap_ = 0;
        point_at(started_);
    }

    void stop_after(uint64_t frames_more) { limit_ = frame_ + frames_more; }

    // Frames of which at least one beat has been presented; the hardware can know of no other.
    uint64_t started() const { return started_; }
    uint64_t limit() const { return limit_; }
    uint64_t beats() const { return beats_; }
    uint64_t first_cycle() const { return first_cycle_; }

private:
    void point_at(uint64_t frame) {
        frame_ = frame;
        beat_ = 0;
        pixels_ = vectors_.pixels(frame);
    }

    const Vectors& vectors_;
    Pacer pacer_;
    Random gaps_;
    uint64_t frame_gap_;
    uint64_t limit_;
    const uint8_t* pixels_ = nullptr;
    uint64_t frame_ = 0;
    uint32_t beat_ = 0;
    uint64_t gap_ = 0;
    uint64_t started_ = 0;
    uint64_t beats_ = 0;
    uint64_t first_cycle_ = 0;
    bool valid_ = false;
};
