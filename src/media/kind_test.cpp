// Tests of media/kind.
#include "media/kind.hpp"

#include <doctest/doctest.h>

#include "media/testing.hpp"

using namespace camaug;
using namespace camaug::media;
using namespace std::string_literals;

namespace {

std::string ftyp(std::string_view major, std::string_view compatible = {}) {
  const auto size = static_cast<char>(16 + compatible.size());
  return std::string("\0\0\0", 3) + size + "ftyp" + std::string(major) + "\0\0\0\0"s +
         std::string(compatible);
}

std::string key_of(std::string_view head) {
  const auto type = sniff(head);
  return type ? std::string(mime_of(*type)) : type.error().key;
}

}  // namespace

TEST_CASE("true types are told from the first bytes") {
  CHECK(key_of("\xff\xd8\xff\xe0") == "image/jpeg");
  CHECK(key_of("\x89PNG\r\n\x1a\n....") == "image/png");
  CHECK(key_of("RIFF\x10\0\0\0WEBPVP8 "s) == "image/webp");
  CHECK(key_of(ftyp("heic")) == "image/heic");
  CHECK(key_of(ftyp("mif1", "mif1heic")) == "image/heic");
  CHECK(key_of(ftyp("isom", "isomiso2avc1mp41")) == "video/mp4");
  CHECK(key_of(ftyp("3gp4", "isom3gp4")) == "video/mp4");
  CHECK(key_of(ftyp("qt  ")) == "video/quicktime");
  CHECK(key_of("\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm\x42\x87") == "video/webm");
}

TEST_CASE("the samples are what their names say") {
  const auto mime = [](std::string_view name) { return key_of(read_all(sample(name))); };
  CHECK(mime("pothole.jpg") == "image/jpeg");
  CHECK(mime("road.png") == "image/png");
  CHECK(mime("road.webp") == "image/webp");
  CHECK(mime("road.heic") == "image/heic");
  CHECK(mime("road.mp4") == "video/mp4");
  CHECK(mime("road.mov") == "video/quicktime");
  CHECK(mime("road.webm") == "video/webm");
}

TEST_CASE("everything else is refused") {
  CHECK(key_of("") == "error.media.empty");
  for (const auto& head :
       {"x"s, "hello, this is text"s, "GIF89a............"s, "%PDF-1.7 ........"s,
        "PK\x03\x04............"s, "<svg xmlns='http://www.w3.org/2000/svg'>"s, "\xff\xd8"s,
        "BM.............."s, "RIFF\x10\0\0\0WAVEfmt "s, ftyp("avif", "avifmif1"),
        ftyp("mif1", "mif1avif"), ftyp("crx "), ftyp("jxl "),
        "\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska"s, "\x1a\x45\xdf\xa3\x42\x82"s,
        "\0\0\0\x08"
        "ftyp"s,
        "<?php echo 1; ?> \xff\xd8\xff"s}) {
    CAPTURE(head);
    CHECK(key_of(head) == "error.media.unknown_type");
  }
}

TEST_CASE("a brand behind the end of its box does not count") {
  const std::string head = ftyp("mif1") + "heic";
  CHECK(key_of(head) == "error.media.unknown_type");
}

TEST_CASE("size limits") {
  CHECK(check_size(FileType::jpeg, k_photo_bytes_max).has_value());
  CHECK(check_size(FileType::heic, k_photo_bytes_max + 1).error().key ==
        "error.media.photo_too_large");
  CHECK(check_size(FileType::mp4, k_video_bytes_max).has_value());
  const auto refused = check_size(FileType::webm, k_video_bytes_max + 1);
  CHECK(refused.error().key == "error.media.video_too_large");
  CHECK(refused.error().code == ErrorCode::too_large);
}

TEST_CASE("a file cut short is seen by its own lengths") {
  const Scratch scratch;
  const auto cut = [&](std::string_view name, FileType type, double share) {
    const std::string whole = read_all(sample(name));
    const auto part = static_cast<std::size_t>(static_cast<double>(whole.size()) * share);
    return cut_short(scratch.write(name, whole.substr(0, part)), type, true);
  };
  for (const double share : {0.9, 0.5}) {
    CHECK(cut("road.mp4", FileType::mp4, share));
    CHECK(cut("road.mov", FileType::mov, share));
    CHECK(cut("road.heic", FileType::heic, share));
    CHECK(cut("road.webp", FileType::webp, share));
    CHECK(cut("road.png", FileType::png, share));
    CHECK(cut("pothole.jpg", FileType::jpeg, share));
  }
  CHECK_FALSE(cut("road.mp4", FileType::mp4, 1));
  CHECK_FALSE(cut("road.mov", FileType::mov, 1));
  CHECK_FALSE(cut("road.heic", FileType::heic, 1));
  CHECK_FALSE(cut("road.webp", FileType::webp, 1));
  CHECK_FALSE(cut("road.png", FileType::png, 1));
  CHECK_FALSE(cut("pothole.jpg", FileType::jpeg, 1));
}
