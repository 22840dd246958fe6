// The data directory: database, media, keys. Opening it brings everything that the commands share.
#pragma once

#include <memory>
#include <string>

#include "app/services.hpp"
#include "base/error.hpp"
#include "store/database.hpp"
#include "store/writer.hpp"

namespace camaug::cli {

struct DataDir {
  std::string root;
  [[nodiscard]] std::string database() const { return root + "/camaug.sqlite"; }
  [[nodiscard]] std::string media() const { return root + "/media"; }
  [[nodiscard]] std::string keys() const { return root + "/keys/master.key"; }
};

// Makes the folders (0700). Errors: error.data_dir.* with a detail that names the path.
[[nodiscard]] Result<void> make_data_dir(const DataDir& dir);
[[nodiscard]] bool has_database(const DataDir& dir);

[[nodiscard]] std::unique_ptr<store::Connection> open_to_write(const DataDir& dir);
[[nodiscard]] std::unique_ptr<store::Connection> open_to_read(const DataDir& dir);

// Migrates, reads the profile from the database, opens keys and media. Errors are for the person at
// the terminal: key and a detail with path and mend.
[[nodiscard]] Result<std::unique_ptr<app::Services>> open_services(const DataDir& dir,
                                                                   bool may_create_key);
// What to print for an error at the terminal.
[[nodiscard]] std::string error_line(const Error& error);
[[nodiscard]] std::string database_line(const store::DatabaseError& error,
                                        const std::string& where = {});

inline constexpr std::string_view k_meta_demo = "demo";

}  // namespace camaug::cli
