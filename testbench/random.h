// SPDX-License-Identifier: 0BSD
// Reproducible random choices: the same seed gives the same run on every machine.
#pragma once

#include <cstdint>

class Random {
public:
    // Streams with different salts are independent of each other.
    Random(uint64_t seed, uint64_t salt) : state_(mix(seed) ^ mix(salt * 0x9e3779b97f4a7c15u + 1)) {
        if (state_ == 0) state_ = 1;
    }

    // xorshift64*
    uint64_t next() {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return (state_ * 0x2545f4914f6cdd1du) >> 11;
    }

    bool percent(uint64_t p) { return p >= 100 || next() % 100 < p; }

    // Uniform in 0..limit, limit included.
    uint64_t up_to(uint64_t limit) { return limit == 0 ? 0 : next() % (limit + 1); }

private:
    static uint64_t mix(uint64_t x) {
        x += 0x9e3779b97f4a7c15u;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
        return x ^ (x >> 31);
    }

    uint64_t state_;
};

// Decides cycle by cycle whether a stream may move: a fixed probability, and rare long stalls.
class Pacer {
public:
    Pacer(Random random, uint64_t percent, uint64_t longest_stall)
        : random_(random), percent_(percent), longest_stall_(longest_stall) {}

    bool go() {
        if (percent_ >= 100 && longest_stall_ == 0) return true;
        if (stall_ > 0) {
            --stall_;
            return false;
        }
        if (longest_stall_ > 0 && random_.next() % 512 == 0) stall_ = random_.up_to(longest_stall_);
        return random_.percent(percent_);
    }

private:
    Random random_;
    uint64_t percent_;
    uint64_t longest_stall_;
    uint64_t stall_ = 0;
};
