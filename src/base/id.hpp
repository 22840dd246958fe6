// Identifiers, secrets and digests (libsodium). Secrets never enter a log or the database; only
// their digests do.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace camaug {

using Bytes32 = std::array<std::uint8_t, 32>;

// RFC 9562 UUID version 7, lower case with hyphens; monotonic enough for one process.
[[nodiscard]] std::string make_uuid7(Instant now);
// Canonical lower-case form of a UUID of any version; nullopt when malformed.
[[nodiscard]] std::optional<std::string> parse_uuid(std::string_view text);
[[nodiscard]] bool is_uuid7(std::string_view canonical);

// `bytes` random bytes as base64url without padding (16 bytes -> 22 characters).
[[nodiscard]] std::string random_token(std::size_t bytes = 16);
void random_bytes(void* out, std::size_t bytes);

[[nodiscard]] Bytes32 sha256(std::string_view data);
[[nodiscard]] std::string sha256_hex(std::string_view data);
// HMAC-SHA-256 (RFC 2104); `key` of any length.
[[nodiscard]] std::string hmac_sha256_hex(std::string_view key, std::string_view data);
// Constant-time comparison for digests and tokens.
[[nodiscard]] bool equal_secret(std::string_view a, std::string_view b);

[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_hex(std::string_view hex);
[[nodiscard]] std::string to_base64url(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

}  // namespace camaug
