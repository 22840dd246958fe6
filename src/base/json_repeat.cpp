#include "base/json_repeat.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <deque>
#include <vector>

namespace camaug::json {
namespace {

struct Level {
  bool object = false;
  std::vector<std::string_view> names{};
  std::string_view current{};  // the member whose value is being read
};

// Walks over text that was parsed before, so that only brackets, commas and strings matter.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  std::optional<std::string> repeated() {
    for (at_ = 0; at_ < text_.size(); ++at_) {
      switch (text_[at_]) {
        case '{':
        case '[':
          levels_.push_back({text_[at_] == '{'});
          name_next_ = levels_.back().object;
          break;
        case '}':
        case ']':
          if (auto found = leave()) return found;
          break;
        case ',':
          name_next_ = !levels_.empty() && levels_.back().object;
          break;
        case '"':
          string();
          break;
        default:
          break;
      }
    }
    return {};
  }

 private:
  // Leaves at_ on the closing quote.
  void string() {
    const std::size_t from = at_ + 1;
    bool escapes = false;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] != '\\') continue;
      escapes = true;
      ++at_;
    }
    if (!name_next_) return;
    name_next_ = false;
    std::string_view name = text_.substr(from, at_ - from);
    if (escapes) {
      const auto plain = boost::json::parse("\"" + std::string(name) + "\"");
      name = decoded_.emplace_back(plain.as_string());
    }
    levels_.back().names.push_back(name);
    levels_.back().current = name;
  }

  std::optional<std::string> leave() {
    if (levels_.empty()) return {};
    auto& names = levels_.back().names;
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    if (twice != names.end()) {
      std::string path;
      for (std::size_t i = 0; i + 1 < levels_.size(); ++i) {
        if (levels_[i].object) path += std::string(levels_[i].current) + ".";
      }
      return path + std::string(*twice);
    }
    levels_.pop_back();
    name_next_ = false;
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool name_next_ = false;
  std::vector<Level> levels_;
  std::deque<std::string> decoded_;
};

}  // namespace

std::optional<std::string> repeated_member(std::string_view text) {
  return Walk(text).repeated();
}

}  // namespace camaug::json
