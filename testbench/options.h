// SPDX-License-Identifier: 0BSD
// What one run of the bench does. Every option is "--name value"; see README.md for the list.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

struct Options {
    std::string vectors;
    std::string trace;
    // Drives the units with this file, and nothing else.
    std::string units;

    // Frames to complete; after the last reset where there are resets. The vector file is used round and round.
    uint64_t frames = 0;
    uint64_t seed = 1;

    // Probability, per cycle, that an idle driver presents its next pixel and that the monitor is ready.
    uint64_t input_valid_percent = 100;
    uint64_t output_ready_percent = 100;
    // Longest pause between two frames, and longest of the rare long stalls of either stream, in cycles; 0 for none.
    uint64_t frame_gap = 0;
    uint64_t input_stall = 0;
    uint64_t output_stall = 0;

    // Number of resets in the middle of the work, and the longest time between two of them in cycles.
    uint64_t resets = 0;
    uint64_t reset_span = 0;

    // Cycles without any transfer or probe beat that count as a deadlock; cycles watched after the last frame.
    uint64_t watchdog = 1000000;
    uint64_t drain = 1000;
    // Frames at the start and at the end that the interval measurement leaves out.
    uint64_t warmup = 0;
    uint64_t cooldown = 0;

    // Failures printed one by one, and failures after which the run gives up.
    uint64_t failure_lines = 20;
    uint64_t failure_limit = 100000;

    uint64_t trace_from = 0;
    uint64_t trace_to = UINT64_MAX;

    void parse(int argc, char** argv) {
        for (int i = 1; i < argc; ++i) {
            const std::string name = argv[i];
            if (name[0] == '+') continue;  // read by Verilator
            if (i + 1 == argc) fail(name, "has no value");
            set(name, argv[++i]);
        }
        if (!units.empty()) return;
        if (vectors.empty()) fail("--vectors", "is required");
        if (frames == 0) fail("--frames", "must be 1 or more");
        if (resets > 0 && reset_span == 0) fail("--resets", "needs --reset-span");
        if (input_valid_percent < 1 || input_valid_percent > 100) fail("--input-valid-percent", "must be 1 to 100");
        if (output_ready_percent < 1 || output_ready_percent > 100) fail("--output-ready-percent", "must be 1 to 100");
    }

private:
    [[noreturn]] static void fail(const std::string& name, const char* what) {
        std::fprintf(stderr, "bench: option %s %s\n", name.c_str(), what);
        std::exit(2);
    }

    void set(const std::string& name, const char* value) {
        if (name == "--vectors") vectors = value;
        else if (name == "--trace") trace = value;
        else if (name == "--units") units = value;
        else set_number(name, value);
    }

    void set_number(const std::string& name, const char* value) {
        const struct { const char* name; uint64_t* target; } table[] = {
            {"--frames", &frames},
            {"--seed", &seed},
            {"--input-valid-percent", &input_valid_percent},
            {"--output-ready-percent", &output_ready_percent},
            {"--frame-gap", &frame_gap},
            {"--input-stall", &input_stall},
            {"--output-stall", &output_stall},
            {"--resets", &resets},
            {"--reset-span", &reset_span},
            {"--watchdog", &watchdog},
            {"--drain", &drain},
            {"--warmup", &warmup},
            {"--cooldown", &cooldown},
            {"--failure-lines", &failure_lines},
            {"--failure-limit", &failure_limit},
            {"--trace-from", &trace_from},
            {"--trace-to", &trace_to},
        };
        for (const auto& entry : table) {
            if (name != entry.name) continue;
            char* end = nullptr;
            *entry.target = std::strtoull(value, &end, 10);
            if (*value < '0' || *value > '9' || *end != '\0') fail(name, "needs a number");
            return;
        }
        fail(name, "is unknown");
    }
};
