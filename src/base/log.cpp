#include "base/log.hpp"

#include <unistd.h>

#include <atomic>

#include "base/json.hpp"
#include "base/time.hpp"

namespace camaug::log {
namespace {

std::atomic<Level> least_level = Level::info;

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "error";
}

}  // namespace

void set_level(Level least) {
  least_level = least;
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < least_level.load()) return;
  std::string line = "{\"at\":";
  json::write(line, format_rfc3339(SystemClock().now()));
  line += ",\"level\":";
  json::write(line, name_of(level));
  line += ",\"event\":";
  json::write(line, event);
  for (const Field& field : fields) {
    line += ',';
    json::write(line, field.name);
    line += ':';
    std::visit([&](const auto& value) { json::write(line, value); }, field.value);
  }
  line += "}\n";
  // One write per line, so that lines of several threads do not mix; a lost line is no error.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace camaug::log
