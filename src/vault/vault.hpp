// Encryption of identities: keys per report, wrapped by the master key, and what is sealed with
// them (libsodium only, no cryptography of our own). Erasing the wrapped keys erases the person.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "vault/master_key.hpp"

namespace camaug::vault {

// A report's own secrets: `key` seals identity fields, `salt` makes the commitments of its events
// (the slip gives the salt to its holder).
struct ReportKeys {
  Secret key;
  Secret salt;
};

class Vault {
 public:
  explicit Vault(const Secret& master);

  [[nodiscard]] static ReportKeys make_keys();
  // For a TEXT column: base64url, bound to `owner` (the report's id): another owner cannot unwrap
  // it.
  [[nodiscard]] std::string wrap(const ReportKeys& keys, std::string_view owner) const;
  // Errors: error.vault.sealed (unavailable) when changed, of another owner or another master key.
  [[nodiscard]] Result<ReportKeys> unwrap(std::string_view wrapped, std::string_view owner) const;

  // Blind index: the same phone gives the same text, and only the master key can compute it. Takes
  // what normalize_phone() gave.
  [[nodiscard]] std::string phone_index(std::string_view normalized_phone) const;

 private:
  Secret wrapping_key_;
  Secret phone_key_;
};

// Seals one field; `context` says what and whose it is ("identity.phone:<report id>") and must be
// the same to open. The sealed length shows the plain length in steps of 32 bytes only.
[[nodiscard]] std::string seal(const Secret& key, std::string_view plain, std::string_view context);
// Errors: error.vault.sealed (unavailable).
[[nodiscard]] Result<std::string> open(const Secret& key, std::string_view sealed,
                                       std::string_view context);

// HMAC-SHA-256(salt, bytes) as hex: stands in the event log for what the log must not hold.
[[nodiscard]] std::string commitment(const Secret& salt, std::string_view bytes);

}  // namespace camaug::vault
