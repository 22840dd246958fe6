#include "media/kind.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>

namespace camaug::media {
namespace {

using std::string_view;

constexpr std::array<string_view, 6> k_heic_brands = {"heic", "heix", "heim",
                                                      "heis", "hevc", "hevx"};
constexpr std::array<string_view, 16> k_mp4_brands = {
    "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8",
    "iso9", "mp41", "mp42", "avc1", "M4V ", "M4A ", "dash", "MSNV"};

std::uint64_t big_endian(string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

template <std::size_t N>
bool is_one_of(string_view brand, const std::array<string_view, N>& brands) {
  return std::find(brands.begin(), brands.end(), brand) != brands.end();
}

Failure unknown_type() {
  return fail(ErrorCode::invalid, "error.media.unknown_type");
}

// ISO base media: the major brand decides, then the compatible ones.
Result<FileType> sniff_brands(string_view head) {
  const std::size_t end = std::min<std::size_t>(big_endian(head.substr(0, 4)), head.size());
  const string_view major = head.substr(8, 4);
  if (is_one_of(major, k_heic_brands)) return FileType::heic;
  if (major == "qt  ") return FileType::mov;
  if (is_one_of(major, k_mp4_brands)) return FileType::mp4;
  for (std::size_t at = 16; at + 4 <= end; at += 4) {
    const string_view brand = head.substr(at, 4);
    // AVIF and other pictures share the brand mif1; only HEVC pictures are taken.
    if (is_one_of(brand, k_heic_brands)) return FileType::heic;
    if (major.starts_with("3g") && is_one_of(brand, k_mp4_brands)) return FileType::mp4;
  }
  return unknown_type();
}

// The DocType element (0x4282) of the EBML header: webm yes, matroska no.
Result<FileType> sniff_ebml(string_view head) {
  const string_view start = head.substr(0, 64);
  const std::size_t at = start.find("\x42\x82");
  if (at == string_view::npos || at + 7 > start.size()) return unknown_type();
  if (start.substr(at + 2, 5) != "\x84webm") return unknown_type();
  return FileType::webm;
}

// The size of one top-level box at the stream's position; 0 means "to the end of the file".
std::uint64_t box_bytes(std::ifstream& file) {
  std::array<char, 16> header{};
  file.read(header.data(), 8);
  const std::uint64_t small = big_endian({header.data(), 4});
  if (small != 1) return small;
  file.read(header.data() + 8, 8);
  return big_endian({header.data() + 8, 8});
}

bool boxes_overrun(std::ifstream& file, std::uint64_t bytes) {
  constexpr int k_boxes_max = 10'000;
  std::uint64_t at = 0;
  for (int i = 0; i < k_boxes_max && at + 8 <= bytes; ++i) {
    file.seekg(static_cast<std::streamoff>(at));
    const std::uint64_t size = box_bytes(file);
    if (!file || size == 0) return false;
    if (size > bytes - at) return true;
    if (size < 8) return false;
    at += size;
  }
  return false;
}

bool tail_lacks(std::ifstream& file, std::uint64_t bytes, string_view mark) {
  std::string tail(std::min<std::uint64_t>(bytes, 65'536), '\0');
  file.seekg(static_cast<std::streamoff>(bytes - tail.size()));
  file.read(tail.data(), static_cast<std::streamsize>(tail.size()));
  return tail.find(mark) == std::string::npos;
}

}  // namespace

Result<FileType> sniff(string_view head) {
  if (head.empty()) return fail(ErrorCode::invalid, "error.media.empty");
  if (head.starts_with("\xff\xd8\xff")) return FileType::jpeg;
  if (head.starts_with("\x89PNG\r\n\x1a\n")) return FileType::png;
  if (head.size() < 12) return unknown_type();
  if (head.starts_with("RIFF") && head.substr(8, 4) == "WEBP") return FileType::webp;
  if (head.starts_with("\x1a\x45\xdf\xa3")) return sniff_ebml(head);
  if (head.substr(4, 4) == "ftyp") return sniff_brands(head);
  return unknown_type();
}

Result<void> check_size(FileType type, std::int64_t bytes) {
  if (kind_of(type) == MediaKind::photo) {
    if (bytes <= k_photo_bytes_max) return {};
    return fail(ErrorCode::too_large, "error.media.photo_too_large");
  }
  if (bytes <= k_video_bytes_max) return {};
  return fail(ErrorCode::too_large, "error.media.video_too_large");
}

string_view mime_of(FileType type) {
  switch (type) {
    case FileType::jpeg:
      return "image/jpeg";
    case FileType::png:
      return "image/png";
    case FileType::webp:
      return "image/webp";
    case FileType::heic:
      return "image/heic";
    case FileType::mp4:
      return "video/mp4";
    case FileType::mov:
      return "video/quicktime";
    case FileType::webm:
      return "video/webm";
  }
  return "application/octet-stream";
}

bool cut_short(string_view path, FileType type, bool tail_too) {
  std::ifstream file{std::string(path), std::ios::binary | std::ios::ate};
  if (!file) return false;
  const auto bytes = static_cast<std::uint64_t>(std::max<std::streamoff>(file.tellg(), 0));
  switch (type) {
    case FileType::jpeg:
      return tail_too && tail_lacks(file, bytes, "\xff\xd9");
    case FileType::png:
      return tail_too && tail_lacks(file, bytes, "IEND");
    case FileType::webp: {
      std::string size(4, '\0');
      file.seekg(4);
      file.read(size.data(), 4);
      std::reverse(size.begin(), size.end());
      return big_endian(size) + 8 > bytes;
    }
    case FileType::heic:
    case FileType::mp4:
    case FileType::mov:
      return boxes_overrun(file, bytes);
    case FileType::webm:
      return false;  // a phone that records to the end may not know the length
  }
  return false;
}

}  // namespace camaug::media
