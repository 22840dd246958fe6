// JSON in and out. Out: described structs (BOOST_DESCRIBE_STRUCT) straight to text, no tree. In:
// Boost.JSON with limits on depth and size, read field by field so that every fault is named.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"

namespace camaug::json {

// A value that is JSON already and is written as it is.
struct Raw {
  std::string text = "null";
};

void write_string(std::string& out, std::string_view text);

template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;

inline void write(std::string& out, const Raw& raw) {
  out += raw.text;
}
inline void write(std::string& out, std::string_view text) {
  write_string(out, text);
}
inline void write(std::string& out, const std::string& text) {
  write_string(out, text);
}
inline void write(std::string& out, const char* text) {
  write_string(out, text);
}
inline void write(std::string& out, bool value) {
  out += value ? "true" : "false";
}
void write(std::string& out, double value);
// Instants are epoch milliseconds in JSON, as everywhere.
inline void write(std::string& out, Instant t) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, epoch_ms(t)).ptr;
  out.append(buffer, end);
}

template <std::integral T>
  requires(!std::same_as<T, bool>)
void write(std::string& out, T value) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  out.append(buffer, end);
}

template <Described T>
void write(std::string& out, const T& value);
template <class T>
void write(std::string& out, const std::optional<T>& value);
template <class T>
void write(std::string& out, const std::vector<T>& values);
template <class T>
void write(std::string& out, const std::map<std::string, T>& values);

template <class T>
void write(std::string& out, const std::optional<T>& value) {
  if (value) {
    write(out, *value);
  } else {
    out += "null";
  }
}

template <class T>
void write(std::string& out, const std::vector<T>& values) {
  out += '[';
  bool first = true;
  for (const T& value : values) {
    if (!first) out += ',';
    first = false;
    write(out, value);
  }
  out += ']';
}

template <class T>
void write(std::string& out, const std::map<std::string, T>& values) {
  out += '{';
  bool first = true;
  for (const auto& [key, value] : values) {
    if (!first) out += ',';
    first = false;
    write_string(out, key);
    out += ':';
    write(out, value);
  }
  out += '}';
}

// The JSON name of a member: `register_` is "register" and `is_public` is "public", for words that
// C++ keeps for itself.
[[nodiscard]] constexpr std::string_view member_name(std::string_view member) {
  if (member == "is_public") return "public";
  if (member.ends_with('_')) member.remove_suffix(1);
  return member;
}

namespace detail {

// `,"name":` of a described member, made at compile time.
template <class Member>
inline constexpr auto k_key = [] {
  constexpr std::string_view k_name = member_name(Member::name);
  std::array<char, k_name.size() + 4> key{};
  auto at = key.begin();
  *at++ = ',';
  *at++ = '"';
  for (const char c : k_name) *at++ = c;
  *at++ = '"';
  *at = ':';
  return key;
}();

}  // namespace detail

template <Described T>
void write(std::string& out, const T& value) {
  out += '{';
  bool first = true;
  using Members = boost::describe::describe_members<T, boost::describe::mod_public |
                                                           boost::describe::mod_inherited>;
  boost::mp11::mp_for_each<Members>([&](auto member) {
    constexpr const auto& key = detail::k_key<decltype(member)>;
    out.append(key.data() + (first ? 1 : 0), key.size() - (first ? 1 : 0));
    first = false;
    write(out, value.*member.pointer);
  });
  out += '}';
}

template <class T>
[[nodiscard]] std::string to_text(const T& value) {
  std::string out;
  write(out, value);
  return out;
}

// Canonical form of the event log: sorted keys, no spaces, integers only, NFC strings (the strings
// must be NFC already). Throws std::logic_error on a floating point number.
[[nodiscard]] std::string canonical(const boost::json::value& value);
[[nodiscard]] std::string canonical(const boost::json::object& object);
// A string as canonical() writes it.
void write_canonical_string(std::string& out, std::string_view text);

// One document: at most `bytes_max`, 32 levels deep; a member that comes twice is refused by name.
[[nodiscard]] Result<boost::json::value> parse(std::string_view text,
                                               std::size_t bytes_max = 1 << 20);

// Reads the members of one object; collects every fault instead of stopping at the first.
// After reading all members call done(): unknown members are faults too.
class ObjectReader {
 public:
  // `path` prefixes the field names in errors ("place" -> "place.lat7").
  explicit ObjectReader(const boost::json::value& value, std::string path = {});

  // Text in NFC without control characters, trimmed, at most `characters_max` code points.
  std::string text(std::string_view name, std::size_t characters_max);
  std::optional<std::string> optional_text(std::string_view name, std::size_t characters_max);
  std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t min,
                                               std::int64_t max);
  std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<bool> optional_boolean(std::string_view name);
  bool boolean(std::string_view name, bool absent);
  // A canonical UUID version 7.
  std::string uuid7(std::string_view name);
  std::optional<std::string> optional_uuid7(std::string_view name);
  std::vector<std::string> texts(std::string_view name, std::size_t items_max,
                                 std::size_t characters_max);
  // The member as an object or array; nullptr when absent or null.
  const boost::json::value* member(std::string_view name);
  // Adds a fault found by the caller.
  void fault(std::string_view name, std::string key, std::vector<std::string> args = {});

  [[nodiscard]] bool ok() const { return error_.fields.empty(); }
  // The faults so far plus one for each member that nobody read; nullopt when there are none.
  [[nodiscard]] std::optional<Error> done();

 private:
  const boost::json::value* take(std::string_view name);
  std::string path_of(std::string_view name) const;

  const boost::json::object* object_ = nullptr;
  std::string path_;
  std::vector<std::string> read_;
  Error error_;
};

}  // namespace camaug::json
