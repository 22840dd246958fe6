// Structured log: one JSON object a line on standard error. Callers pass references (ids, codes,
// counts), never a name, phone, text, secret or address of a person.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace camaug::log {

enum class Level { debug, info, warning, error };

struct Field {
  std::string_view name;
  std::variant<std::int64_t, std::string_view> value;
};

void set_level(Level least);
// One line: {"at":"...","level":"info","event":"http.request",...fields}.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::info, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::warning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::error, event, fields);
}

}  // namespace camaug::log
