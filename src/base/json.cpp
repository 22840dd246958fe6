#include "base/json.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "base/id.hpp"
#include "base/json_repeat.hpp"
#include "base/text.hpp"

namespace camaug::json {

namespace bj = boost::json;

namespace {

// '<' too: JSON is embedded in HTML pages.
constexpr std::array<bool, 256> k_escaped = [] {
  std::array<bool, 256> escaped{};
  for (std::size_t c = 0; c < 0x20; ++c) escaped[c] = true;
  escaped['"'] = escaped['\\'] = escaped['<'] = true;
  return escaped;
}();

void write_escaped(std::string& out, char c) {
  constexpr std::string_view k_hex = "0123456789abcdef";
  const auto u = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (c == '\n') {
    out += "\\n";
  } else if (c == '\t') {
    out += "\\t";
  } else {
    out += "\\u00";
    out += k_hex[u >> 4];
    out += k_hex[u & 15];
  }
}

}  // namespace

// What needs no escape is copied in one piece: nearly all of it.
void write_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!k_escaped[static_cast<unsigned char>(text[i])]) continue;
    out.append(text, copied, i - copied);
    write_escaped(out, text[i]);
    copied = i + 1;
  }
  out.append(text, copied);
  out += '"';
}

void write(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  out.append(buffer.data(), end);
}

void write_canonical_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto u = static_cast<unsigned char>(text[i]);
    if (u >= 0x20 && u != '"' && u != '\\') continue;
    out.append(text, copied, i - copied);
    copied = i + 1;
    if (u >= 0x20) {
      out += '\\';
      out += text[i];
      continue;
    }
    constexpr std::string_view k_hex = "0123456789abcdef";
    out += "\\u00";
    out += k_hex[u >> 4];
    out += k_hex[u & 15];
  }
  out.append(text, copied);
  out += '"';
}

namespace {

void write_canonical(std::string& out, const bj::value& value);

void write_canonical_object(std::string& out, const bj::object& object) {
  std::vector<std::string_view> keys;
  keys.reserve(object.size());
  for (const auto& member : object) keys.push_back(member.key());
  std::ranges::sort(keys);
  out += '{';
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i > 0) out += ',';
    write_canonical_string(out, keys[i]);
    out += ':';
    write_canonical(out, object.at(keys[i]));
  }
  out += '}';
}

void write_canonical(std::string& out, const bj::value& value) {
  switch (value.kind()) {
    case bj::kind::object:
      write_canonical_object(out, value.get_object());
      return;
    case bj::kind::array: {
      out += '[';
      bool first = true;
      for (const auto& item : value.get_array()) {
        if (!first) out += ',';
        first = false;
        write_canonical(out, item);
      }
      out += ']';
      return;
    }
    case bj::kind::string:
      write_canonical_string(out, value.get_string());
      return;
    case bj::kind::int64:
      out += std::to_string(value.get_int64());
      return;
    case bj::kind::uint64:
      out += std::to_string(value.get_uint64());
      return;
    case bj::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      return;
    case bj::kind::null:
      out += "null";
      return;
    case bj::kind::double_:
      throw std::logic_error("floating point in canonical JSON");
  }
}

}  // namespace

std::string canonical(const bj::object& object) {
  std::string out;
  write_canonical_object(out, object);
  return out;
}

std::string canonical(const bj::value& value) {
  std::string out;
  write_canonical(out, value);
  return out;
}

Result<bj::value> parse(std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) {
    return fail(ErrorCode::too_large, "error.body_too_large");
  }
  bj::parse_options options;
  options.max_depth = 32;
  bj::error_code ec;
  bj::value value = bj::parse(text, ec, {}, options);
  if (ec) return fail(ErrorCode::invalid, "error.json_malformed", ec.message());
  if (auto name = repeated_member(text)) return fail_field(*name, "error.field.repeated");
  return value;
}

ObjectReader::ObjectReader(const bj::value& value, std::string path) : path_(std::move(path)) {
  error_ = Error{ErrorCode::invalid, "error.invalid", {}, {}, {}};
  if (value.is_object()) {
    object_ = &value.get_object();
  } else {
    error_.fields.push_back({path_.empty() ? "body" : path_, "error.field.not_object", {}});
  }
}

std::string ObjectReader::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

const bj::value* ObjectReader::take(std::string_view name) {
  read_.emplace_back(name);
  if (object_ == nullptr) return nullptr;
  const auto* found = object_->if_contains(name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

void ObjectReader::fault(std::string_view name, std::string key, std::vector<std::string> args) {
  error_.fields.push_back({path_of(name), std::move(key), std::move(args)});
}

std::optional<std::string> ObjectReader::optional_text(std::string_view name,
                                                       std::size_t characters_max) {
  const auto* value = take(name);
  if (value == nullptr) return {};
  if (!value->is_string()) {
    fault(name, "error.field.not_text");
    return {};
  }
  const auto cleaned = clean_text(value->get_string());
  if (!cleaned) {
    fault(name, "error.field.bad_characters");
    return {};
  }
  const std::string_view trimmed = trim(*cleaned);
  if (length_in_characters(trimmed) > characters_max) {
    fault(name, "error.field.too_long", {std::to_string(characters_max)});
    return {};
  }
  if (trimmed.empty()) return {};
  return std::string(trimmed);
}

std::string ObjectReader::text(std::string_view name, std::size_t characters_max) {
  const std::size_t before = error_.fields.size();
  auto value = optional_text(name, characters_max);
  if (!value && error_.fields.size() == before) fault(name, "error.field.missing");
  return value.value_or("");
}

std::optional<std::int64_t> ObjectReader::optional_integer(std::string_view name, std::int64_t min,
                                                           std::int64_t max) {
  const auto* value = take(name);
  if (value == nullptr) return {};
  if (!value->is_int64()) {
    fault(name, "error.field.not_integer");
    return {};
  }
  const std::int64_t number = value->get_int64();
  if (number < min || number > max) {
    fault(name, "error.field.out_of_range", {std::to_string(min), std::to_string(max)});
    return {};
  }
  return number;
}

std::int64_t ObjectReader::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const std::size_t before = error_.fields.size();
  const auto value = optional_integer(name, min, max);
  if (!value && error_.fields.size() == before) fault(name, "error.field.missing");
  return value.value_or(min);
}

std::optional<bool> ObjectReader::optional_boolean(std::string_view name) {
  const auto* value = take(name);
  if (value == nullptr) return {};
  if (!value->is_bool()) {
    fault(name, "error.field.not_boolean");
    return {};
  }
  return value->get_bool();
}

bool ObjectReader::boolean(std::string_view name, bool absent) {
  return optional_boolean(name).value_or(absent);
}

std::optional<std::string> ObjectReader::optional_uuid7(std::string_view name) {
  const auto* value = take(name);
  if (value == nullptr) return {};
  auto id = value->is_string() ? parse_uuid(value->get_string()) : std::nullopt;
  if (!id || !is_uuid7(*id)) {
    fault(name, "error.field.not_uuid7");
    return {};
  }
  return id;
}

std::string ObjectReader::uuid7(std::string_view name) {
  const std::size_t before = error_.fields.size();
  auto value = optional_uuid7(name);
  if (!value && error_.fields.size() == before) fault(name, "error.field.missing");
  return value.value_or("");
}

std::vector<std::string> ObjectReader::texts(std::string_view name, std::size_t items_max,
                                             std::size_t characters_max) {
  std::vector<std::string> out;
  const auto* value = take(name);
  if (value == nullptr) return out;
  if (!value->is_array()) {
    fault(name, "error.field.not_list");
    return out;
  }
  if (value->get_array().size() > items_max) {
    fault(name, "error.field.too_many", {std::to_string(items_max)});
    return out;
  }
  for (const auto& item : value->get_array()) {
    const auto cleaned = item.is_string() ? clean_text(item.get_string()) : std::nullopt;
    if (!cleaned || length_in_characters(*cleaned) > characters_max) {
      fault(name, "error.field.bad_item", {std::to_string(out.size() + 1)});
      return {};
    }
    out.emplace_back(trim(*cleaned));
  }
  return out;
}

const bj::value* ObjectReader::member(std::string_view name) {
  return take(name);
}

std::optional<Error> ObjectReader::done() {
  if (object_ != nullptr) {
    for (const auto& member : *object_) {
      const std::string_view key = member.key();
      if (std::ranges::find(read_, key) == read_.end()) {
        fault(key, "error.field.unknown");
      }
    }
  }
  if (error_.fields.empty()) return {};
  return error_;
}

}  // namespace camaug::json
