// The profile folder on disk: reading it, and `camaug profile check`. The only place that touches
// profile files; what they mean is decided in domain/profile.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <map>
#include <string>

#include "base/error.hpp"
#include "base/texts.hpp"

namespace camaug::cli {

// All .csv, .json, .geojson and .topojson files of the folder, name -> content. Errors: not_found
// error.profile.no_folder; unavailable error.profile.unreadable; too_large above 16 MiB a file.
[[nodiscard]] Result<std::map<std::string, std::string>> read_profile_dir(
    const std::filesystem::path& folder);

// Prints the faults one a line ("file:line:column: what, and how to mend it"), or what was found.
// 0 when the profile can be loaded, else 1.
[[nodiscard]] int run_profile_check(const std::filesystem::path& folder, std::ostream& out,
                                    Lang lang = Lang::vi);

}  // namespace camaug::cli
