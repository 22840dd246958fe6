// Phone numbers as people in Vietnam write them. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace camaug::vault {

// E.164 ("+84912345318") of a Vietnamese mobile or landline number in any common spelling, or of a
// foreign number with + or 00; nullopt for anything else (short and hotline numbers too).
[[nodiscard]] std::optional<std::string> normalize_phone(std::string_view text);
// "09xx xxx 318" of a normalised number; a foreign one shows its last three digits only.
[[nodiscard]] std::string mask_phone(std::string_view normalized);
// "0912 345 318": how the number is read in the country; a foreign one stays as it is.
[[nodiscard]] std::string national_phone(std::string_view normalized);

}  // namespace camaug::vault
