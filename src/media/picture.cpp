#include "media/picture.hpp"

#include <sys/statvfs.h>
#include <vips/vips.h>

#include <cstring>
#include <fstream>
#include <memory>

#include "media/webp.hpp"

namespace camaug::media {
namespace {

struct Unref {
  void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

// The loader that the sniffed type calls for; another one must not touch the file.
std::string_view loader_of(FileType type) {
  switch (type) {
    case FileType::jpeg:
      return "VipsForeignLoadJpegFile";
    case FileType::png:
      return "VipsForeignLoadPngFile";
    case FileType::webp:
      return "VipsForeignLoadWebpFile";
    case FileType::heic:
      return "VipsForeignLoadHeifFile";
    default:
      return "";
  }
}

Failure decode_failure(const std::string& path, FileType type) {
  const bool cut =
      std::strstr(vips_error_buffer(), "remature end") != nullptr || cut_short(path, type, true);
  vips_error_clear();
  if (cut) return fail(ErrorCode::invalid, "error.media.truncated", "decode");
  return fail(ErrorCode::invalid, "error.media.broken", "decode");
}

std::string field(VipsImage* image, const char* name) {
  if (vips_image_get_typeof(image, name) == 0) return {};
  char* text = nullptr;
  if (vips_image_get_as_string(image, name, &text) != 0) {
    vips_error_clear();
    return {};
  }
  std::string out(text);
  g_free(text);
  return out;
}

std::optional<Position> position_of(VipsImage* image) {
  const auto degrees = [&](const char* value, const char* reference) {
    const std::string letter = field(image, reference);
    return parse_exif_degrees(field(image, value), letter.empty() ? ' ' : letter[0]);
  };
  return make_position(degrees("exif-ifd3-GPSLatitude", "exif-ifd3-GPSLatitudeRef"),
                       degrees("exif-ifd3-GPSLongitude", "exif-ifd3-GPSLongitudeRef"));
}

std::optional<Instant> time_of(VipsImage* image) {
  const auto original = parse_exif_time(field(image, "exif-ifd2-DateTimeOriginal"),
                                        field(image, "exif-ifd2-OffsetTimeOriginal"));
  if (original) return original;
  return parse_exif_time(field(image, "exif-ifd0-DateTime"), field(image, "exif-ifd2-OffsetTime"));
}

// PNG tells its size at a fixed place; libvips calls a huge one merely broken.
bool png_too_large(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  unsigned char head[24] = {};
  if (!file.read(reinterpret_cast<char*>(head), sizeof head)) return false;
  std::uint64_t size[2] = {};
  for (std::size_t i = 0; i < 8; ++i) size[i / 4] = size[i / 4] << 8 | head[16 + i];
  return size[0] != 0 && size[1] > static_cast<std::uint64_t>(k_pixels_max) / size[0];
}

Failure too_many_pixels() {
  return fail(ErrorCode::invalid, "error.media.too_many_pixels");
}

// One step of a pipeline: takes the image, gives the next or null.
template <class Call>
Image step(Image in, Call call) {
  VipsImage* out = nullptr;
  if (!in || call(in.get(), &out) != 0) return nullptr;
  return Image(out);
}

Image flat_rgb(Image image) {
  image = step(std::move(image), [](VipsImage* in, VipsImage** out) {
    return vips_colourspace(in, out, VIPS_INTERPRETATION_sRGB, nullptr);
  });
  if (image && vips_image_hasalpha(image.get())) {
    image = step(std::move(image), [](VipsImage* in, VipsImage** out) {
      VipsArrayDouble* white = vips_array_double_newv(1, 255.0);
      const int result = vips_flatten(in, out, "background", white, nullptr);
      vips_area_unref(VIPS_AREA(white));
      return result;
    });
  }
  return step(std::move(image),
              [](VipsImage* in, VipsImage** out) { return vips_cast_uchar(in, out, nullptr); });
}

Result<void> write_webp(VipsImage* image, const std::string& path) {
  void* buffer = nullptr;
  std::size_t bytes = 0;
  if (vips_webpsave_buffer(image, &buffer, &bytes, "Q", 80, "strip", TRUE, nullptr) != 0) {
    return fail(ErrorCode::invalid, "error.media.broken", "encode");
  }
  const auto bare = bare_webp({static_cast<const char*>(buffer), bytes});
  g_free(buffer);
  if (!bare) return fail(ErrorCode::invalid, "error.media.broken", "encode");
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << *bare;
  file.close();
  if (!file) return write_failure(path, "save");
  return {};
}

}  // namespace

bool start_vips(const char* program) {
  if (VIPS_INIT(program) != 0) return false;
  vips_block_untrusted_set(TRUE);
  vips_cache_set_max(0);
  vips_concurrency_set(1);
  return true;
}

Failure write_failure(const std::string& path, std::string detail) {
  constexpr std::uint64_t k_room_bytes = 4096;
  const auto slash = path.rfind('/');
  struct statvfs disk{};
  const std::string dir = slash == std::string::npos ? "." : path.substr(0, slash);
  if (statvfs(dir.c_str(), &disk) == 0 && disk.f_bavail * disk.f_frsize < k_room_bytes) {
    return fail(ErrorCode::unavailable, "error.disk_full", std::move(detail));
  }
  return fail(ErrorCode::invalid, "error.media.broken", std::move(detail));
}

Result<PictureHead> read_head(const std::string& path, FileType type) {
  if (type == FileType::png && png_too_large(path)) return too_many_pixels();
  const char* loader = vips_foreign_find_load(path.c_str());
  if (loader == nullptr || loader_of(type) != loader) return decode_failure(path, type);
  const Image image(
      vips_image_new_from_file(path.c_str(), "access", VIPS_ACCESS_SEQUENTIAL, nullptr));
  if (!image) return decode_failure(path, type);
  PictureHead head;
  head.width = vips_image_get_width(image.get());
  head.height = vips_image_get_height(image.get());
  if (head.width * head.height > k_pixels_max) return too_many_pixels();
  if (vips_image_get_orientation_swap(image.get())) std::swap(head.width, head.height);
  head.position = position_of(image.get());
  head.taken_at = time_of(image.get());
  return head;
}

Result<Raster> read_pixels(const std::string& path, FileType type, int side_max) {
  VipsImage* small = nullptr;
  if (vips_thumbnail(path.c_str(), &small, side_max, "height", side_max, "size", VIPS_SIZE_DOWN,
                     "export_profile", "srgb", "fail_on", VIPS_FAIL_ON_TRUNCATED, nullptr) != 0) {
    return decode_failure(path, type);
  }
  const Image image = flat_rgb(Image(small));
  if (!image || vips_image_get_bands(image.get()) != 3) return decode_failure(path, type);
  std::size_t bytes = 0;
  void* pixels = vips_image_write_to_memory(image.get(), &bytes);
  if (pixels == nullptr) return decode_failure(path, type);
  const auto* first = static_cast<const std::uint8_t*>(pixels);
  Raster raster{vips_image_get_width(image.get()), vips_image_get_height(image.get()),
                std::vector<std::uint8_t>(first, first + bytes)};
  g_free(pixels);
  return raster;
}

Result<void> write_picture(const Raster& raster, const std::string& path, int side_max) {
  Image image(vips_image_new_from_memory(raster.rgb.data(), raster.rgb.size(), raster.width,
                                         raster.height, 3, VIPS_FORMAT_UCHAR));
  image = step(std::move(image), [](VipsImage* in, VipsImage** out) {
    return vips_copy(in, out, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr);
  });
  if (raster.width > side_max || raster.height > side_max) {
    image = step(std::move(image), [&](VipsImage* in, VipsImage** out) {
      return vips_thumbnail_image(in, out, side_max, "height", side_max, "size", VIPS_SIZE_DOWN,
                                  nullptr);
    });
  }
  if (!image) return fail(ErrorCode::invalid, "error.media.broken", "resize");
  if (path.ends_with(".webp")) return write_webp(image.get(), path);
  const int result = vips_jpegsave(image.get(), path.c_str(), "Q", 80, "strip", TRUE,
                                   "optimize_coding", TRUE, nullptr);
  if (result != 0) return write_failure(path, "save");
  return {};
}

}  // namespace camaug::media
