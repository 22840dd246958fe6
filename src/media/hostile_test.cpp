// Files made to do harm: each is refused by its own reason, and neither hangs nor crashes anybody.
#include <doctest/doctest.h>

#include <boost/crc.hpp>

#include "media/process.hpp"
#include "media/testing.hpp"

using namespace camaug;
using namespace camaug::media;
using namespace std::string_literals;

namespace {

std::string be32(std::uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
  return out;
}

std::string chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  boost::crc_32_type crc;
  crc.process_bytes(body.data(), body.size());
  return be32(std::uint32_t(data.size())) + body + be32(std::uint32_t(crc.checksum()));
}

// A zlib stream of zeros in stored blocks: no compressor needed.
std::string stored_zeros(std::size_t bytes) {
  std::string out = "\x78\x01";
  for (std::size_t left = bytes;;) {
    const auto part = static_cast<std::uint16_t>(std::min<std::size_t>(left, 0xffff));
    left -= part;
    out += left == 0 ? '\1' : '\0';
    for (const int value : {int(part), ~int(part)}) {
      out += static_cast<char>(value & 0xff);
      out += static_cast<char>(value >> 8 & 0xff);
    }
    out.append(part, '\0');
    if (left == 0) break;
  }
  return out + be32(std::uint32_t(bytes % 65'521) << 16 | 1);  // Adler-32 of zeros
}

// A correct black-and-white PNG; `rows` may be fewer than the header promises.
std::string png(std::uint32_t width, std::uint32_t height, std::uint32_t rows) {
  const std::size_t row_bytes = 1 + (std::size_t(width) + 7) / 8;
  return "\x89PNG\r\n\x1a\n"s + chunk("IHDR", be32(width) + be32(height) + "\1\0\0\0\0"s) +
         chunk("IDAT", stored_zeros(row_bytes * rows)) + chunk("IEND", "");
}

}  // namespace

TEST_CASE("nothing, text and disguises") {
  CHECK(refusal_of("") == "error.media.empty");
  CHECK(refusal_of("Xin chào, đây là chữ", "photo.jpg") == "error.media.unknown_type");
  CHECK(refusal_of("<html><script>alert(1)</script></html>", "p.png") ==
        "error.media.unknown_type");
  CHECK(refusal_of("<svg onload='x'/>            ", "photo.webp") == "error.media.unknown_type");
  CHECK(refusal_of("push graphic-context\nviewbox 0 0 1 1\n", "p.jpg") ==
        "error.media.unknown_type");
}

TEST_CASE("only the first bytes are right") {
  const std::string noise(20'000, '\x5a');
  CHECK(refusal_of("\xff\xd8\xff"s) != "");
  CHECK(refusal_of("\xff\xd8\xff\xe0"s + noise) != "");
  CHECK(refusal_of("\x89PNG\r\n\x1a\n"s + noise) != "");
  CHECK(refusal_of("RIFF\x10\x4e\0\0WEBP"s + noise) == "error.media.broken");
  CHECK(refusal_of(be32(24) + "ftypheic\0\0\0\0mif1heic"s + be32(20'000) + "free"s +
                   noise.substr(8)) == "error.media.broken");
  CHECK(refusal_of(be32(24) + "ftypisom\0\0\0\0isommp42"s + be32(20'000) + "mdat"s +
                   noise.substr(8)) == "error.media.broken");
  CHECK(refusal_of("\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm"s + noise) == "error.media.broken");
}

TEST_CASE("cut in the middle") {
  for (const char* name :
       {"pothole.jpg", "road.png", "road.webp", "road.heic", "road.mp4", "road.mov"}) {
    CAPTURE(name);
    const std::string whole = read_all(sample(name));
    CHECK(refusal_of(whole.substr(0, whole.size() / 2), name) == "error.media.truncated");
  }
  const std::string webm = read_all(sample("road.webm"));
  CHECK(refusal_of(webm.substr(0, 300)) == "error.media.broken");
}

TEST_CASE("cut anywhere: a clear answer at every length") {
  for (const char* name : {"pothole.jpg", "road.heic", "road.mp4", "road.webm"}) {
    const std::string whole = read_all(sample(name));
    for (std::size_t i = 1; i < 4; ++i) {
      const std::string key = refusal_of(whole.substr(0, whole.size() * i / 4), name);
      CAPTURE(name);
      CAPTURE(key);
      // A WebM that lost its end still plays up to there.
      CHECK((key.starts_with("error.media.") || name == "road.webm"s));
    }
  }
}

TEST_CASE("bombs") {
  CHECK(refusal_of(png(60'000, 60'000, 10)) == "error.media.too_many_pixels");
  CHECK(refusal_of(png(0x7fffffff, 0x7fffffff, 0).substr(0, 60)) == "error.media.too_many_pixels");
  CHECK(refusal_of(png(20'000, 4'000, 100)) != "");  // promised much, held little
  std::string jpeg = read_all(sample("pothole.jpg"));
  const auto frame = jpeg.find("\xff\xc0\x00\x11\x08"s);
  REQUIRE(frame != std::string::npos);
  jpeg.replace(frame + 5, 4, "\xff\x00\xff\x00"s);
  CHECK(refusal_of(jpeg) == "error.media.too_many_pixels");
}

TEST_CASE("a large but honest picture is taken") {
  CHECK(refusal_of(png(9'000, 9'000, 9'000)) == "");
}

TEST_CASE("the smallest picture") {
  const Scratch scratch;
  const auto facts = process({scratch.write("dot.png", png(1, 1, 1)), scratch.dir("out")});
  REQUIRE(facts.has_value());
  CHECK(facts->width == 1);
  CHECK(facts->height == 1);
  CHECK(refusal_of(png(1, 0, 0)) != "");
  CHECK(refusal_of(png(0, 1, 1)) != "");
  CHECK(refusal_of(png(20'000, 1, 1)) == "");
}

TEST_CASE("a polyglot loses its second face") {
  const Scratch scratch;
  const std::string tail = "PK\x03\x04 <script>alert('hidden payload')</script> <?php ?>";
  const auto facts =
      process({scratch.write("p.jpg", read_all(sample("pothole.jpg")) + tail), scratch.dir("out")});
  REQUIRE(facts.has_value());
  for (const MadeFile& file : facts->files) {
    const std::string made = read_all(scratch.path("out/" + file.name));
    CHECK(made.find("hidden payload") == std::string::npos);
    CHECK(made.find("<script") == std::string::npos);
  }
}

TEST_CASE("a voice note of more than a minute, also where its head does not tell") {
  CHECK(refusal_of(read_all(sample("sound_long.webm"))) == "error.media.sound_too_long");
  std::string no_length = read_all(sample("sound_long.webm"));
  const auto at = no_length.find("\x44\x89\x88");  // the element Duration, eight bytes
  REQUIRE(at != std::string::npos);
  no_length.replace(at, 3, "\xec\x80\xec\x86", 3);  // Void: reads on behind it
  CHECK(refusal_of(no_length) == "error.media.sound_too_long");
}

TEST_CASE("a video of many minutes, though its file is small") {
  std::string mov = read_all(sample("road.mov"));
  const auto at = mov.find("stts");
  REQUIRE(at != std::string::npos);
  // The time from frame to frame, a thousand times longer.
  mov.replace(at + 16, 4, be32(10'240 * 100));
  CHECK(refusal_of(mov) == "error.media.too_long");
}

TEST_CASE("one changed byte never crashes or hangs the parent") {
  for (const char* name : {"pothole.jpg", "road.webp", "road.heic", "road.mp4"}) {
    const std::string whole = read_all(sample(name));
    for (std::size_t i = 0; i < 5; ++i) {
      std::string bytes = whole;
      const std::size_t at = (i * 7919 + 13) % std::min<std::size_t>(whole.size(), 1'500);
      bytes[at] = static_cast<char>(bytes[at] ^ 0xff);
      const std::string key = refusal_of(bytes, name);
      CAPTURE(key);
      CHECK((key.empty() || key.starts_with("error.media.")));
    }
  }
}

TEST_CASE("a worker that dies, hangs or lies is a broken file") {
  const Scratch scratch;
  const auto with = [&](const std::string& script) {
    const std::string program = scratch.write("worker", "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    const auto facts =
        process({sample("pothole.jpg"), scratch.dir("out"), {}, program, Millis(500)});
    return facts ? std::string() : facts.error().key;
  };
  CHECK(with("kill -9 $$") == "error.media.broken");
  CHECK(with("while :; do :; done") == "error.media.broken");
  CHECK(with("exit 0") == "error.media.broken");
  CHECK(with(R"(echo '{"mime":"image/png","width":1,"height":1,"files":["thumb.jpg"]}')") ==
        "error.media.broken");
  // A link in place of a made file would publish what it points to.
  CHECK(with(""
             "/bin/ln -s /etc/hostname \"$3/thumb.jpg\"\n"
             R"(echo '{"mime":"image/png","width":1,"height":1,"files":["thumb.jpg"]}')") ==
        "error.media.broken");
  CHECK(process({sample("pothole.jpg"), scratch.dir("out"), {}, "/nonexistent"}).error().key ==
        "error.media.broken");
}
