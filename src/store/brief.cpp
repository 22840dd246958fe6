#include "store/brief.hpp"

#include <stdexcept>

#include "base/id.hpp"

namespace camaug::store {
namespace {

constexpr std::size_t k_digest_bytes = 32;
constexpr std::size_t k_uuid_bytes = 16;
constexpr std::size_t k_uuid_digits = 36;
constexpr std::string_view k_account = "account:";
constexpr char k_account_mark = '\x01';

// The value of a lower-case hexadecimal digit; -1 for any other byte.
int value_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The byte that two digits stand for; negative when they are none.
int byte_of(char high, char low) {
  const int a = value_of(high);
  const int b = value_of(low);
  return a < 0 || b < 0 ? -1 : a * 16 + b;
}

}  // namespace

std::string bytes_of_hex(std::string_view hex) {
  if (hex.size() == k_digest_bytes) throw std::logic_error("a digest has 64 digits");
  if (hex.size() != 2 * k_digest_bytes) return std::string(hex);
  std::string out;
  out.reserve(k_digest_bytes);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int byte = byte_of(hex[i], hex[i + 1]);
    if (byte < 0) return std::string(hex);
    out += static_cast<char>(byte);
  }
  return out;
}

std::string hex_of_bytes(std::string_view bytes) {
  return bytes.size() == k_digest_bytes ? to_hex(bytes) : std::string(bytes);
}

bool read_uuid(std::string_view text, UuidBytes& out) {
  if (text.size() < k_uuid_digits) return false;
  std::size_t at = 0;
  for (std::size_t i = 0; i < k_uuid_digits;) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i++] != '-') return false;
      continue;
    }
    const int byte = byte_of(text[i], text[i + 1]);
    if (byte < 0) return false;
    out.at(at++) = static_cast<char>(byte);
    i += 2;
  }
  return true;
}

std::optional<std::string> bytes_of_uuid(std::string_view uuid) {
  UuidBytes bytes{};
  if (uuid.size() != k_uuid_digits || !read_uuid(uuid, bytes)) return {};
  return std::string(bytes.data(), bytes.size());
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
  if (actor.starts_with(k_account_mark)) throw std::logic_error("nobody is called that");
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
