// The code of a report, "CM-2026-000123": made from its year and number, and guessed from what
// somebody typed of it. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace camaug::domain {

[[nodiscard]] std::string report_code(std::string_view prefix, int year, std::int64_t number);

// The codes that `typed` may mean: whole in any case, without dashes, with two digits of the year,
// without the prefix, or the six digits alone (of `year` and the four before). Empty for words.
[[nodiscard]] std::vector<std::string> codes_meant(std::string_view prefix, std::string_view typed,
                                                   int year);

}  // namespace camaug::domain
