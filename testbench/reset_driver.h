// SPDX-License-Identifier: 0BSD
// Resets the design: for one cycle at the start, then as often as asked at random moments, for one to three cycles.
#pragma once

#include <cstdint>

#include "options.h"
#include "random.h"

class ResetDriver {
public:
    explicit ResetDriver(const Options& options)
        : random_(options.seed, 4), remaining_(options.resets), span_(options.reset_span) {
        // One cycle must be enough.
        begin(0, 1);
    }

    // True in the cycles in which rst is 1.
    bool drive(uint64_t cycle) {
        if (cycle >= end_ && remaining_ > 0 && cycle >= next_) {
            --remaining_;
            ++count_;
            begin(cycle, 1 + random_.up_to(2));
        }
        return cycle < end_;
    }

    // No reset will follow.
    bool done() const { return remaining_ == 0; }
    uint64_t count() const { return count_; }

private:
    void begin(uint64_t cycle, uint64_t cycles) {
        end_ = cycle + cycles;
        next_ = end_ + 1 + random_.up_to(span_);
    }

    Random random_;
    uint64_t remaining_;
    uint64_t span_;
    uint64_t end_ = 0;
    uint64_t next_ = 0;
    uint64_t count_ = 0;
};
