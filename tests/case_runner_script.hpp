// A .case file as steps: what stands at the margin is a step, what is indented below belongs to it.
// Reading only; what a step means is decided in case_runner_run. The grammar:
// tests/cases/README.md.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace camaug::cases {

struct Line {
  int number = 0;
  std::string text;
};

struct Step {
  int line = 0;
  std::string head;  // before the first colon: "clock", "sent", an actor
  std::string rest;  // after it, with the lines of a longer body joined
  std::vector<Line> below;
};

struct Script {
  std::string path;
  std::vector<Step> steps;
};

// What is wrong with a case, or with what it found. Ends the case.
class CaseFault : public std::runtime_error {
 public:
  CaseFault(int line, const std::string& what) : std::runtime_error(what), line_(line) {}
  [[nodiscard]] int line() const { return line_; }

 private:
  int line_;
};

[[nodiscard]] Script read_script(const std::string& path);

using Vars = std::map<std::string, std::string>;

// "$it.code" becomes its value; throws std::out_of_range for a name that nobody set.
[[nodiscard]] std::string fill_in(std::string_view text, const Vars& vars);
// Every "$name" of the text.
[[nodiscard]] std::vector<std::string> names_in(std::string_view text);
// { tile: roads, text: "Ổ gà", uploads: [$photo] } as JSON: keys and words need no quotes, and
// repeat("ă", 4001) is a long text.
[[nodiscard]] std::string strict_json(std::string_view relaxed, const Vars& vars);
// Bytes as they stand, repeat("[", 5000) unfolded.
[[nodiscard]] std::string raw_bytes(std::string_view text);

[[nodiscard]] std::vector<std::string> words_of(std::string_view text);
[[nodiscard]] std::string read_bytes(const std::string& path);

}  // namespace camaug::cases
