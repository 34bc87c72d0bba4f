// Inside of this room: whether a word can be a Vietnamese syllable, by its spelling alone: a beginning, a
// rhyme and one tone, wherever it is written. Names of other peoples mostly cannot; that says nothing against
// them. Used to tell text in one encoding from text in another. Threads: pure functions.
#pragma once

#include <string_view>

namespace forms {

// Expects small letters, composed.
bool isSyllable(std::u32string_view word);

}  // namespace forms
