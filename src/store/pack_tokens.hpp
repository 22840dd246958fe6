// What no compressor makes short, because it does not repeat: digests, ids and times of a canonical
// JSON text, written as bytes instead of digits. The rest stays as it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace camaug::store {

// `json` with tokens in place of 64 hexadecimal digits, UUIDs and whole numbers; an id or a number
// that was there before becomes its place, a time what lies between it and a near one. nullopt when
// the text holds control characters, which canonical JSON does not.
[[nodiscard]] std::optional<std::string> with_tokens(std::string_view json);
// The text again; nullopt when it was not made by with_tokens().
[[nodiscard]] std::optional<std::string> without_tokens(std::string_view bytes);

}  // namespace camaug::store
