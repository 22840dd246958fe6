// Tests of media/redaction: pixels, without any library.
#include "media/redaction.hpp"

#include <doctest/doctest.h>

using namespace camaug;
using namespace camaug::media;

namespace {

Raster grey(int width, int height) {
  return {width, height, std::vector<std::uint8_t>(std::size_t(width * height) * 3, 200)};
}

int black_pixels(const Raster& raster) {
  int count = 0;
  for (std::size_t i = 0; i < raster.rgb.size(); i += 3) {
    if (raster.rgb[i] == 0 && raster.rgb[i + 1] == 0 && raster.rgb[i + 2] == 0) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("rectangles must lie inside the picture") {
  CHECK(check_rectangles({{0, 0, 10'000, 10'000}}).has_value());
  CHECK(check_rectangles({{9'999, 9'999, 1, 1}}).has_value());
  const std::vector<Rectangle> wrong = {{0, 0, 0, 5},         {0, 0, 5, 0},     {-1, 0, 5, 5},
                                        {9'000, 0, 1'001, 5}, {0, 9'999, 1, 2}, {10'000, 0, 1, 1},
                                        {1, 1, INT64_MAX, 1}};
  for (const Rectangle& r : wrong) {
    CAPTURE(to_text(r));
    CHECK(check_rectangles({r}).error().key == "error.media.rectangles");
  }
  CHECK_FALSE(check_rectangles({}).has_value());
  CHECK_FALSE(check_rectangles(std::vector<Rectangle>(51, {0, 0, 1, 1})).has_value());
}

TEST_CASE("a rectangle survives the command line") {
  const auto r = parse_rectangle("10,20,300,4000");
  REQUIRE(r.has_value());
  CHECK(to_text(*r) == "10,20,300,4000");
  for (const char* text :
       {"", "1,2,3", "1,2,3,4,", "1,2,3,4,5", "a,b,c,d", "1, 2,3,4", "0,0,0,1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rectangle(text).has_value());
  }
}

TEST_CASE("black reaches outward to whole pixels and not further") {
  Raster raster = grey(100, 50);
  black_out(raster, {{2'000, 2'000, 1'000, 2'000}});
  CHECK(black_pixels(raster) == 10 * 10);
  raster = grey(10, 10);
  black_out(raster, {{1'001, 0, 1, 1}});
  CHECK(black_pixels(raster) == 1);
  raster = grey(7, 3);
  black_out(raster, {{0, 0, 10'000, 10'000}});
  CHECK(black_pixels(raster) == 21);
  raster = grey(1, 1);
  black_out(raster, {{9'999, 9'999, 1, 1}});
  CHECK(black_pixels(raster) == 1);
}

TEST_CASE("turning moves the corner clockwise") {
  Raster raster = grey(3, 2);
  raster.rgb[0] = raster.rgb[1] = raster.rgb[2] = 0;  // top left
  const Raster once = turned(raster, 1);
  CHECK(once.width == 2);
  CHECK(once.height == 3);
  CHECK(once.rgb[1 * 3] == 0);  // top right
  const Raster twice = turned(raster, 2);
  CHECK(twice.rgb[5 * 3] == 0);  // bottom right
  CHECK(turned(once, 3).rgb == raster.rgb);
  CHECK(turned(raster, 0).rgb == raster.rgb);
}
