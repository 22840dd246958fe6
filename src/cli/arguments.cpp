#include "cli/arguments.hpp"

#include <algorithm>
#include <charconv>

namespace camaug::cli {

Arguments::Arguments(int argc, char** argv) {
  for (int i = 0; i < argc; ++i) {
    std::string word = argv[i];
    if (!word.starts_with("--")) {
      plain_.push_back(std::move(word));
      continue;
    }
    word.erase(0, 2);
    const auto equals = word.find('=');
    if (equals != std::string::npos) {
      options_.push_back({word.substr(0, equals), word.substr(equals + 1), false});
      continue;
    }
    Option option{std::move(word), {}, false};
    if (i + 1 < argc && !std::string_view(argv[i + 1]).starts_with("--")) {
      option.value = argv[i + 1];
    }
    const bool took = option.value.has_value();
    options_.push_back(std::move(option));
    if (took) plain_.emplace_back(argv[++i]);
  }
}

std::string Arguments::text(std::string_view name, std::string otherwise) {
  for (auto& option : options_) {
    if (option.name != name) continue;
    option.read = true;
    if (!option.value) {
      fault_ = "--" + option.name + " needs a value";
      return otherwise;
    }
    std::erase(plain_, *option.value);
    otherwise = *option.value;
  }
  return otherwise;
}

std::int64_t Arguments::integer(std::string_view name, std::int64_t otherwise, std::int64_t min,
                                std::int64_t max) {
  const std::string given = text(name, std::to_string(otherwise));
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), value);
  if (error != std::errc() || end != given.data() + given.size() || value < min || value > max) {
    fault_ = "--" + std::string(name) + " takes a whole number from " + std::to_string(min) +
             " to " + std::to_string(max) + ", not \"" + given + "\"";
    return otherwise;
  }
  return value;
}

bool Arguments::has(std::string_view name) const {
  return std::ranges::any_of(options_, [&](const Option& option) { return option.name == name; });
}

bool Arguments::flag(std::string_view name) {
  bool given = false;
  for (auto& option : options_) {
    if (option.name != name) continue;
    option.read = true;
    given = true;
  }
  return given;
}

std::vector<std::string> Arguments::list(std::string_view name) {
  std::vector<std::string> out;
  for (auto& option : options_) {
    if (option.name != name) continue;
    option.read = true;
    if (option.value) {
      std::erase(plain_, *option.value);
      out.push_back(*option.value);
    }
  }
  return out;
}

std::string Arguments::fault() const {
  if (!fault_.empty()) return fault_;
  for (const auto& option : options_) {
    if (!option.read) return "unknown option --" + option.name;
  }
  return {};
}

}  // namespace camaug::cli
