// The master key: one file, one line, mode 0600, outside the database and the media and never in
// the same backup set. Whoever holds it can read every identity; it never leaves this layer.
#pragma once

#include <string>

#include "base/error.hpp"
#include "base/id.hpp"

namespace camaug::vault {

// 32 secret bytes that are wiped when they go.
class Secret {
 public:
  Secret() = default;
  explicit Secret(const Bytes32& bytes) : bytes_(bytes) {}
  ~Secret();
  Secret(const Secret& other) = default;
  Secret& operator=(const Secret& other) = default;
  [[nodiscard]] static Secret random();

  [[nodiscard]] const unsigned char* data() const { return bytes_.data(); }
  [[nodiscard]] unsigned char* data() { return bytes_.data(); }
  [[nodiscard]] std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }
  [[nodiscard]] bool operator==(const Secret& other) const;

 private:
  Bytes32 bytes_{};
};

// Errors (unavailable): error.vault.key_missing, key_readable (mode other than 0600 or less, or
// another owner), key_broken. The detail names the path, never the content.
[[nodiscard]] Result<Secret> load_master_key(const std::string& path);
// Makes the file (and its folder, 0700); never replaces one. Errors: error.vault.key_unwritable.
[[nodiscard]] Result<Secret> create_master_key(const std::string& path);
// Loads; creates only when there is no file and `may_create`: a database that holds sealed data
// must not get a fresh key.
[[nodiscard]] Result<Secret> master_key(const std::string& path, bool may_create);

}  // namespace camaug::vault
