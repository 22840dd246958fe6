// Tests of vault/vault: what is sealed opens with the right key, owner and context, and only so.
#include "vault/vault.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace camaug;
using namespace camaug::vault;

TEST_CASE("report keys wrap and unwrap for their owner only") {
  const Secret master = Secret::random();
  const Vault vault(master);
  const ReportKeys keys = Vault::make_keys();
  CHECK_FALSE(keys.key == keys.salt);
  const std::string wrapped = vault.wrap(keys, "report-1");
  const auto back = vault.unwrap(wrapped, "report-1");
  REQUIRE(back.has_value());
  CHECK(back->key == keys.key);
  CHECK(back->salt == keys.salt);
  CHECK(Vault(master).unwrap(wrapped, "report-1").has_value());
  CHECK(vault.unwrap(wrapped, "report-2").error().key == "error.vault.sealed");
  CHECK(vault.unwrap(wrapped, "").error().key == "error.vault.sealed");
  CHECK_FALSE(Vault(Secret::random()).unwrap(wrapped, "report-1").has_value());
  CHECK(vault.wrap(keys, "report-1") != wrapped);  // a fresh nonce each time
  CHECK(wrapped.find_first_not_of(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
        std::string::npos);
}

TEST_CASE("any changed, missing or added character is noticed") {
  const Vault vault(Secret::random());
  const std::string wrapped = vault.wrap(Vault::make_keys(), "owner");
  for (std::size_t i = 0; i < wrapped.size(); ++i) {
    std::string changed = wrapped;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CAPTURE(i);
    // The last character carries unused bits: a strict decoder refuses them too.
    CHECK_FALSE(vault.unwrap(changed, "owner").has_value());
    CHECK_FALSE(vault.unwrap(wrapped.substr(0, i), "owner").has_value());
  }
  CHECK_FALSE(vault.unwrap(wrapped + "A", "owner").has_value());
  CHECK_FALSE(vault.unwrap("", "owner").has_value());
  CHECK_FALSE(vault.unwrap("a", "owner").has_value());
}

TEST_CASE("identity fields open with the same key and context") {
  const ReportKeys keys = Vault::make_keys();
  const std::string name = "Nguyễn Thị Mẫu";
  const std::string sealed = seal(keys.key, name, "identity.name:1");
  CHECK(sealed.find("Mẫu") == std::string::npos);
  CHECK(open(keys.key, sealed, "identity.name:1") == name);
  CHECK(open(keys.key, sealed, "identity.phone:1").error().key == "error.vault.sealed");
  CHECK(open(keys.key, sealed, "identity.name:2").error().code == ErrorCode::unavailable);
  CHECK_FALSE(open(keys.salt, sealed, "identity.name:1").has_value());
  std::string changed = sealed;
  changed[sealed.size() / 2] = changed[sealed.size() / 2] == 'x' ? 'y' : 'x';
  CHECK_FALSE(open(keys.key, changed, "identity.name:1").has_value());
  CHECK_FALSE(open(keys.key, "", "identity.name:1").has_value());
}

TEST_CASE("every length survives, and lengths hide in steps") {
  const Secret key = Secret::random();
  std::set<std::size_t> sizes;
  for (std::size_t length = 0; length < 100; ++length) {
    const std::string plain(length, '\x80');
    const std::string sealed = seal(key, plain, "c");
    CHECK(open(key, sealed, "c") == plain);
    sizes.insert(sealed.size());
  }
  CHECK(sizes.size() == 4);
}

TEST_CASE("a wrapped key cannot pass for a sealed field and the other way round") {
  const Secret master = Secret::random();
  const Vault vault(master);
  const std::string wrapped = vault.wrap(Vault::make_keys(), "owner");
  CHECK_FALSE(open(master, wrapped, "owner").has_value());
  CHECK_FALSE(vault.unwrap(seal(master, std::string(64, 'x'), "owner"), "owner").has_value());
}

TEST_CASE("the blind index is stable under one master key and different under another") {
  const Secret master = Secret::random();
  const std::string index = Vault(master).phone_index("+84912345318");
  CHECK(index.size() == 64);
  CHECK(Vault(master).phone_index("+84912345318") == index);
  CHECK(Vault(master).phone_index("+84912345319") != index);
  CHECK(Vault(Secret::random()).phone_index("+84912345318") != index);
}

TEST_CASE("a commitment is HMAC-SHA-256 under the salt (value from OpenSSL)") {
  Bytes32 salt{};
  salt.fill(0x0b);
  CHECK(commitment(Secret(salt), "Hi There") ==
        "198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7");
  CHECK(commitment(Secret(salt), "Hi there") != commitment(Secret(salt), "Hi There"));
}
