// What clean_text lets pass without asking utf8proc is what utf8proc would leave as it is.
#include "base/text.hpp"

#include <doctest/doctest.h>
#include <utf8proc.h>

#include <cstdlib>
#include <string>

namespace camaug {
namespace {

std::string utf8(utf8proc_int32_t code) {
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(code, bytes);
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::string normal_form(const std::string& text) {
  utf8proc_uint8_t* out = utf8proc_NFC(reinterpret_cast<const utf8proc_uint8_t*>(text.c_str()));
  REQUIRE(out != nullptr);
  std::string form(reinterpret_cast<const char*>(out));
  std::free(out);
  return form;
}

}  // namespace

TEST_CASE("text: every letter comes out in normal form, alone and between others") {
  for (utf8proc_int32_t code = 0x20; code < 0x2100; ++code) {
    if (code >= 0x7f && code < 0xa0) continue;
    const std::string letter = utf8(code);
    INFO(code);
    CHECK(clean_text(letter) == normal_form(letter));
    CHECK(clean_text("a" + letter + "\u0301") == normal_form("a" + letter + "\u0301"));
    CHECK(clean_text("o" + letter + "e") == normal_form("o" + letter + "e"));
  }
}

TEST_CASE("text: composed and decomposed spellings become one") {
  CHECK(clean_text("Đường hư") == "Đường hư");
  CHECK(clean_text(std::string("Đu\u031bo\u031b\u0300ng")) == "Đường");
  CHECK(clean_text("a\r\nb\rc") == "a\nb\nc");
}

TEST_CASE("text: controls and what is no UTF-8 are refused") {
  for (const std::string& bad :
       {std::string("a\x01"), std::string("a\x7f"), std::string("\xc2\x85"), std::string("\xc3"),
        std::string("\xc3("), std::string("\xe1\xba"), std::string("\xe2\x80"), std::string("\xff"),
        std::string("\xc0\x80"), std::string("\xe1\xb8("), std::string("a\xcb")}) {
    CHECK_FALSE(clean_text(bad));
  }
}

}  // namespace camaug
