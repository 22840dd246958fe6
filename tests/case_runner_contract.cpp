// See case_runner_contract.hpp. Reads the part of YAML that our contract is written in: a path at
// two spaces, its verbs below it or in braces on the same line.
#include "case_runner_contract.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <string_view>

#include "http/routes.hpp"

namespace camaug::cases {
namespace {

constexpr std::array<std::string_view, 6> k_verbs = {"get",   "post",   "put",
                                                     "patch", "delete", "options"};

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  });
  return text;
}

// The keys at the first level of "{get: {...}, post: {...}}".
std::vector<std::string> keys_of(std::string_view braces) {
  std::vector<std::string> keys;
  int depth = 0;
  char quote = 0;
  std::string word;
  for (const char c : braces) {
    if (quote != 0) {
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '\'' || c == '"') quote = c;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth == 1 && c == ':') keys.push_back(word);
    const bool letter = c >= 'a' && c <= 'z';
    if (letter) {
      word += c;
    } else {
      word.clear();
    }
  }
  return keys;
}

std::set<std::string> contract(const std::string& path) {
  std::set<std::string> out;
  std::ifstream file(path);
  std::string line;
  std::string current;
  bool inside = false;
  while (std::getline(file, line)) {
    if (!line.starts_with(' ')) inside = line.starts_with("paths:");
    if (!inside) continue;
    std::vector<std::string> verbs;
    if (line.starts_with("  /")) {
      const auto colon = line.find(':');
      current = line.substr(2, colon - 2);
      verbs = keys_of(std::string_view(line).substr(colon + 1));
    } else if (line.starts_with("    ") && line[4] != ' ') {
      verbs = {line.substr(4, line.find(':') - 4)};
    }
    for (const auto& verb : verbs) {
      if (std::ranges::find(k_verbs, verb) != k_verbs.end())
        out.insert(upper(verb) + " " + current);
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> contract_faults(const std::string& openapi_path) {
  const auto written = contract(openapi_path);
  std::set<std::string> made = {"GET /metrics"};  // answered by the server itself, loopback only
  for (const auto& route : http::all_routes(true)) {
    made.insert(std::string(http::to_text(route.verb)) + " " + std::string(route.pattern));
  }
  std::vector<std::string> faults;
  for (const auto& one : made) {
    if (!written.contains(one)) faults.push_back("api/openapi.yaml does not know " + one);
  }
  for (const auto& one : written) {
    if (!made.contains(one)) faults.push_back("no route makes true " + one);
  }
  return faults;
}

}  // namespace camaug::cases
