// SPDX-License-Identifier: 0BSD
// Input pixels and expected values of every frame, read from a file that is mapped and never held as a whole.
//
// File, little endian, every block on a multiple of 8 bytes:
//
//   header   char[8] "INTVEC01"; uint32 frames, pixels, outputs, probes; uint64 frame_bytes, first_frame
//   probes   per probe: uint32 values, uint32 value_bytes (4 or 8), uint64 offset inside a frame
//   indices  per probe: uint32[values], the CHW index of each value; used only to word a mismatch
//   frames   from first_frame on, frame_bytes each:
//              int32 class, int32 image number in the image set
//              uint8[pixels]   in the order of the input stream: rows, columns, channels
//              int64[outputs]  words of the output stream
//              per probe, at its offset: int32[values] or int64[values] in the order in which the hardware
//              delivers them, so that the bench compares from left to right and knows nothing of the network
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

class Vectors {
public:
    struct ProbeEntry {
        uint32_t values;
        uint32_t value_bytes;
        uint64_t offset;
    };

    Vectors(const std::string& path, uint32_t pixels, uint32_t outputs, uint32_t probes) {
        map(path);
        header_ = reinterpret_cast<const Header*>(base_);
        if (size_ < sizeof(Header) || std::memcmp(header_->magic, "INTVEC01", 8) != 0) fail("is no vector file");
        if (header_->pixels != pixels || header_->outputs != outputs || header_->probes != probes) {
            fail("is for another design");
        }
        if (header_->frames == 0 || size_ != header_->first_frame + header_->frames * header_->frame_bytes) {
            fail("is cut short or too long");
        }
        probes_ = reinterpret_cast<const ProbeEntry*>(base_ + sizeof(Header));
        indices_ = reinterpret_cast<const uint32_t*>(probes_ + probes);
    }

    const ProbeEntry& probe(int number) const { return probes_[number]; }

    // CHW index of a value of a probe.
    uint32_t index(int number, uint64_t value) const {
        const uint32_t* indices = indices_;
        for (int i = 0; i < number; ++i) indices += (probes_[i].values + 1) / 2 * 2;
        return indices[value];
    }

    // Every sequence number is a frame: the file starts again after its last one.
    int32_t expected_class(uint64_t sequence) const { return at<int32_t>(sequence, 0)[0]; }
    int32_t image(uint64_t sequence) const { return at<int32_t>(sequence, 0)[1]; }
    const uint8_t* pixels(uint64_t sequence) const { return at<uint8_t>(sequence, 8); }
    const int64_t* outputs(uint64_t sequence) const {
        return at<int64_t>(sequence, 8 + (header_->pixels + 7) / 8 * 8);
    }
    template <typename T>
    const T* values(uint64_t sequence, uint64_t offset) const {
        return at<T>(sequence, offset);
    }

private:
    struct Header {
        char magic[8];
        uint32_t frames;
        uint32_t pixels;
        uint32_t outputs;
        uint32_t probes;
        uint64_t frame_bytes;
        uint64_t first_frame;
    };

    template <typename T>
    const T* at(uint64_t sequence, uint64_t offset) const {
        const uint64_t frame = sequence % header_->frames;
        return reinterpret_cast<const T*>(base_ + header_->first_frame + frame * header_->frame_bytes + offset);
    }

    void map(const std::string& path) {
        path_ = path;
        const int file = open(path.c_str(), O_RDONLY);
        if (file < 0) fail("cannot be opened");
        struct stat status;
        if (fstat(file, &status) != 0 || status.st_size == 0) fail("is empty");
        size_ = static_cast<uint64_t>(status.st_size);
        void* memory = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
        if (memory == MAP_FAILED) fail("cannot be mapped");
        close(file);
        base_ = static_cast<const uint8_t*>(memory);
    }

    [[noreturn]] void fail(const char* what) const {
        std::fprintf(stderr, "bench: vector file %s %s\n", path_.c_str(), what);
        std::exit(2);
    }

    std::string path_;
    const uint8_t* base_ = nullptr;
    uint64_t size_ = 0;
    const Header* header_ = nullptr;
    const ProbeEntry* probes_ = nullptr;
    const uint32_t* indices_ = nullptr;
};
