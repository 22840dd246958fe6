#include "vault/vault.hpp"

#include <sodium.h>

#include <cstring>
#include <stdexcept>

namespace camaug::vault {
namespace {

// The format's version, first in every sealed text; a later format gets a later letter.
constexpr char k_version = 'a';
constexpr std::size_t k_nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t k_mac_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t k_block_bytes = 32;

static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == sizeof(Bytes32));
static_assert(crypto_kdf_KEYBYTES == sizeof(Bytes32));

unsigned char* raw(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Failure sealed_failure() {
  return fail(ErrorCode::unavailable, "error.vault.sealed");
}

// Subkeys by number: never reuse one for another purpose.
Secret derive(const Secret& master, std::uint64_t number) {
  Secret key;
  crypto_kdf_derive_from_key(key.data(), sizeof(Bytes32), number, "camaugvt", master.data());
  return key;
}

std::string encrypt(const Secret& key, std::string_view plain, std::string_view context) {
  std::string sealed(k_nonce_bytes + plain.size() + k_mac_bytes, '\0');
  random_bytes(sealed.data(), k_nonce_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + k_nonce_bytes, nullptr, raw(plain),
                                             plain.size(), raw(context), context.size(), nullptr,
                                             raw(sealed), key.data());
  return k_version + to_base64url(sealed);
}

std::optional<std::string> decrypt(const Secret& key, std::string_view text,
                                   std::string_view context) {
  if (!text.starts_with(k_version)) return {};
  const auto sealed = from_base64url(text.substr(1));
  if (!sealed || sealed->size() < k_nonce_bytes + k_mac_bytes) return {};
  std::string plain(sealed->size() - k_nonce_bytes - k_mac_bytes, '\0');
  const unsigned char* nonce = raw(std::string_view(*sealed));
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          raw(plain), nullptr, nullptr, nonce + k_nonce_bytes, sealed->size() - k_nonce_bytes,
          raw(context), context.size(), nonce, key.data()) != 0) {
    return {};
  }
  return plain;
}

}  // namespace

Vault::Vault(const Secret& master) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not start");
  wrapping_key_ = derive(master, 1);
  phone_key_ = derive(master, 2);
}

ReportKeys Vault::make_keys() {
  return {Secret::random(), Secret::random()};
}

std::string Vault::wrap(const ReportKeys& keys, std::string_view owner) const {
  std::string plain(keys.key.view());
  plain += keys.salt.view();
  std::string wrapped = encrypt(wrapping_key_, plain, owner);
  sodium_memzero(plain.data(), plain.size());
  return wrapped;
}

Result<ReportKeys> Vault::unwrap(std::string_view wrapped, std::string_view owner) const {
  auto plain = decrypt(wrapping_key_, wrapped, owner);
  if (!plain || plain->size() != 2 * sizeof(Bytes32)) return sealed_failure();
  ReportKeys keys;
  std::memcpy(keys.key.data(), plain->data(), sizeof(Bytes32));
  std::memcpy(keys.salt.data(), plain->data() + sizeof(Bytes32), sizeof(Bytes32));
  sodium_memzero(plain->data(), plain->size());
  return keys;
}

std::string Vault::phone_index(std::string_view normalized_phone) const {
  return hmac_sha256_hex(phone_key_.view(), normalized_phone);
}

std::string seal(const Secret& key, std::string_view plain, std::string_view context) {
  std::string padded(plain);
  padded.resize((plain.size() / k_block_bytes + 1) * k_block_bytes);
  std::size_t bytes = 0;
  sodium_pad(&bytes, raw(padded), plain.size(), k_block_bytes, padded.size());
  std::string sealed = encrypt(key, padded, context);
  sodium_memzero(padded.data(), padded.size());
  return sealed;
}

Result<std::string> open(const Secret& key, std::string_view sealed, std::string_view context) {
  auto padded = decrypt(key, sealed, context);
  std::size_t bytes = 0;
  if (!padded || sodium_unpad(&bytes, raw(*padded), padded->size(), k_block_bytes) != 0) {
    return sealed_failure();
  }
  padded->resize(bytes);
  return std::move(*padded);
}

std::string commitment(const Secret& salt, std::string_view bytes) {
  return hmac_sha256_hex(salt.view(), bytes);
}

}  // namespace camaug::vault
