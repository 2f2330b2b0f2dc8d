// SPDX-License-Identifier: 0BSD
// Counts what goes wrong and prints it, one machine-readable line each: "failure kind=... key=value ...".
#pragma once

#include <cinttypes>
#include <cstdarg>
#include <cstdint>
#include <cstdio>

class Report {
public:
    Report(uint64_t lines, uint64_t limit) : lines_(lines), limit_(limit) {}

    uint64_t cycle = 0;

    __attribute__((format(printf, 3, 4)))
    void failure(const char* kind, const char* format, ...) {
        if (failures_++ >= lines_) return;
        std::printf("failure kind=%s cycle=%" PRIu64 " ", kind, cycle);
        va_list arguments;
        va_start(arguments, format);
        std::vprintf(format, arguments);
        va_end(arguments);
        std::printf("\n");
    }

    uint64_t failures() const { return failures_; }
    bool exhausted() const { return failures_ >= limit_; }

private:
    uint64_t lines_;
    uint64_t limit_;
    uint64_t failures_ = 0;
};
