// The words after a command: --name value, --flag, and plain words. Names what it does not know.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace camaug::cli {

class Arguments {
 public:
  Arguments(int argc, char** argv);

  // The value of --name, or `otherwise`. --name=value works too.
  std::string text(std::string_view name, std::string otherwise);
  std::int64_t integer(std::string_view name, std::int64_t otherwise, std::int64_t min,
                       std::int64_t max);
  bool flag(std::string_view name);
  [[nodiscard]] bool has(std::string_view name) const;
  std::vector<std::string> list(std::string_view name);
  [[nodiscard]] const std::vector<std::string>& plain() const { return plain_; }
  // "" when all was understood, else what is wrong.
  [[nodiscard]] std::string fault() const;

 private:
  struct Option {
    std::string name;
    std::optional<std::string> value;
    bool read = false;
  };
  std::vector<Option> options_;
  std::vector<std::string> plain_;
  std::string fault_;
};

}  // namespace camaug::cli
