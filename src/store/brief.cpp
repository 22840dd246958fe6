#include "store/brief.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/id.hpp"

namespace camaug::store {
namespace {

constexpr std::size_t k_digest_bytes = 32;
constexpr std::size_t k_uuid_bytes = 16;
constexpr std::size_t k_uuid_digits = 36;
constexpr std::string_view k_account = "account:";
constexpr char k_account_mark = '\x01';

bool is_lower_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

int digit(char c) {
  return c <= '9' ? c - '0' : c - 'a' + 10;
}

}  // namespace

std::string bytes_of_hex(std::string_view hex) {
  if (hex.size() != 2 * k_digest_bytes || !std::ranges::all_of(hex, is_lower_hex)) {
    return std::string(hex);
  }
  std::string out;
  out.reserve(k_digest_bytes);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    out += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  }
  return out;
}

std::string hex_of_bytes(std::string_view bytes) {
  return bytes.size() == k_digest_bytes ? to_hex(bytes) : std::string(bytes);
}

std::optional<std::string> bytes_of_uuid(std::string_view uuid) {
  if (uuid.size() != k_uuid_digits) return {};
  std::string out;
  out.reserve(k_uuid_bytes);
  for (std::size_t i = 0; i < uuid.size();) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (uuid[i++] != '-') return {};
      continue;
    }
    if (!is_lower_hex(uuid[i]) || !is_lower_hex(uuid[i + 1])) return {};
    out += static_cast<char>(digit(uuid[i]) * 16 + digit(uuid[i + 1]));
    i += 2;
  }
  return out;
}

std::string uuid_of_bytes(std::string_view bytes) {
  if (bytes.size() != k_uuid_bytes) return std::string(bytes);
  std::string out = to_hex(bytes);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) out.insert(at, 1, '-');
  return out;
}

std::string bytes_of_actor(std::string_view actor) {
  if (actor.starts_with(k_account)) {
    if (const auto id = bytes_of_uuid(actor.substr(k_account.size()))) return k_account_mark + *id;
  }
  return std::string(actor);
}

std::string actor_of_bytes(std::string_view bytes) {
  if (bytes.size() != k_uuid_bytes + 1 || bytes[0] != k_account_mark) return std::string(bytes);
  return std::string(k_account) + uuid_of_bytes(bytes.substr(1));
}

std::string bytes_of_sealed(std::string_view sealed) {
  if (sealed.empty()) return {};
  const auto bytes = from_base64url(sealed.substr(1));
  if (!bytes) throw std::logic_error("what is sealed is a letter and base64url");
  return sealed[0] + *bytes;
}

std::string sealed_of_bytes(std::string_view bytes) {
  return bytes.empty() ? std::string() : bytes[0] + to_base64url(bytes.substr(1));
}

}  // namespace camaug::store
