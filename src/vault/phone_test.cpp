// Tests of vault/phone. The numbers are invented.
#include "vault/phone.hpp"

#include <doctest/doctest.h>

using namespace camaug::vault;

TEST_CASE("one number, many spellings") {
  for (const char* text : {"0912345318", "0912 345 318", "0912.345.318", "0912-345-318",
                           "(0912) 345 318", "+84912345318", "+84 912 345 318",
                           "+84 (0) 912 345 318", "84912345318", "0084 912345318", " 0912345318 ",
                           "0912\xc2\xa0"
                           "345\xc2\xa0"
                           "318",
                           "+840912345318"}) {
    CAPTURE(text);
    CHECK(normalize_phone(text) == "+84912345318");
  }
}

TEST_CASE("landlines of the province and foreign numbers") {
  CHECK(normalize_phone("0290 3 123 456") == "+842903123456");
  CHECK(normalize_phone("(0290) 3123456") == "+842903123456");
  CHECK(normalize_phone("+1 202 555 0143") == "+12025550143");
  CHECK(normalize_phone("00855 23 123 456") == "+85523123456");
}

TEST_CASE("what is no number") {
  for (const char* text : {"",
                           "+",
                           "113",
                           "19001234",
                           "1022",
                           "091234531",
                           "09123453181",
                           "0412345678",
                           "0112345678",
                           "912345318",
                           "0912 345 31x",
                           "09+12345318",
                           "++84912345318",
                           "+0123456789",
                           "+1234567",
                           "+1234567890123456",
                           "029031234567",
                           "số điện thoại",
                           "+84112345678",
                           "84912345"}) {
    CAPTURE(text);
    CHECK_FALSE(normalize_phone(text).has_value());
  }
}

TEST_CASE("masked and national forms") {
  CHECK(mask_phone("+84912345318") == "09xx xxx 318");
  CHECK(mask_phone("+842903123456") == "02xx xxx 456");
  CHECK(mask_phone("+12025550143") == "+xx xxx 143");
  CHECK(mask_phone("") == "xxx");
  CHECK(national_phone("+84912345318") == "0912 345 318");
  CHECK(national_phone("+842903123456") == "02903 123 456");
  CHECK(national_phone("+12025550143") == "+12025550143");
}
