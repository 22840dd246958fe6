// Passwords of staff: argon2id by libsodium. Slow on purpose (about 12 ms and 19 MiB each): call
// from a worker thread, with a cap on how many run at once.
#pragma once

#include <string>
#include <string_view>

namespace camaug::vault {

inline constexpr std::size_t k_password_bytes_max = 256;

// For a TEXT column ("$argon2id$..."). Throws std::bad_alloc when there is no memory, and
// std::invalid_argument for a password longer than k_password_bytes_max.
[[nodiscard]] std::string hash_password(std::string_view password);
// False also for a hash that is none. An empty hash (no such account, no password) takes as long as
// a true one, so that the time does not tell who has an account.
[[nodiscard]] bool verify_password(std::string_view hash, std::string_view password);
// True when the hash was made with other costs than today's: hash anew after the next log-in.
[[nodiscard]] bool needs_rehash(std::string_view hash);

}  // namespace camaug::vault
