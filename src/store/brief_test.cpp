// Every short form gives back what was put in.
#include "store/brief.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace camaug::store {

TEST_CASE("digests, ids, actors and sealed texts come back from their bytes") {
  const std::string digest(64, 'a');
  CHECK(bytes_of_hex(digest).size() == 32);
  CHECK(hex_of_bytes(bytes_of_hex(digest)) == digest);
  const std::string id = "0198c5a2-1f3e-7abc-8def-0123456789ab";
  CHECK(bytes_of_uuid(id).value_or("").size() == 16);
  CHECK(uuid_of_bytes(bytes_of_uuid(id).value_or("")) == id);
  CHECK(bytes_of_actor("account:" + id).size() == 17);
  for (const std::string& actor :
       {"account:" + id, std::string("reporter"), std::string("system"), std::string("account:7"),
        std::string(), "account:" + id + "x"}) {
    CHECK(actor_of_bytes(bytes_of_actor(actor)) == actor);
  }
  const std::string sealed = "aAQIDBAUGBwgJCgsM";
  CHECK(bytes_of_sealed(sealed).size() == 13);
  CHECK(sealed_of_bytes(bytes_of_sealed(sealed)) == sealed);
}

TEST_CASE("what is no such text stays as it is, or is refused where nothing else may come") {
  for (const std::string& text : {std::string("x"), std::string(64, 'A'), std::string(63, 'a'),
                                  std::string(), std::string(64, 'g')}) {
    CHECK(hex_of_bytes(bytes_of_hex(text)) == text);
  }
  CHECK(!bytes_of_uuid("0198C5A2-1f3e-7abc-8def-0123456789ab"));
  CHECK(!bytes_of_uuid("0198c5a21f3e-7abc-8def-0123456789ab-"));
  CHECK(!bytes_of_uuid("0198c5a2"));
  CHECK_THROWS_AS(static_cast<void>(bytes_of_sealed("a b")), std::logic_error);
  // What would come back as something else.
  CHECK_THROWS_AS(static_cast<void>(bytes_of_hex(std::string(32, 'a'))), std::logic_error);
  CHECK_THROWS_AS(static_cast<void>(bytes_of_actor("\x01" + std::string(16, 'a'))),
                  std::logic_error);
}

}  // namespace camaug::store
