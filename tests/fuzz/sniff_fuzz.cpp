// libFuzzer target for everything of media/ that reads hostile bytes in the server's own process.
// Build: clang++-19 -std=c++23 -g -O1 -fsanitize=fuzzer,address,undefined -Isrc
//   tests/fuzz/sniff_fuzz.cpp src/media/{kind,exif,facts,redaction,webp}.cpp
//   src/base/{json,text,time,id}.cpp -lboost_json -lutf8proc -lsodium
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "media/exif.hpp"
#include "media/facts.hpp"
#include "media/kind.hpp"
#include "media/redaction.hpp"
#include "media/webp.hpp"

using namespace camaug::media;

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto type = sniff(text.substr(0, k_sniff_bytes));
  expect(type.has_value() || type.error().key.starts_with("error.media."));
  for (const char reference : {'N', 'W'}) {
    const auto degrees = parse_exif_degrees(text, reference);
    expect(!degrees || std::llabs(*degrees) <= (reference == 'N' ? 900'000'000 : 1'800'000'000));
  }
  (void)parse_exif_time(text.substr(0, size / 2), text.substr(size / 2));
  (void)parse_video_time(text);
  if (const auto at = parse_iso6709(text)) {
    expect(std::llabs(at->lat7) <= 900'000'000 && std::llabs(at->lon7) <= 1'800'000'000);
  }
  if (const auto rectangle = parse_rectangle(text)) {
    expect(check_rectangles({*rectangle}).has_value());
  }
  const auto facts = from_line(text);
  if (facts) {
    const auto again = from_line(to_line(facts));
    expect(again.has_value() && again->width == facts->width &&
           again->files.size() == facts->files.size());
  }
  if (const auto bare = bare_webp(text)) expect(bare_webp(*bare) == bare && bare->size() <= size);
  return 0;
}
