// SPDX-License-Identifier: 0BSD
// Cuts one field of Bits bits out of a Verilated signal, or puts bits into one, whatever C++ type its width gave it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "verilated.h"

template <int Bits, bool Signed>
struct Field {
    static_assert(Bits >= 1 && Bits <= 64, "a field has 1 to 64 bits");

    // Signals of up to 64 bits.
    static int64_t get(uint64_t signal, int field) { return extend(signal >> (field * Bits)); }

    // Wider ones are arrays of 32-bit words, least significant first.
    template <std::size_t Words>
    static int64_t get(const VlWide<Words>& signal, int field) {
        const int low = field * Bits;
        const int word = low / 32;
        const int offset = low % 32;
        uint64_t value = static_cast<uint64_t>(signal.m_storage[word]) >> offset;
        if (offset + Bits > 32) value |= static_cast<uint64_t>(signal.m_storage[word + 1]) << (32 - offset);
        if (offset + Bits > 64) value |= static_cast<uint64_t>(signal.m_storage[word + 2]) << (64 - offset);
        return extend(value);
    }

private:
    static int64_t extend(uint64_t value) {
        const uint64_t shifted = value << (64 - Bits);
        return Signed ? static_cast<int64_t>(shifted) >> (64 - Bits)
                      : static_cast<int64_t>(shifted >> (64 - Bits));
    }
};

// Puts the low bits of a value into a signal of up to 64 bits, from bit `low` on.
template <typename Signal>
void put_bits(Signal& signal, int low, int bits, int64_t value) {
    const uint64_t mask = ~uint64_t{0} >> (64 - bits);
    const uint64_t kept = static_cast<uint64_t>(signal) & ~(mask << low);
    signal = static_cast<Signal>(kept | (static_cast<uint64_t>(value) & mask) << low);
}

// The same for wider signals: word by word.
template <std::size_t Words>
void put_bits(VlWide<Words>& signal, int low, int bits, int64_t value) {
    uint64_t rest = static_cast<uint64_t>(value);
    for (int at = low; at < low + bits;) {
        const int offset = at % 32;
        const int count = low + bits - at < 32 - offset ? low + bits - at : 32 - offset;
        const uint32_t mask = ~uint32_t{0} >> (32 - count);
        uint32_t& word = signal.m_storage[at / 32];
        word = (word & ~(mask << offset)) | (static_cast<uint32_t>(rest) & mask) << offset;
        rest >>= count;
        at += count;
    }
}
