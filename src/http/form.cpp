// See form.hpp.
#include "http/form.hpp"

#include <charconv>

#include "base/text.hpp"

namespace camaug::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

// The weight of one Accept-Language item in thousandths.
int weight_of(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) return 1000;
  auto text = parameters.substr(at + 2);
  if (text.empty() || text[0] != '0') return 1000;
  int weight = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const char c = i + 2 < text.size() ? text[i + 2] : '0';
    weight = weight * 10 + (c >= '0' && c <= '9' ? c - '0' : 0);
  }
  return weight;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (plus && c == '+') {
      c = ' ';
    }
    if (c == '\0') return std::nullopt;
    out += c;
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr char k_hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += k_hex[byte >> 4U];
      out += k_hex[byte & 15U];
    }
  }
  return out;
}

std::optional<Fields> parse_urlencoded(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (pair.empty()) continue;
    if (fields.size() == k_form_fields_max) return std::nullopt;
    const auto equals = pair.find('=');
    auto name = percent_decode(pair.substr(0, equals), true);
    auto value = equals == std::string_view::npos ? std::optional<std::string>("")
                                                  : percent_decode(pair.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    fields.push_back({std::move(*name), std::move(*value)});
  }
  return fields;
}

bool parse_target(std::string_view target, Request& request) {
  if (target.empty() || target[0] != '/' || target.find('#') != std::string_view::npos) {
    return false;
  }
  const auto mark = target.find('?');
  auto rest = target.substr(0, mark);
  request.target = target;
  request.path.clear();
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const auto segment = rest.substr(0, rest.find('/'));
    const auto decoded = percent_decode(segment);
    if (!decoded || decoded->find('/') != std::string::npos || *decoded == "." ||
        *decoded == "..") {
      return false;
    }
    request.path += '/';
    request.path += *decoded;
    rest.remove_prefix(segment.size());
  }
  request.query.clear();
  if (mark == std::string_view::npos) return true;
  auto query = parse_urlencoded(target.substr(mark + 1));
  if (!query) return false;
  request.query = std::move(*query);
  return true;
}

Lang choose_lang(std::string_view query_lang, std::string_view cookie_lang,
                 std::string_view accept_language) {
  for (const auto wish : {query_lang, cookie_lang}) {
    const Lang lang = parse_lang(wish, Lang::vi);
    if (to_text(lang) == wish) return lang;
  }
  Lang best = Lang::vi;
  int best_weight = 0;
  while (!accept_language.empty()) {
    const auto item = trim(accept_language.substr(0, accept_language.find(',')));
    const auto comma = accept_language.find(',');
    accept_language =
        comma == std::string_view::npos ? std::string_view{} : accept_language.substr(comma + 1);
    const auto tag = item.substr(0, item.find_first_of("-;"));
    const auto semicolon = item.find(';');
    const int weight =
        semicolon == std::string_view::npos ? 1000 : weight_of(item.substr(semicolon));
    if (to_text(parse_lang(tag)) == tag && weight > best_weight) {
      best = parse_lang(tag);
      best_weight = weight;
    }
  }
  return best;
}

std::optional<std::int64_t> parse_version(std::string_view if_match) {
  auto text = trim(if_match);
  if (text.starts_with("W/")) text.remove_prefix(2);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc{} || end != text.data() + text.size() || version < 0) return std::nullopt;
  return version;
}

}  // namespace camaug::http
