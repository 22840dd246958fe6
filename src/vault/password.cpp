#include "vault/password.hpp"

#include <sodium.h>

#include <array>
#include <new>
#include <stdexcept>

namespace camaug::vault {
namespace {

// The OWASP minimum for argon2id.
constexpr unsigned long long k_passes = 2;
constexpr std::size_t k_memory_bytes = 19 * 1024 * 1024;

void ready() {
  static const int k_state = sodium_init();
  if (k_state < 0) throw std::runtime_error("libsodium could not start");
}

bool matches(const std::string& hash, std::string_view password) {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace

std::string hash_password(std::string_view password) {
  ready();
  if (password.size() > k_password_bytes_max) throw std::invalid_argument("password too long");
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), k_passes, k_memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return out.data();
}

bool verify_password(std::string_view hash, std::string_view password) {
  ready();
  if (password.size() > k_password_bytes_max) return false;
  if (hash.empty()) {
    static const std::string k_nobody = hash_password("the password of nobody");
    (void)matches(k_nobody, password);
    return false;
  }
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  return matches(std::string(hash), password);
}

bool needs_rehash(std::string_view hash) {
  ready();
  if (hash.size() >= crypto_pwhash_STRBYTES) return true;
  return crypto_pwhash_str_needs_rehash(std::string(hash).c_str(), k_passes, k_memory_bytes) != 0;
}

}  // namespace camaug::vault
