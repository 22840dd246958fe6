// Looks texts up in the tables that cmake/embed_texts.cmake makes; no file is read at run time.
#include "base/texts.hpp"

#include <array>
#include <unordered_map>

namespace camaug {

namespace embedded {
extern const TextEntry k_texts_vi[];
extern const unsigned k_texts_vi_count;
extern const TextEntry k_texts_en[];
extern const unsigned k_texts_en_count;
extern const TextEntry k_texts_km[];
extern const unsigned k_texts_km_count;
}  // namespace embedded

namespace {

using Table = std::unordered_map<std::string_view, const TextEntry*>;

Table table_of(Lang lang) {
  Table table;
  for (const TextEntry& entry : all_texts(lang)) table.emplace(entry.key, &entry);
  return table;
}

const TextEntry* find_entry(Lang lang, std::string_view key) {
  static const std::array<Table, 3> k_tables = {table_of(Lang::vi), table_of(Lang::en),
                                                table_of(Lang::km)};
  const Table& table = k_tables.at(static_cast<std::size_t>(lang));
  const auto found = table.find(key);
  return found == table.end() ? nullptr : found->second;
}

std::string fill(std::string_view pattern, std::size_t count, auto&& argument) {
  std::string out;
  out.reserve(pattern.size() + 16);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool place = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' &&
                       pattern[i + 1] >= '0' && pattern[i + 1] <= '9';
    const auto index = place ? static_cast<std::size_t>(pattern[i + 1] - '0') : count;
    if (index < count) {
      out += argument(index);
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

}  // namespace

std::string_view to_text(Lang lang) {
  switch (lang) {
    case Lang::en:
      return "en";
    case Lang::km:
      return "km";
    case Lang::vi:
      break;
  }
  return "vi";
}

Lang parse_lang(std::string_view text, Lang otherwise) {
  if (text == "vi") return Lang::vi;
  if (text == "en") return Lang::en;
  if (text == "km") return Lang::km;
  return otherwise;
}

std::span<const TextEntry> all_texts(Lang lang) {
  switch (lang) {
    case Lang::en:
      return {embedded::k_texts_en, embedded::k_texts_en_count};
    case Lang::km:
      return {embedded::k_texts_km, embedded::k_texts_km_count};
    case Lang::vi:
      break;
  }
  return {embedded::k_texts_vi, embedded::k_texts_vi_count};
}

std::string_view text(Lang lang, std::string_view key) {
  if (const TextEntry* entry = find_entry(lang, key)) return entry->text;
  if (const TextEntry* entry = find_entry(Lang::vi, key)) return entry->text;
  return key;
}

std::string text(Lang lang, std::string_view key, std::span<const std::string> args) {
  return fill(text(lang, key), args.size(), [&](std::size_t i) { return args[i]; });
}

std::string text(Lang lang, std::string_view key, std::initializer_list<std::string_view> args) {
  return fill(text(lang, key), args.size(), [&](std::size_t i) { return args.begin()[i]; });
}

}  // namespace camaug
