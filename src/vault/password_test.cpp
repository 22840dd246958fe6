// Tests of vault/password.
#include "vault/password.hpp"

#include <doctest/doctest.h>
#include <sodium.h>

#include <array>
#include <stdexcept>

using namespace camaug::vault;

TEST_CASE("a password verifies against its own hash only") {
  const std::string hash = hash_password("con cá lóc nướng trui");
  CHECK(hash.starts_with("$argon2id$"));
  CHECK(hash.find("m=19456,t=2,p=1") != std::string::npos);
  CHECK(verify_password(hash, "con cá lóc nướng trui"));
  CHECK_FALSE(verify_password(hash, "con cá lóc nướng trui "));
  CHECK_FALSE(verify_password(hash, ""));
  CHECK(hash_password("con cá lóc nướng trui") != hash);
  CHECK_FALSE(needs_rehash(hash));
}

TEST_CASE("no account, broken hashes and endless passwords are simply wrong") {
  CHECK_FALSE(verify_password("", "anything"));
  CHECK_FALSE(verify_password("", "the password of nobody"));
  CHECK_FALSE(verify_password("$argon2id$rubbish", "x"));
  CHECK_FALSE(verify_password(std::string(5'000, '$'), "x"));
  CHECK_FALSE(verify_password(hash_password("x"), std::string(k_password_bytes_max + 1, 'x')));
  CHECK_THROWS_AS((void)hash_password(std::string(k_password_bytes_max + 1, 'x')),
                  std::invalid_argument);
  CHECK(verify_password(hash_password(std::string(k_password_bytes_max, 'x')),
                        std::string(k_password_bytes_max, 'x')));
}

TEST_CASE("hashes with other costs ask to be made anew") {
  std::array<char, crypto_pwhash_STRBYTES> weak{};
  REQUIRE(crypto_pwhash_str_alg(weak.data(), "x", 1, 1, 8 * 1024 * 1024,
                                crypto_pwhash_ALG_ARGON2ID13) == 0);
  CHECK(verify_password(weak.data(), "x"));
  CHECK(needs_rehash(weak.data()));
  CHECK(needs_rehash("rubbish"));
  CHECK(needs_rehash(std::string(5'000, '$')));
}
