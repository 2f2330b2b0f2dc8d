// SPDX-License-Identifier: 0BSD
// Cuts one field of Bits bits out of a Verilated signal, whatever C++ type its width gave it.
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
