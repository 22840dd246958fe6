// Texts that the program writes and only the program reads (event bodies, explanations of clocks),
// packed: they repeat each other, and a log of millions of them is mostly that. Tokens for what
// does not repeat (pack_tokens), then Zstandard (RFC 8878) with a dictionary of such texts (ADR
// 0017, 0018). What is hashed is always the plain text.
#pragma once

#include <string>
#include <string_view>

namespace camaug::store {

// JSON as it is, or packed when that is shorter: bytes for a column of bytes. May be called from
// many threads.
[[nodiscard]] std::string packed(std::string_view json);
// What was packed; a text that is not packed as it is. Throws DatabaseError (corrupt).
[[nodiscard]] std::string unpacked(std::string_view stored);
// The same for the form of before schema 13, a text; only a migration reads it.
[[nodiscard]] std::string unpacked_text(std::string_view stored);

}  // namespace camaug::store
