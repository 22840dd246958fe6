// The shipped profile for unit tests: its files, and the province loaded once. For tests only.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "domain/profile.hpp"

namespace camaug::domain::for_test {

inline const ProfileFiles& shipped_files() {
  static const ProfileFiles k_files = [] {
    ProfileFiles files;
    const std::filesystem::path folder = CAMAUG_SOURCE_DIR "/profiles/ca-mau";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      std::ifstream in(entry.path(), std::ios::binary);
      std::ostringstream content;
      content << in.rdbuf();
      files[entry.path().filename().string()] = std::move(content).str();
    }
    return files;
  }();
  return k_files;
}

inline const Province& shipped_province() {
  static const Province k_province = [] {
    auto loaded = load_profile(shipped_files());
    if (!loaded) {
      for (const FieldError& field : loaded.error().fields) {
        MESSAGE(field.field << " " << field.key << " "
                            << (field.args.empty() ? "" : field.args[0]));
      }
    }
    return std::move(loaded).value();
  }();
  return k_province;
}

inline LocalDate date(std::string_view text) {
  return parse_date(text).value();
}

}  // namespace camaug::domain::for_test
