// The profile inside the database: its files as they were loaded, version by version, and the two
// tables that queries join. The program runs from here, not from the folder it was loaded from.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "domain/agency.hpp"
#include "domain/area.hpp"
#include "store/database.hpp"

namespace camaug::store {

using ProfileTexts = std::map<std::string, std::string>;  // file name -> content

// The newest version's files; empty when none was loaded.
[[nodiscard]] ProfileTexts profile_files(Reader& reader);
// One file of the newest version.
[[nodiscard]] std::optional<std::string> profile_file(Reader& reader, std::string_view name);
[[nodiscard]] std::int64_t profile_version(Reader& reader);
// Adds a version and brings the area and agency tables to it. All or nothing with the transaction.
void save_profile(Tx& tx, const ProfileTexts& files, const domain::Areas& areas,
                  const domain::Agencies& agencies, Instant now);

}  // namespace camaug::store
