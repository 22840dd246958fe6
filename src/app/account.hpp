// Staff accounts: signing in and out, and what the administrator does with them. Hashing is slow
// and happens outside of transactions (check_password, hash_password of vault/password).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/services.hpp"
#include "app/view.hpp"
#include "base/error.hpp"
#include "base/texts.hpp"
#include "domain/access.hpp"
#include "store/account.hpp"
#include "store/database.hpp"

namespace camaug::app {

inline constexpr Millis k_session_idle = std::chrono::hours(12);
inline constexpr Millis k_session_longest = std::chrono::hours(24 * 7);
inline constexpr int k_failures_max = 10;  // within k_failure_window, then locked as long
inline constexpr Millis k_failure_window = std::chrono::minutes(15);
inline constexpr std::size_t k_password_characters_min = 10;

// What is known before the transaction: who, and whether the password was right.
struct Checked {
  std::optional<store::Account> account;
  bool right = false;
  std::string new_hash;  // when the stored one is of an older cost
};
// Slow (argon2id): takes as long for a name that nobody has.
[[nodiscard]] Checked check_password(store::Reader& reader, std::string_view username,
                                     const std::string& password, Instant now);

struct SignedIn {
  std::string token;  // for the cookie; only its digest is stored
  store::Account account;
};
// Counts a failure and answers unauthenticated error.sign_in_wrong, or too_many error.locked with
// the minutes left; the caller must keep these writes.
[[nodiscard]] Result<SignedIn> sign_in(store::Tx& tx, const Checked& checked, Instant now);
void sign_out(store::Tx& tx, std::string_view session);

// The viewer behind a session token; anonymous when it is unknown, expired or disabled.
[[nodiscard]] domain::Viewer viewer_of_session(store::Reader& reader, std::string_view token,
                                               Instant now);
// Moves the end of the session on when it is half gone.
void keep_session(store::Tx& tx, std::string_view session, Instant now);

[[nodiscard]] AccountView account_view(const Services& services, const store::Account& account,
                                       Lang lang);

struct NewAccount {
  std::string username;
  std::string name;
  domain::Role role = domain::Role::officer;
  std::optional<std::string> agency;
  std::optional<std::string> area;
  std::string password_hash;
};
// Errors: invalid (fields), conflict error.username_taken. Recorded in the log by reference only.
[[nodiscard]] Result<store::Account> create_account(const Services& services, store::Tx& tx,
                                                    const domain::Viewer& viewer,
                                                    const NewAccount& account, Instant now);
struct AccountChange {
  std::optional<bool> active;
  std::optional<std::string> name;
  std::optional<std::string> password_hash;
};
// `ended` gets the digests of the sessions that the change ends.
[[nodiscard]] Result<store::Account> change_account(store::Tx& tx, const domain::Viewer& viewer,
                                                    std::string_view id,
                                                    const AccountChange& change, Instant now,
                                                    std::vector<std::string>& ended);

}  // namespace camaug::app
