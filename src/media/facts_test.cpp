// Tests of media/facts: the line between worker and parent, and what a taken-over worker may say.
#include "media/facts.hpp"

#include <doctest/doctest.h>

using namespace camaug;
using namespace camaug::media;

TEST_CASE("facts survive the pipe") {
  MediaFacts facts{MediaKind::video,
                   "video/mp4",
                   320,
                   240,
                   1'000,
                   from_epoch_ms(1'782'868'500'000),
                   91'769'000,
                   1'051'524'000,
                   {{"public.mp4", 0}, {"thumb.jpg", 0}}};
  const auto read = from_line(to_line(facts));
  REQUIRE(read.has_value());
  CHECK(read->kind == MediaKind::video);
  CHECK(read->mime == "video/mp4");
  CHECK(read->width == 320);
  CHECK(read->height == 240);
  CHECK(read->duration_ms == 1'000);
  CHECK(read->taken_at == facts.taken_at);
  CHECK(read->exif_lat7 == 91'769'000);
  CHECK(read->exif_lon7 == 1'051'524'000);
  REQUIRE(read->files.size() == 2);
  CHECK(read->files[1].name == "thumb.jpg");
}

TEST_CASE("refusals survive the pipe with their code") {
  const auto read = from_line(to_line(fail(ErrorCode::invalid, "error.media.no_video", "x")));
  CHECK(read.error().key == "error.media.no_video");
  CHECK(read.error().code == ErrorCode::invalid);
  const auto full = from_line(to_line(fail(ErrorCode::unavailable, "error.disk_full")));
  CHECK(full.error().code == ErrorCode::unavailable);
}

TEST_CASE("a lying worker is a broken file") {
  for (const char* line :
       {"", "{", "[]", "null", R"({"error":"error.forbidden"})", R"({"error":7})", "{}",
        R"({"mime":"text/html","width":1,"height":1,"files":["thumb.jpg"]})",
        R"({"mime":"image/png","width":0,"height":1,"files":["thumb.jpg"]})",
        R"({"mime":"image/png","width":1,"height":1,"files":["../../etc/passwd"]})",
        R"({"mime":"image/png","width":1,"height":1,"files":[]})",
        R"({"mime":"image/png","width":1,"height":1})",
        R"({"mime":"image/png","width":1,"height":1,"files":["thumb.jpg"],"more":1})",
        R"({"mime":"image/png","width":1,"height":1,"exif_lat7":900000001,)"
        R"("files":["thumb.jpg"]})"}) {
    CAPTURE(line);
    const auto facts = from_line(line);
    REQUIRE_FALSE(facts.has_value());
    CHECK(facts.error().key == "error.media.broken");
  }
}
