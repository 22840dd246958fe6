// What the tests of this folder share: scratch directories, sample files, a run of the worker.
// Only included by *_test.cpp; the test program itself answers `media-worker` (worker_test.cpp).
#pragma once

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "media/process.hpp"

namespace camaug::media {

class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "camaug-media-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch directory");
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] std::string path(std::string_view name = {}) const {
    return name.empty() ? path_ : path_ + '/' + std::string(name);
  }
  std::string write(std::string_view name, std::string_view bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }
  [[nodiscard]] std::string dir(std::string_view name) const {
    std::filesystem::create_directories(path(name));
    return path(name);
  }

 private:
  std::string path_;
};

inline std::string read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string sample(std::string_view name) {
  return std::string(CAMAUG_SOURCE_DIR "/tests/data/media/") + std::string(name);
}

// Output of a shell command.
inline std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe) throw std::runtime_error("popen");
  std::string out;
  std::array<char, 4096> buffer{};
  while (const auto bytes = fread(buffer.data(), 1, buffer.size(), pipe.get())) {
    out.append(buffer.data(), bytes);
  }
  return out;
}

// The key of the refusal of a file with these bytes, or "" when it was taken.
inline std::string refusal_of(std::string_view bytes, std::string_view name = "file") {
  const Scratch scratch;
  const auto facts = process({scratch.write(name, bytes), scratch.dir("out")});
  return facts ? std::string() : facts.error().key;
}

}  // namespace camaug::media
