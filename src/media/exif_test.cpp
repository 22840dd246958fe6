// Tests of media/exif: the device's words, right and wrong.
#include "media/exif.hpp"

#include <doctest/doctest.h>

using namespace camaug;
using namespace camaug::media;

TEST_CASE("degrees, minutes and seconds") {
  CHECK(parse_exif_degrees("9/1 10/1 3684/100 (9, 10, 36.84, Rational)", 'N') == 91'769'000);
  CHECK(parse_exif_degrees("105/1 9/1 8640/1000", 'E') == 1'051'524'000);
  CHECK(parse_exif_degrees("9/1 10/1 3684/100", 'S') == -91'769'000);
  CHECK(parse_exif_degrees("9/1 10614/1000 0/1", 'N') == 91'769'000);
  CHECK(parse_exif_degrees("180/1 0/1 0/1", 'W') == -1'800'000'000);
}

TEST_CASE("degrees that are none") {
  for (const char* text : {"", "9/1", "9/1 10/1", "9/0 10/1 1/1", "9/-1 1/1 1/1", "-9/1 0/1 0/1",
                           "nan/1 0/1 0/1", "inf/1 1/1 1/1", "91/1 0/1 0/1", "abc", "1e99 1 1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_exif_degrees(text, 'N').has_value());
  }
  CHECK_FALSE(parse_exif_degrees("9/1 0/1 0/1", ' ').has_value());
  CHECK_FALSE(parse_exif_degrees("9/1 0/1 0/1", 'X').has_value());
  CHECK_FALSE(parse_exif_degrees("181/1 0/1 0/1", 'E').has_value());
}

TEST_CASE("a time without a zone is the province's time") {
  const auto expected = parse_rfc3339("2026-07-01T08:15:00+07:00");
  CHECK(parse_exif_time("2026:07:01 08:15:00 (2026:07:01 08:15:00, ASCII)", "") == expected);
  CHECK(parse_exif_time("2026:07:01 08:15:00", "+07:00 (+07:00, ASCII)") == expected);
  CHECK(parse_exif_time("2026:07:01 01:15:00", "+00:00") == expected);
  CHECK(parse_exif_time("2026:06:30 20:15:00", "-05:00") == expected);
  CHECK(parse_exif_time("2026:07:01 08:15:00", "rubbish") == expected);
}

TEST_CASE("times that are none") {
  for (const char* text : {"", "2026:07:01", "0000:00:00 00:00:00",
                           "    :  :     :  :  ", "2026:13:01 08:15:00", "2026:07:01 25:15:00",
                           "1970:01:01 00:00:00", "1999:12:31 23:59:59", "2026-07-01 08:15:00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_exif_time(text, "").has_value());
  }
  CHECK(parse_exif_time("2000:01:01 00:00:00", "").has_value());
}

TEST_CASE("times of videos") {
  const auto expected = parse_rfc3339("2026-07-01T08:15:00+07:00");
  CHECK(parse_video_time("2026-07-01T01:15:00.000000Z") == expected);
  CHECK(parse_video_time("2026-07-01T08:15:00+0700") == expected);
  CHECK(parse_video_time("2026-07-01T08:15:00+07:00") == expected);
  CHECK_FALSE(parse_video_time("2026-07-01T08:15:00").has_value());
  CHECK_FALSE(parse_video_time("1904-01-01T00:00:00Z").has_value());
  CHECK_FALSE(parse_video_time("2026-07-01T08:15:00.Zx").has_value());
  CHECK_FALSE(parse_video_time("").has_value());
}

TEST_CASE("ISO 6709") {
  const auto at = parse_iso6709("+9.1769+105.1524/");
  REQUIRE(at.has_value());
  CHECK(at->lat7 == 91'769'000);
  CHECK(at->lon7 == 1'051'524'000);
  CHECK(parse_iso6709("-09.5000-105.1524+002.000/")->lat7 == -95'000'000);
  for (const char* text : {"", "+", "+9.1", "9.1769 105.1524", "+91.0+105.0/", "+9.0+181.0/",
                           "+-9.0+105.0/", "+0.0000+0.0000/", "+nan+nan/", "+inf+1/"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_iso6709(text).has_value());
  }
}
