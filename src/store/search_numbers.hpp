// A statement that takes a list of numbers, which the engines unpack differently: one SQL text with
// one place for each. For store/ only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/statement.hpp"

namespace camaug::store {

// NOLINTBEGIN(cppcoreguidelines-macro-usage): literals that the compiler joins into constants
// Numbers as "[1,2]" and as "{1,2}".
#define CAMAUG_NUMBERS_SQLITE(parameter) "json_each(" parameter ") h"
#define CAMAUG_NUMBERS_POSTGRES(parameter) "unnest(CAST(" parameter " AS BIGINT[])) AS h (value)"

// `text` is a macro that takes one of the two above.
struct NumbersSql {
  Sql sqlite;
  Sql postgres;
  [[nodiscard]] const Sql& on(Engine engine) const {
    return engine == Engine::sqlite ? sqlite : postgres;
  }
};
#define CAMAUG_NUMBERS_SQL(name, text)                                  \
  {                                                                     \
    {name "_sqlite", text(CAMAUG_NUMBERS_SQLITE), Engine::sqlite}, {    \
      name "_postgres", text(CAMAUG_NUMBERS_POSTGRES), Engine::postgres \
    }                                                                   \
  }
// NOLINTEND(cppcoreguidelines-macro-usage)

using Numbers = std::vector<std::int64_t>;

// As the statement takes it.
[[nodiscard]] inline std::string list_text(const Numbers& numbers, Engine engine) {
  std::string out(1, engine == Engine::sqlite ? '[' : '{');
  for (const auto number : numbers) {
    if (out.size() > 1) out += ',';
    out += std::to_string(number);
  }
  return out + (engine == Engine::sqlite ? ']' : '}');
}

}  // namespace camaug::store
