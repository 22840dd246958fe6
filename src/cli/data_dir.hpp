// The data directory: database, media, keys. Opening it brings everything that the commands share.
#pragma once

#include <memory>
#include <string>

#include "app/services.hpp"
#include "base/error.hpp"
#include "media/bucket_options.hpp"
#include "store/database.hpp"
#include "store/writer.hpp"

namespace camaug::cli {

struct DataDir {
  std::string root;
  // The URI of a PostgreSQL database; "": the file in this directory. May hold a password.
  std::string server{};
  media::BucketOptions bucket{};  // without a name: kept media lie in this directory
  [[nodiscard]] bool embedded() const { return server.empty(); }
  // For the person at the terminal: the file, or database and host.
  [[nodiscard]] std::string place() const;
  [[nodiscard]] std::string database() const { return root + "/camaug.sqlite"; }
  [[nodiscard]] std::string media() const { return root + "/media"; }
  [[nodiscard]] std::string keys() const { return root + "/keys/master.key"; }
  [[nodiscard]] std::string basemap() const { return root + "/basemap.pmtiles"; }
  [[nodiscard]] std::string bucket_keys() const { return root + "/keys/media-bucket"; }
};

// Makes the folders (0700). Errors: error.data_dir.* with a detail that names the path.
[[nodiscard]] Result<void> make_data_dir(const DataDir& dir);
// Error invalid error.database_url: `server` is no URI of PostgreSQL.
[[nodiscard]] Result<void> check_server(const DataDir& dir);
// Whether there is one with a province. Throws DatabaseError when the server does not answer.
[[nodiscard]] bool has_database(const DataDir& dir);

[[nodiscard]] std::unique_ptr<store::Connection> open_to_write(const DataDir& dir);
[[nodiscard]] std::unique_ptr<store::Connection> open_to_read(const DataDir& dir);
// Without a limit for a statement: for migrations, loading and verifying.
[[nodiscard]] std::unique_ptr<store::Connection> open_for_long(const DataDir& dir);
// The same for filling an empty place as fast as it goes: what is written is safe only once it is
// closed.
[[nodiscard]] std::unique_ptr<store::Connection> open_for_filling(const DataDir& dir);

// Reads the profile from the database, opens keys and media. The file of the data directory is
// migrated first; a server's database is not: `camaug migrate` does that once for all processes.
// Errors are for the person at the terminal: key and a detail with path and mend.
[[nodiscard]] Result<std::unique_ptr<app::Services>> open_services(const DataDir& dir,
                                                                   bool may_create_key);
// What to print for an error at the terminal.
[[nodiscard]] std::string error_line(const Error& error);
[[nodiscard]] std::string database_line(const store::DatabaseError& error,
                                        const std::string& where = {});

inline constexpr std::string_view k_meta_demo = "demo";

}  // namespace camaug::cli
