// Reading a profile folder and the report of `camaug profile check`.
#include "cli/profile.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "base/id.hpp"

using namespace camaug;
namespace fs = std::filesystem;

namespace {

const fs::path k_shipped = CAMAUG_SOURCE_DIR "/profiles/ca-mau";

// A copy of the shipped profile that goes away with the test.
struct Copy {
  fs::path folder = fs::temp_directory_path() / ("camaug-profile-" + random_token());
  Copy() { fs::copy(k_shipped, folder); }
  ~Copy() { fs::remove_all(folder); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
};

}  // namespace

TEST_CASE("profile check: the shipped profile is valid and says what it holds") {
  std::ostringstream out;
  CHECK(cli::run_profile_check(k_shipped, out, Lang::en) == 0);
  CHECK(out.str().find("Ca Mau Province") != std::string::npos);
  CHECK(out.str().find("64 units, 44485 vertices") != std::string::npos);
  CHECK(out.str().find("278 agencies") != std::string::npos);
  CHECK(out.str().find("{0}") == std::string::npos);
}

TEST_CASE("profile check: faults are printed row by row with their mend") {
  const Copy copy;
  std::ofstream(copy.folder / "agencies.csv", std::ios::app)
      << "ghost,magic,X,X,96,2022-07-01,,,,no,\n";
  std::ostringstream out;
  CHECK(cli::run_profile_check(copy.folder, out, Lang::vi) == 1);
  CHECK(out.str().find("agencies.csv:280:class: Nhóm cơ quan “magic” không có.") !=
        std::string::npos);
}

TEST_CASE("profile check: a folder that is not there") {
  std::ostringstream out;
  CHECK(cli::run_profile_check("/nowhere/at/all", out) == 1);
  CHECK(out.str().find("/nowhere/at/all") != std::string::npos);
  CHECK(cli::read_profile_dir("/nowhere/at/all").error().code == ErrorCode::not_found);
}

TEST_CASE("profile files: only the kinds of files that a profile has") {
  const auto files = cli::read_profile_dir(k_shipped);
  REQUIRE(files);
  CHECK(files->contains("agencies.csv"));
  CHECK(files->contains("communes.topojson"));
  CHECK_FALSE(files->contains("README.md"));
}
