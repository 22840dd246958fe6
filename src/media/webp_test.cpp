// Tests of media/webp.
#include "media/webp.hpp"

#include <doctest/doctest.h>

using namespace camaug::media;
using namespace std::string_literals;

namespace {

std::string chunk(const std::string& type, const std::string& data) {
  std::string out = type + static_cast<char>(data.size()) + "\0\0\0"s + data;
  if (data.size() % 2 == 1) out += '\0';
  return out;
}

std::string riff(const std::string& chunks) {
  return "RIFF"s + static_cast<char>(4 + chunks.size()) + "\0\0\0WEBP"s + chunks;
}

}  // namespace

TEST_CASE("only the picture chunk stays") {
  const std::string picture = chunk("VP8 ", "pixels!");
  const std::string full = riff(chunk("VP8X", "0123456789") + chunk("ICCP", "profile") + picture +
                                chunk("EXIF", "place") + chunk("XMP ", "name"));
  CHECK(bare_webp(full) == riff(picture));
  CHECK(bare_webp(riff(picture)) == riff(picture));
  CHECK(bare_webp(riff(chunk("VP8L", "ab"))) == riff(chunk("VP8L", "ab")));
}

TEST_CASE("what is no plain still picture is refused") {
  CHECK_FALSE(bare_webp("").has_value());
  CHECK_FALSE(bare_webp("RIFF\4\0\0\0WEBP"s).has_value());
  CHECK_FALSE(bare_webp(riff(chunk("EXIF", "place"))).has_value());
  CHECK_FALSE(bare_webp(riff(chunk("ALPH", "a") + chunk("VP8 ", "b"))).has_value());
  CHECK_FALSE(bare_webp(riff("VP8 \x7f\0\0\0short"s)).has_value());
  CHECK_FALSE(bare_webp(riff("VP8 \xff\xff\xff\xffshort"s)).has_value());
}
