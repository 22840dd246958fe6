// Where an option of `serve` comes from, what a wrong one is answered, and that config/camaug.toml
// says what the program does.
#include "cli/settings.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/id.hpp"
#include "cli/program.hpp"

using namespace camaug;
using namespace camaug::cli;

namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("camaug-settings-" + random_token(6))) {
    fs::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

using Variables = std::map<std::string, std::string>;

std::expected<ServeOptions, std::string> settled(std::vector<std::string> words,
                                                 const Variables& variables = {}) {
  std::vector<char*> pointers;
  pointers.reserve(words.size());
  for (auto& word : words) pointers.push_back(word.data());
  Arguments arguments(static_cast<int>(pointers.size()), pointers.data());
  return settle(arguments, [&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return {};
    return found->second;
  });
}

std::string fault(const std::vector<std::string>& words, const Variables& variables = {}) {
  const auto options = settled(words, variables);
  return options ? "" : options.error();
}

// The fault of a file with this text, without the folder's path.
std::string file_fault(const std::string& text) {
  const Folder folder;
  const std::string path = folder.file("c.toml", text);
  std::string said = fault({"--config", path});
  REQUIRE(said.starts_with(path));
  return said.substr(folder.path().size() + 1);
}

}  // namespace

TEST_CASE("the command line counts before the environment, that before the file") {
  const Folder folder;
  const std::string file = folder.file(
      "c.toml",
      "data = \"d\"\nport = 1\nio-threads = 3\nlimits = false\norigin = [\"https://a\"]\n");
  const Variables variables{{"CAMAUG_PORT", "2"}, {"CAMAUG_ORIGIN", "https://b, https://c"}};
  const auto plain = settled({});
  REQUIRE(plain);
  CHECK(plain->port == 8080);
  CHECK(plain->data == "data");
  CHECK(plain->limits);
  const auto from_file = settled({"--config", file});
  REQUIRE(from_file);
  CHECK(from_file->data == "d");
  CHECK(from_file->port == 1);
  CHECK(from_file->io_threads == 3);
  CHECK_FALSE(from_file->limits);
  CHECK(from_file->origins == std::vector<std::string>{"https://a"});
  const auto from_environment = settled({"--config", file}, variables);
  REQUIRE(from_environment);
  CHECK(from_environment->port == 2);
  CHECK(from_environment->io_threads == 3);
  CHECK(from_environment->origins == std::vector<std::string>{"https://b", "https://c"});
  const auto all = settled(
      {"--config", file, "--port", "3", "--limits", "--origin", "https://d", "--no-access-log"},
      variables);
  REQUIRE(all);
  CHECK(all->port == 3);
  CHECK(all->limits);
  CHECK_FALSE(all->access_log);
  CHECK(all->origins == std::vector<std::string>{"https://d"});
}

TEST_CASE("a file in the data directory is found, and so is one that a variable names") {
  const Folder folder;
  CHECK(settled({"--data", folder.path()}).value().port == 8080);
  (void)folder.file("camaug.toml", "port = 4\n");
  CHECK(settled({"--data", folder.path()}).value().port == 4);
  CHECK(settled({}, {{"CAMAUG_DATA", folder.path()}}).value().port == 4);
  const std::string other = folder.file("other.toml", "port = 5\n");
  CHECK(settled({"--data", folder.path()}, {{"CAMAUG_CONFIG", other}}).value().port == 5);
  (void)folder.file("camaug.toml", "data = \"elsewhere\"\n");
  CHECK(fault({"--data", folder.path()}).find("data: ") != std::string::npos);
}

TEST_CASE("a bucket needs its server, and says which option is wrong") {
  const auto plain = settled({});
  REQUIRE(plain);
  CHECK(plain->bucket.bucket.empty());
  const auto whole = settled({"--media", "s3://ca-mau/media", "--no-media-path-style"},
                             {{"CAMAUG_MEDIA_ENDPOINT", "https://s3.example.vn"}});
  REQUIRE(whole);
  CHECK(whole->bucket.place() == "s3://ca-mau/media/");
  CHECK(whole->bucket.endpoint == "https://s3.example.vn");
  CHECK(whole->bucket.region == "us-east-1");
  CHECK_FALSE(whole->bucket.path_style);
  CHECK(fault({"--media", "s3://ca-mau"}).find("media-endpoint must name its server") !=
        std::string::npos);
  CHECK(fault({"--media", "/srv/media"}).starts_with("media takes \"s3://bucket/prefix\""));
  CHECK(fault({"--media", "s3://ca-mau", "--media-endpoint", "s3.example.vn"})
            .starts_with("media-endpoint takes \"https://host\""));
}

TEST_CASE("a wrong file names line, key and mend") {
  CHECK(file_fault("# x\n\nprot = 80\n") ==
        "c.toml:3: there is no option \"prot\"; did you mean \"port\"?");
  CHECK(file_fault("io_threads = 2\n") ==
        "c.toml:1: there is no option \"io_threads\"; did you mean \"io-threads\"?");
  CHECK(file_fault("colour = 1\n") ==
        "c.toml:1: there is no option \"colour\"; camaug serve --help lists them all");
  CHECK(file_fault("\nport = \"80\"\n") == "c.toml:2: port takes a whole number from 0 to 65535");
  CHECK(file_fault("port = 65536\n") == "c.toml:1: port takes a whole number from 0 to 65535");
  CHECK(file_fault("io-threads = 0\n") == "c.toml:1: io-threads takes a whole number from 1 to 64");
  CHECK(file_fault("limits = \"no\"\n") == "c.toml:1: limits takes true or false");
  CHECK(file_fault("web = 7\n") == "c.toml:1: web takes a text in quotes");
  CHECK(file_fault("origin = \"https://a\"\n") == "c.toml:1: origin takes a list of texts");
  CHECK(file_fault("origin = [\"https://a\", 7]\n") == "c.toml:1: origin takes a list of texts");
  CHECK(file_fault("[port]\nx = 1\n") == "c.toml:1: port takes a whole number from 0 to 65535");
  CHECK(file_fault("port = 1\nport = 2\n").starts_with("c.toml:2: "));
  CHECK(file_fault("port =\n").starts_with("c.toml:1: "));
  CHECK(fault({"--config", "/nowhere/c.toml"}).starts_with("/nowhere/c.toml: "));
}

TEST_CASE("a wrong variable or word names itself") {
  CHECK(fault({}, {{"CAMAUG_PORT", "x"}}) ==
        "CAMAUG_PORT takes a whole number from 0 to 65535, not \"x\"");
  CHECK(fault({}, {{"CAMAUG_LIMITS", "no"}}) == "CAMAUG_LIMITS takes true or false, not \"no\"");
  CHECK(fault({"--port", "x"}).starts_with("--port takes a whole number"));
  CHECK(fault({"--prot", "1"}) == "unknown option --prot");
  CHECK(fault({"--config"}) == "--config needs a value");
}

TEST_CASE("config/camaug.toml is the program's defaults, one comment line each") {
  const auto settings = read_settings(CAMAUG_SOURCE_DIR "/config/camaug.toml");
  REQUIRE(settings);
  CHECK(settings->size() == serve_options().size());
  for (const auto& option : serve_options()) {
    CAPTURE(option.name);
    const auto found = settings->find(option.name);
    REQUIRE(found != settings->end());
    CHECK(found->second == option.standard);
  }
  std::ifstream file(CAMAUG_SOURCE_DIR "/config/camaug.toml");
  std::vector<std::string> lines{""};
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  std::size_t keys = 0;
  for (std::size_t i = 2; i < lines.size(); ++i) {
    if (lines[i].empty() || lines[i][0] == '#') continue;
    CAPTURE(lines[i]);
    CHECK(lines[i - 1].starts_with("# "));
    CHECK(lines[i - 2].empty());
    keys += 1;
  }
  CHECK(keys == serve_options().size());
}

TEST_CASE("the help of serve names every option and no other") {
  const std::string help(help_of("serve"));
  std::set<std::string> named;
  for (std::size_t at = help.find("[--"); at != std::string::npos; at = help.find("[--", at + 1)) {
    named.insert(help.substr(at + 3, help.find_first_of(" ]", at) - at - 3));
  }
  std::set<std::string> known{"config"};
  for (const auto& option : serve_options()) {
    const bool on = option.standard == Setting(true);
    known.insert((on ? "no-" : "") + std::string(option.name));
  }
  CHECK(named == known);
}
