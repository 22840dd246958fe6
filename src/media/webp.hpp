// The container of a WebP picture. Pure function: libvips adds an EXIF chunk of its own even to a
// picture made from bare pixels, so the public copy is cut down to the picture itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace camaug::media {

// A simple-format file with nothing but the picture chunk (VP8 or VP8L) of `webp`; nullopt when
// `webp` is no still WebP picture without transparency.
[[nodiscard]] std::optional<std::string> bare_webp(std::string_view webp);

}  // namespace camaug::media
