#include "cli/settings.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>

#include "base/text.hpp"
#include "cli/media_place.hpp"

namespace camaug::cli {
namespace {

using List = std::vector<std::string>;
template <class T>
using Maybe = std::expected<T, std::string>;

constexpr std::string_view k_file_name = "camaug.toml";

std::string variable_of(std::string_view name) {
  std::string out = "CAMAUG_";
  for (const char c : name) {
    out += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  return out;
}

// What a value of this option looks like.
std::string wanted(const Option& option) {
  if (std::holds_alternative<bool>(option.standard)) return "true or false";
  if (std::holds_alternative<List>(option.standard)) return "a list of texts";
  if (std::holds_alternative<std::string>(option.standard)) return "a text in quotes";
  return "a whole number from " + std::to_string(option.min) + " to " + std::to_string(option.max);
}

bool fits(const Option& option, const Setting& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  return value.index() == option.standard.index() &&
         (number == nullptr || (*number >= option.min && *number <= option.max));
}

List items_of(std::string_view text) {
  List out;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto item = trim(text.substr(0, comma));
    if (!item.empty()) out.emplace_back(item);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return out;
}

// A value as the environment spells it.
Maybe<Setting> from_text(const Option& option, const std::string& text) {
  Setting value = text;
  if (std::holds_alternative<List>(option.standard)) value = items_of(text);
  if (std::holds_alternative<bool>(option.standard) && (text == "true" || text == "false")) {
    value = text == "true";
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (std::holds_alternative<std::int64_t>(option.standard) && error == std::errc() &&
      end == text.data() + text.size()) {
    value = number;
  }
  if (fits(option, value)) return value;
  return SettingFault(variable_of(option.name) + " takes " + wanted(option) + ", not \"" + text +
                      "\"");
}

Setting from_toml(const toml::node& node) {
  if (const auto* flag = node.as_boolean()) return flag->get();
  if (const auto* number = node.as_integer()) return number->get();
  if (const auto* text = node.as_string()) return text->get();
  List items;
  const auto* array = node.as_array();
  if (array == nullptr) return items;
  for (const auto& item : *array) {
    if (const auto* text = item.as_string()) items.push_back(text->get());
  }
  return items;
}

bool is_list_of_texts(const toml::node& node) {
  const auto* array = node.as_array();
  return array != nullptr &&
         std::ranges::all_of(*array, [](const toml::node& item) { return item.is_string(); });
}

bool right_type(const Option& option, const toml::node& node) {
  if (std::holds_alternative<bool>(option.standard)) return node.is_boolean();
  if (std::holds_alternative<std::int64_t>(option.standard)) return node.is_integer();
  if (std::holds_alternative<std::string>(option.standard)) return node.is_string();
  return is_list_of_texts(node);
}

std::string at(const std::string& path, toml::source_position position) {
  return path + ":" + std::to_string(position.line) + ": ";
}

// How many letters must change to make one word of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
      corner = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

std::string unknown(std::string_view key) {
  std::string spelled(key);
  std::ranges::replace(spelled, '_', '-');
  std::string out = "there is no option \"" + std::string(key) + "\"; ";
  for (const auto& option : serve_options()) {
    if (distance(spelled, option.name) <= 2) {
      return out + "did you mean \"" + std::string(option.name) + "\"?";
    }
  }
  return out + "camaug serve --help lists them all";
}

const Option* find(std::string_view name) {
  const auto found = std::ranges::find(serve_options(), name, &Option::name);
  return found == serve_options().end() ? nullptr : &*found;
}

Setting from_arguments(Arguments& arguments, const Option& option, const Setting& otherwise) {
  const std::string name(option.name);
  if (const auto* text = std::get_if<std::string>(&otherwise)) return arguments.text(name, *text);
  if (const auto* number = std::get_if<std::int64_t>(&otherwise)) {
    return arguments.integer(name, *number, option.min, option.max);
  }
  if (const auto* flag = std::get_if<bool>(&otherwise)) {
    const bool on = arguments.flag(name);
    const bool off = arguments.flag("no-" + name);
    return on || off ? on : *flag;
  }
  auto items = arguments.list(name);
  return items.empty() ? otherwise : Setting(std::move(items));
}

Maybe<Settings> environment_settings(const Environment& environment) {
  Settings settings;
  for (const auto& option : serve_options()) {
    const auto text = environment(variable_of(option.name));
    if (!text) continue;
    auto value = from_text(option, *text);
    if (!value) return SettingFault(value.error());
    settings[std::string(option.name)] = std::move(*value);
  }
  return settings;
}

// The file that was asked for, or the one in the data directory.
Maybe<Settings> file_settings(const std::string& asked, const std::string& data) {
  namespace fs = std::filesystem;
  if (!asked.empty()) return read_settings(asked);
  const std::string path = (fs::path(data) / k_file_name).string();
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return Settings{};
  auto settings = read_settings(path);
  if (settings && settings->contains("data")) {
    return SettingFault(path +
                        ": data: this file lies in the data directory already; remove the "
                        "line, or name the file with --config");
  }
  return settings;
}

// The four of them are there.
MediaOptions media_options(const Settings& settings) {
  MediaOptions media;
  media.media = std::get<std::string>(settings.find("media")->second);
  media.endpoint = std::get<std::string>(settings.find("media-endpoint")->second);
  media.region = std::get<std::string>(settings.find("media-region")->second);
  media.path_style = std::get<bool>(settings.find("media-path-style")->second);
  return media;
}

Maybe<ServeOptions> options_of(const Settings& settings) {
  const auto text = [&](std::string_view name) {
    return std::get<std::string>(settings.find(name)->second);
  };
  const auto number = [&](std::string_view name) {
    return std::get<std::int64_t>(settings.find(name)->second);
  };
  const auto flag = [&](std::string_view name) {
    return std::get<bool>(settings.find(name)->second);
  };
  ServeOptions o;
  o.data = text("data");
  o.database = text("database");
  o.address = text("address");
  o.port = static_cast<std::uint16_t>(number("port"));
  o.web = text("web");
  o.demo = flag("demo");
  o.limits = flag("limits");
  o.access_log = flag("access-log");
  o.batching = flag("batching");
  o.io_threads = static_cast<int>(number("io-threads"));
  o.reader_threads = static_cast<int>(number("reader-threads"));
  o.origins = std::get<List>(settings.find("origin")->second);
  o.proxies = std::get<List>(settings.find("proxy")->second);
  const auto bucket = bucket_of(media_options(settings));
  if (!bucket) return SettingFault(bucket.error());
  o.bucket = *bucket;
  return o;
}

}  // namespace

std::span<const Option> serve_options() {
  static const ServeOptions k_standard;
  static const std::array k_options = {
      Option{"data", k_standard.data},
      Option{"database", k_standard.database},
      Option{"media", std::string()},
      Option{"media-endpoint", std::string()},
      Option{"media-region", k_standard.bucket.region},
      Option{"media-path-style", k_standard.bucket.path_style},
      Option{"address", k_standard.address},
      Option{"port", std::int64_t{k_standard.port}, 0, 65535},
      Option{"web", k_standard.web},
      Option{"origin", k_standard.origins},
      Option{"proxy", k_standard.proxies},
      Option{"limits", k_standard.limits},
      Option{"access-log", k_standard.access_log},
      Option{"io-threads", std::int64_t{k_standard.io_threads}, 1, 64},
      Option{"reader-threads", std::int64_t{k_standard.reader_threads}, 1, 64},
      Option{"batching", k_standard.batching},
      Option{"demo", k_standard.demo},
  };
  return k_options;
}

std::optional<std::string> system_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return {};
  return std::string(value);
}

Maybe<Settings> read_settings(const std::string& path) {
  Settings settings;
  try {
    for (const auto& [key, node] : toml::parse_file(path)) {
      const Option* option = find(key.str());
      if (option == nullptr) {
        return SettingFault(at(path, key.source().begin) + unknown(key.str()));
      }
      const Setting value = from_toml(node);
      if (!right_type(*option, node) || !fits(*option, value)) {
        return SettingFault(at(path, key.source().begin) + std::string(key.str()) + " takes " +
                            wanted(*option));
      }
      settings[std::string(key.str())] = value;
    }
  } catch (const toml::parse_error& error) {
    if (error.source().begin.line == 0) {
      return SettingFault(path + ": " + std::string(error.description()));
    }
    return SettingFault(at(path, error.source().begin) + std::string(error.description()));
  }
  return settings;
}

namespace {

// The options of a place by themselves: what it holds lies there, whoever serves it.
constexpr std::array<std::string_view, 5> k_of_place = {"database", "media", "media-endpoint",
                                                        "media-region", "media-path-style"};

// `settings` names what the environment says; then come the arguments (--<prefix>name), then the
// file in the directory.
Maybe<DataDir> place_at(Arguments& arguments, const std::string& data, Settings settings,
                        const std::string& prefix) {
  const auto file = file_settings("", data);
  if (!file) return SettingFault(file.error());
  settings.insert(file->begin(), file->end());  // keeps what is there
  for (const auto name : k_of_place) {
    const Option* option = find(name);
    const std::string spelled = prefix + std::string(name);
    const auto found = settings.try_emplace(std::string(name), option->standard).first;
    found->second = from_arguments(arguments, Option{spelled, option->standard}, found->second);
  }
  const auto bucket = bucket_of(media_options(settings), prefix);
  if (!bucket) return SettingFault(bucket.error());
  DataDir dir{data, std::get<std::string>(settings["database"]), *bucket};
  if (auto known = check_server(dir); !known) return SettingFault(error_line(known.error()));
  return dir;
}

}  // namespace

Maybe<DataDir> place_of(Arguments& arguments, const Environment& environment,
                        const std::string& standard) {
  Settings set;
  for (const auto name : k_of_place) {
    const auto text = environment(variable_of(name));
    if (!text) continue;
    auto value = from_text(*find(name), *text);
    if (!value) return SettingFault(value.error());
    set[std::string(name)] = std::move(*value);
  }
  return place_at(arguments, arguments.text("data", standard), std::move(set), "");
}

Maybe<DataDir> named_place(Arguments& arguments, const std::string& name) {
  const std::string data = arguments.text(name, "");
  if (data.empty()) return SettingFault("--" + name + " names a data directory");
  return place_at(arguments, data, {}, name + '-');
}

Maybe<ServeOptions> settle(Arguments& arguments, const Environment& environment) {
  const auto set = environment_settings(environment);
  if (!set) return SettingFault(set.error());
  const auto config = arguments.text("config", environment(variable_of("config")).value_or(""));
  const auto set_data = set->find("data");
  const auto data =
      arguments.text("data", set_data == set->end() ? ServeOptions{}.data
                                                    : std::get<std::string>(set_data->second));
  const auto file = file_settings(config, data);
  if (!file) return SettingFault(file.error());
  Settings settings = *set;
  settings.insert(file->begin(), file->end());  // keeps what is there
  for (const auto& option : serve_options()) {
    const auto found = settings.try_emplace(std::string(option.name), option.standard).first;
    found->second = from_arguments(arguments, option, found->second);
  }
  if (!arguments.fault().empty()) return SettingFault(arguments.fault());
  return options_of(settings);
}

}  // namespace camaug::cli
