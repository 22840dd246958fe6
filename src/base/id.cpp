#include "base/id.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <atomic>
#include <stdexcept>

namespace camaug {
namespace {

void ready() {
  static const int k_state = sodium_init();
  if (k_state < 0) throw std::runtime_error("libsodium could not start");
}

const unsigned char* raw(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}

std::string hex_of(const unsigned char* bytes, std::size_t size) {
  std::string out(size * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes, size);
  out.pop_back();
  return out;
}

}  // namespace

void random_bytes(void* out, std::size_t bytes) {
  ready();
  randombytes_buf(out, bytes);
}

std::string make_uuid7(Instant now) {
  std::array<std::uint8_t, 16> b{};
  random_bytes(b.data(), b.size());
  const auto ms = static_cast<std::uint64_t>(epoch_ms(now));
  for (std::size_t i = 0; i < 6; ++i) b[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  b[6] = static_cast<std::uint8_t>((b[6] & 0x0f) | 0x70);
  b[8] = static_cast<std::uint8_t>((b[8] & 0x3f) | 0x80);
  std::string hex = hex_of(b.data(), b.size());
  for (const std::size_t at : {8U, 13U, 18U, 23U}) hex.insert(at, 1, '-');
  return hex;
}

std::optional<std::string> parse_uuid(std::string_view text) {
  if (text.size() != 36) return {};
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    char& c = out[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return {};
      continue;
    }
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return {};
  }
  return out;
}

bool is_uuid7(std::string_view canonical) {
  return canonical.size() == 36 && canonical[14] == '7' &&
         std::string_view("89ab").find(canonical[19]) != std::string_view::npos;
}

std::string random_token(std::size_t bytes) {
  std::string raw_bytes(bytes, '\0');
  random_bytes(raw_bytes.data(), bytes);
  return to_base64url(raw_bytes);
}

// OpenSSL's uses the processor's own instructions; every event is hashed, the writer waits for it.
Bytes32 sha256(std::string_view data) {
  static EVP_MD* const k_sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Bytes32 out{};
  if (EVP_Digest(data.data(), data.size(), out.data(), nullptr, k_sha256, nullptr) != 1) {
    throw std::runtime_error("OpenSSL has no SHA-256");
  }
  return out;
}

std::string sha256_hex(std::string_view data) {
  const Bytes32 digest = sha256(data);
  return hex_of(digest.data(), digest.size());
}

std::string hmac_sha256_hex(std::string_view key, std::string_view data) {
  ready();
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, raw(key), key.size());
  crypto_auth_hmacsha256_update(&state, raw(data), data.size());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> out{};
  crypto_auth_hmacsha256_final(&state, out.data());
  return hex_of(out.data(), out.size());
}

bool equal_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string to_hex(std::string_view bytes) {
  return hex_of(raw(bytes), bytes.size());
}

std::optional<std::string> from_hex(std::string_view hex) {
  std::string out(hex.size() / 2, '\0');
  std::size_t size = 0;
  if (hex.size() % 2 != 0 ||
      sodium_hex2bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), hex.data(),
                     hex.size(), nullptr, &size, nullptr) != 0 ||
      size != out.size()) {
    return {};
  }
  return out;
}

std::string to_base64url(std::string_view bytes) {
  constexpr int k_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), k_variant), '\0');
  sodium_bin2base64(out.data(), out.size(), raw(bytes), bytes.size(), k_variant);
  out.pop_back();
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  constexpr int k_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string out(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, k_variant) != 0) {
    return {};
  }
  out.resize(size);
  return out;
}

}  // namespace camaug
