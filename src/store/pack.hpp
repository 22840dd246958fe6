// Texts that the program writes and only the program reads (event bodies, explanations of clocks),
// packed: they repeat each other, and a log of millions of them is mostly that. Zstandard (RFC
// 8878) with a dictionary of such texts, in base64url. What is hashed is always the plain text.
#pragma once

#include <string>
#include <string_view>

namespace camaug::store {

// JSON as it is, or packed when that is shorter. May be called from many threads.
[[nodiscard]] std::string packed(std::string_view json);
// What was packed; a text that is not packed as it is. Throws DatabaseError (corrupt).
[[nodiscard]] std::string unpacked(std::string_view stored);

}  // namespace camaug::store
