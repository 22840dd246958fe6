// Tests of media/process on honest files: facts, public copies, and that nothing of the sender is
// left in them.
#include "media/process.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <thread>

#include "media/testing.hpp"

using namespace camaug;
using namespace camaug::media;

namespace {

// Every tag that exiftool finds outside the file system and the plain description of the pixels.
std::string private_tags(const std::string& path) {
  REQUIRE_MESSAGE(output_of("command -v exiftool") != "", "needs libimage-exiftool-perl");
  return output_of(
      "exiftool -a -G1 -s -EXIF:all -GPS:all -XMP:all -IPTC:all -ICC_Profile:all "
      "-Photoshop:all -MakerNotes:all -Comment -UserData:all -Keys:all -ItemList:all "
      "-XMP-all:all -Location:all '" +
      path + "' 2>/dev/null");
}

std::string tag(const std::string& path, const std::string& name) {
  const std::string out = output_of("exiftool -s3 -n -" + name + " '" + path + "' 2>/dev/null");
  return out.substr(0, out.find('\n'));
}

void check_clean(const std::string& path) {
  CAPTURE(path);
  CHECK(private_tags(path) == "");
  const std::string bytes = read_all(path);
  for (const char* trace :
       {"Exif", "EXIF", "XMP ", "http://ns.adobe.com", "Photoshop", "Demo", "105.15", "+9.1",
        "\xa9xyz", "loci", "ISO6709", "creationdate", "2026", "x264", "Lavc"}) {
    CAPTURE(trace);
    CHECK(bytes.find(trace) == std::string::npos);
  }
}

struct Run {
  Scratch scratch;
  std::string out = scratch.dir("out");
  Result<MediaFacts> facts;

  explicit Run(std::string_view name, std::vector<Rectangle> rectangles = {}) {
    const std::string before = read_all(sample(name));
    facts = process({sample(name), out, std::move(rectangles)});
    REQUIRE_MESSAGE(facts.has_value(), facts.error().key << ' ' << facts.error().detail);
    CHECK(read_all(sample(name)) == before);
    for (const MadeFile& file : facts->files) {
      CHECK(file.bytes == std::int64_t(read_all(out + '/' + file.name).size()));
      check_clean(out + '/' + file.name);
    }
  }
  [[nodiscard]] std::string size(std::string_view name) const {
    const std::string path = out + '/' + std::string(name);
    return tag(path, "ImageWidth") + 'x' + tag(path, "ImageHeight");
  }
  void check_place() const {
    CHECK(std::abs(facts->exif_lat7.value_or(0) - 91'769'000) < 50);
    CHECK(std::abs(facts->exif_lon7.value_or(0) - 1'051'524'000) < 500);
  }
};

const auto k_taken = parse_rfc3339("2026-07-01T08:15:00+07:00");

}  // namespace

TEST_CASE("a phone's JPEG: place, time, upright copies without metadata") {
  CHECK(private_tags(sample("pothole.jpg")).find("GPSLatitude") != std::string::npos);
  const Run run("pothole.jpg");
  CHECK(run.facts->kind == MediaKind::photo);
  CHECK(run.facts->mime == "image/jpeg");
  CHECK(run.facts->width == 900);
  CHECK(run.facts->height == 1200);
  CHECK_FALSE(run.facts->duration_ms.has_value());
  CHECK(run.facts->taken_at == k_taken);
  run.check_place();
  REQUIRE(run.facts->files.size() == 2);
  CHECK(run.size("public.webp") == "900x1200");
  CHECK(run.size("thumb.jpg") == "240x320");
}

TEST_CASE("a time with a zone is taken by its zone") {
  const Run run("after.jpg");
  CHECK(run.facts->taken_at == parse_rfc3339("2026-07-03T08:30:00+07:00"));
}

TEST_CASE("PNG, WebP and HEIC") {
  for (const char* name : {"road.png", "road.webp", "road.heic"}) {
    CAPTURE(name);
    const Run run(name);
    CHECK(run.facts->taken_at == k_taken);
    CHECK(run.facts->width * 4 / 3 <= run.facts->height + 1);
    run.check_place();
    CHECK(run.size("public.webp") ==
          std::to_string(run.facts->width) + 'x' + std::to_string(run.facts->height));
  }
}

TEST_CASE("videos: facts, poster, clean copies with picture and sound") {
  const Run mp4("road.mp4");
  CHECK(mp4.facts->kind == MediaKind::video);
  CHECK(mp4.facts->mime == "video/mp4");
  CHECK(mp4.facts->width == 240);  // filmed upright: the matrix turns 320x240
  CHECK(mp4.facts->height == 320);
  CHECK(std::abs(mp4.facts->duration_ms.value_or(0) - 1'000) < 100);
  CHECK(mp4.facts->taken_at == k_taken);
  mp4.check_place();
  REQUIRE(mp4.facts->files.size() == 3);
  CHECK(mp4.size("poster.jpg") == "240x320");
  CHECK(mp4.size("public.mp4") == "320x240");
  CHECK(tag(mp4.out + "/public.mp4", "Rotation") == tag(sample("road.mp4"), "Rotation"));
  CHECK(tag(mp4.out + "/public.mp4", "AudioFormat") == "mp4a");

  const Run mov("road.mov");
  CHECK(mov.facts->mime == "video/quicktime");
  CHECK(mov.facts->taken_at == k_taken);
  mov.check_place();
  CHECK(mov.size("public.mp4") == "240x320");
  CHECK(tag(mov.out + "/public.mp4", "FileType") == "MP4");

  const Run webm("road.webm");
  CHECK(webm.facts->mime == "video/webm");
  CHECK_FALSE(webm.facts->exif_lat7.has_value());
  CHECK(webm.size("public.webm") == "240x320");
  CHECK(output_of("exiftool -a -s3 -CodecID " + webm.out + "/public.webm") == "V_VP9\nA_OPUS\n");
}

TEST_CASE("voice notes: a clean copy of the sound and nothing else") {
  const Run mp4("sound.mp4");
  CHECK(mp4.facts->kind == MediaKind::sound);
  CHECK(mp4.facts->mime == "audio/mp4");
  CHECK(mp4.facts->width == 0);
  REQUIRE(mp4.facts->files.size() == 1);
  CHECK(tag(mp4.out + "/public.mp4", "AudioFormat") == "mp4a");
  const Run webm("sound.webm");
  CHECK(webm.facts->kind == MediaKind::sound);
  CHECK(webm.facts->mime == "audio/webm");
  CHECK(std::abs(webm.facts->duration_ms.value_or(0) - 1'000) < 100);
  REQUIRE(webm.facts->files.size() == 1);
  CHECK(read_all(sample("sound.webm")).find("Demo Person") != std::string::npos);
  CHECK(read_all(webm.out + "/public.webm").find("Demo Person") == std::string::npos);
}

TEST_CASE("a clean copy can be processed again") {
  for (const char* name : {"road.mp4", "road.webm", "pothole.jpg"}) {
    CAPTURE(name);
    const Run run(name);
    const auto again =
        process({run.out + '/' + run.facts->files[0].name, run.scratch.dir("again")});
    REQUIRE(again.has_value());
    CHECK(again->width == run.facts->width);
    CHECK_FALSE(again->taken_at.has_value());
    CHECK_FALSE(again->exif_lat7.has_value());
  }
}

TEST_CASE("redaction blackens the public copy and the thumbnail") {
  const Scratch scratch;
  const auto facts = redact({sample("pothole.jpg"), scratch.dir("out"), {{0, 0, 10'000, 10'000}}});
  REQUIRE(facts.has_value());
  // A wholly black picture compresses to next to nothing; the untouched one does not.
  const Run plain("pothole.jpg");
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(facts->files[i].bytes * 4 < plain.facts->files[i].bytes);
    check_clean(scratch.path("out/" + facts->files[i].name));
  }
  CHECK(redact({sample("pothole.jpg"), scratch.dir("o2"), {}}).error().key ==
        "error.media.rectangles");
  CHECK(redact({sample("pothole.jpg"), scratch.dir("o3"), {{0, 0, 10'001, 1}}}).error().key ==
        "error.media.rectangles");
  CHECK(redact({sample("road.mp4"), scratch.dir("o4"), {{0, 0, 1, 1}}}).error().key ==
        "error.media.redact_video");
}

TEST_CASE("many at once") {
  std::vector<std::jthread> threads;
  std::atomic<int> good = 0;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&good] {
      const Scratch scratch;
      if (process({sample("road.heic"), scratch.dir("out")})) ++good;
    });
  }
  threads.clear();
  CHECK(good == 4);
}
