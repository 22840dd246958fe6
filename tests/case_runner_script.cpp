// See case_runner_script.hpp.
#include "case_runner_script.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

#include "base/json.hpp"
#include "base/text.hpp"

namespace camaug::cases {
namespace {

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.';
}

bool is_word(char c) {
  return is_name(c) || c == '-' || c == '+' || c == ':' || c == '/' || (c & 0x80) != 0;
}

// A comment stands alone on its line, or after two spaces.
std::string without_comment(const std::string& line) {
  const auto first = line.find_first_not_of(' ');
  if (first == std::string::npos || line[first] == '#') return {};
  const auto at = line.find("  # ");
  std::string out = line.substr(0, at);
  out.erase(out.find_last_not_of(" \t\r") + 1);
  return out;
}

// How many braces and brackets are still open outside of quotes.
int open_brackets(std::string_view text) {
  int open = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && (text[i] == '{' || text[i] == '[')) {
      ++open;
    } else if (!quoted && (text[i] == '}' || text[i] == ']')) {
      --open;
    }
  }
  return open;
}

Step step_of(int number, const std::string& text) {
  Step step;
  step.line = number;
  const auto colon = text.find(':');
  step.head = std::string(trim(text.substr(0, colon)));
  if (colon != std::string::npos) step.rest = std::string(trim(text.substr(colon + 1)));
  return step;
}

// repeat("x", 12) at the beginning of `text`: what it is, and how long it stands there.
std::pair<std::string, std::size_t> repeated(std::string_view text) {
  constexpr std::string_view k_open = "repeat(\"";
  const auto close = text.find("\", ", k_open.size());
  const auto end = text.find(')', close == std::string_view::npos ? 0 : close);
  if (!text.starts_with(k_open) || close == std::string_view::npos ||
      end == std::string_view::npos) {
    return {{}, 0};
  }
  const std::string what(text.substr(k_open.size(), close - k_open.size()));
  int times = 0;
  std::from_chars(text.data() + close + 3, text.data() + end, times);
  std::string out;
  for (int i = 0; i < times; ++i) out += what;
  return {out, end + 1};
}

bool is_literal(std::string_view word) {
  if (word == "true" || word == "false" || word == "null") return true;
  const auto from = word.starts_with('-') ? 1U : 0U;
  return word.size() > from && std::all_of(word.begin() + from, word.end(), [](char c) {
           return (c >= '0' && c <= '9') || c == '.';
         });
}

// The quoted text that begins at `i`, which moves behind it.
std::string quoted(std::string_view text, std::size_t& i, const Vars& vars) {
  const std::size_t from = i++;
  while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
  ++i;
  return fill_in(text.substr(from, i - from), vars);
}

// The bare word that begins at `i`, which moves behind it: a key, a number or a text.
std::string bare(std::string_view text, std::size_t& i, const Vars& vars) {
  const std::size_t from = i;
  if (text[i] == '$') ++i;
  while (i < text.size() && is_word(text[i])) ++i;
  std::string_view word = text.substr(from, i - from);
  const bool key = word.ends_with(':');
  if (key) word.remove_suffix(1);
  const std::string value = fill_in(word, vars);
  std::string out;
  if (is_literal(value)) {
    out = value;
  } else {
    json::write_string(out, value);
  }
  return key ? out + ":" : out;
}

}  // namespace

std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

Script read_script(const std::string& path) {
  Script script;
  script.path = path;
  std::ifstream file(path);
  std::string line;
  int number = 0;
  bool inside = false;
  while (std::getline(file, line)) {
    ++number;
    const std::string text = without_comment(line);
    if (text.empty()) continue;
    if (inside) {
      script.steps.back().rest += ' ' + std::string(trim(text));
    } else if (text.front() == ' ') {
      if (script.steps.empty()) throw CaseFault(number, "an indented line without a step");
      script.steps.back().below.push_back({number, std::string(trim(text))});
      continue;
    } else {
      script.steps.push_back(step_of(number, text));
    }
    const std::string& rest = script.steps.back().rest;
    inside = rest.find(" raw ") == std::string::npos && open_brackets(rest) > 0;
  }
  if (inside) throw CaseFault(number, "a bracket is not closed");
  return script;
}

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t i = text.find('$'); i != std::string_view::npos; i = text.find('$', i + 1)) {
    std::size_t end = i + 1;
    while (end < text.size() && is_name(text[end])) ++end;
    while (end > i + 1 && text[end - 1] == '.') --end;
    if (end > i + 1) out.emplace_back(text.substr(i + 1, end - i - 1));
  }
  return out;
}

std::string fill_in(std::string_view text, const Vars& vars) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const bool name = text[i] == '$' && i + 1 < text.size() && is_name(text[i + 1]);
    if (!name) {
      out += text[i++];
      continue;
    }
    std::size_t end = i + 1;
    while (end < text.size() && is_name(text[end])) ++end;
    while (text[end - 1] == '.') --end;
    const std::string wanted(text.substr(i + 1, end - i - 1));
    const auto found = vars.find(wanted);
    if (found == vars.end()) throw std::out_of_range("nobody set $" + wanted);
    out += found->second;
    i = end;
  }
  return out;
}

std::string strict_json(std::string_view text, const Vars& vars) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"') {
      out += quoted(text, i, vars);
    } else if (const auto [unfolded, length] = repeated(text.substr(i)); length > 0) {
      json::write_string(out, unfolded);
      i += length;
    } else if (text[i] == '$' || is_word(text[i])) {
      out += bare(text, i, vars);
    } else {
      out += text[i++];
    }
  }
  return out;
}

std::string raw_bytes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto [unfolded, length] = repeated(text.substr(i));
    if (length > 0) {
      out += unfolded;
      i += length;
    } else {
      out += text[i++];
    }
  }
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : text) {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}

}  // namespace camaug::cases
