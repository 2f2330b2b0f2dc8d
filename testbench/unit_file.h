// SPDX-License-Identifier: 0BSD
// Reads what the units are driven with: 64-bit integers, least significant byte first.
//
//   for every unit, in the order of the generated header, any number of blocks, then a 0:
//     int64 count, not 0
//     int64 factor   the multiplier that comes with the values; 0 where none does
//     of a stair:  count x {int64 first input, int64 result}, int64 last input of all
//     else:        count x {int64 inputs, as many as a lane has; int64 result}
#pragma once

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

class UnitFile {
public:
    explicit UnitFile(const std::string& path) : path_(path), file_(std::fopen(path.c_str(), "rb")), buffer_(1 << 16) {
        if (file_ == nullptr) fail("cannot be opened");
    }

    ~UnitFile() { std::fclose(file_); }

    UnitFile(const UnitFile&) = delete;
    UnitFile& operator=(const UnitFile&) = delete;

    int64_t next() {
        if (at_ == filled_) {
            filled_ = std::fread(buffer_.data(), sizeof(int64_t), buffer_.size(), file_);
            at_ = 0;
            if (filled_ == 0) fail("is cut short");
        }
        return buffer_[at_++];
    }

    // After the last unit nothing is left.
    void check_end() {
        if (at_ != filled_ || std::fgetc(file_) != EOF) fail("is too long");
    }

private:
    [[noreturn]] void fail(const char* what) const {
        std::fprintf(stderr, "bench: unit file %s %s\n", path_.c_str(), what);
        std::exit(2);
    }

    std::string path_;
    std::FILE* file_;
    std::vector<int64_t> buffer_;
    std::size_t at_ = 0;
    std::size_t filled_ = 0;
};
