// Comma separated values as RFC 4180 has them: quoted cells, doubled quotes, line ends inside
// quotes. Knows nothing of what the cells mean.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace camaug::domain {

struct CsvRow {
  std::size_t line = 0;  // of the file, where the row begins; the first line is 1
  std::vector<std::string> cells;
};

// All rows, the header included; empty lines are skipped, a leading byte order mark too. The error
// names the line in its only field: error.csv.open_quote, error.csv.text_after_quote,
// error.csv.quote_inside.
[[nodiscard]] Result<std::vector<CsvRow>> parse_csv(std::string_view text);

}  // namespace camaug::domain
