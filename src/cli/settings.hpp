// The options of `camaug serve` from all their places: command line, then environment, then file,
// then default. An option has one name: --io-threads, CAMAUG_IO_THREADS, io-threads = 2.
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/data_dir.hpp"
#include "cli/serve.hpp"

namespace camaug::cli {

// As TOML has it. A flag is --name or --no-name on the command line; a list is named once for each
// item there, and separated by commas in the environment.
using Setting = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;
using Settings = std::map<std::string, Setting, std::less<>>;

struct Option {
  std::string_view name;
  Setting standard;      // its default; its type is the option's
  std::int64_t min = 0;  // of a number
  std::int64_t max = 0;
};
[[nodiscard]] std::span<const Option> serve_options();

// Reads a variable of the environment.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
[[nodiscard]] std::optional<std::string> system_environment(const std::string& name);

// A line for the person at the terminal: where, what, and the mend.
using SettingFault = std::unexpected<std::string>;

// The settings of a file; a fault names file, line, key and the mend.
[[nodiscard]] std::expected<Settings, std::string> read_settings(const std::string& path);
// All places together. The file is --config or CAMAUG_CONFIG, else camaug.toml in the data
// directory where there is one.
[[nodiscard]] std::expected<ServeOptions, std::string> settle(Arguments& arguments,
                                                              const Environment& environment);

// Where the other commands find their data: --data; database and media as `serve` finds them,
// without
// --config. The caller looks for the arguments' own fault.
[[nodiscard]] std::expected<DataDir, std::string> place_of(Arguments& arguments,
                                                           const Environment& environment,
                                                           const std::string& standard);
// A place that an option names: a data directory; the database and media that its camaug.toml
// names, or the options <name>-database, <name>-media, <name>-media-endpoint and so on.
[[nodiscard]] std::expected<DataDir, std::string> named_place(Arguments& arguments,
                                                              const std::string& name);

}  // namespace camaug::cli
