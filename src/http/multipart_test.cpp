// The multipart parser gives the same result wherever the body is cut, and refuses what is broken.
#include "http/multipart.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/id.hpp"

namespace camaug::http {
namespace {

namespace fs = std::filesystem;

struct Recorder final : MultipartSink {
  std::string seen;
  Result<void> part(const PartHead& head) override {
    seen += "[" + head.name + "|" + head.filename.value_or("-") + "|" + head.content_type + "]";
    return {};
  }
  Result<void> data(std::string_view bytes) override {
    seen += bytes;
    return {};
  }
  Result<void> part_end() override {
    seen += "[end]";
    return {};
  }
};

// What the sink saw, or "refused".
std::string parse(std::string_view body, std::size_t first, std::size_t second) {
  Recorder recorder;
  MultipartParser parser("XyZ", recorder);
  for (const auto piece :
       {body.substr(0, first), body.substr(first, second - first), body.substr(second)}) {
    if (!parser.feed(piece)) return "refused";
  }
  return parser.finish() ? recorder.seen : "refused";
}

TEST_CASE("multipart: every pair of split points gives the same parts") {
  const std::string body =
      "preamble\r\n--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--Xy\r\n-\r\n"
      "--XyZ  \r\ncontent-disposition: FORM-DATA; filename=\"b;\\ %22.jpg\"; name=f\r\n"
      "Content-Type: image/jpeg\r\n\r\n\r\n\r\n--XyZ\r\n"
      "Content-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--XyZ--\r\nepilogue";
  const std::string expected =
      "[a|-|]one\r\n--Xy\r\n-[end][f|b;\\ \".jpg|image/jpeg]\r\n[end][empty|-|][end]";
  CHECK(parse(body, 0, body.size()) == expected);
  for (std::size_t i = 0; i <= body.size(); ++i) {
    for (std::size_t j = i; j <= body.size(); ++j) {
      if (parse(body, i, j) != expected) FAIL("split at " << i << " and " << j);
    }
  }
}

TEST_CASE("multipart: what is broken is refused") {
  const auto whole = [](std::string_view body) { return parse(body, 0, body.size()); };
  CHECK(whole("") == "refused");
  CHECK(whole("--XyZ--") == "");
  CHECK(whole("--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none") == "refused");
  CHECK(whole("--XyZ\r\n\r\n\r\n--XyZ--") == "refused");
  CHECK(whole("--XyZ\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XyZ--") == "refused");
  CHECK(whole("--XyZ\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--XyZ--") == "refused");
  CHECK(whole("--XyZjunk\r\n") == "refused");
  CHECK(whole("--XyZ\r\nX: " + std::string(9000, 'x')) == "refused");
  CHECK(multipart_boundary("multipart/form-data; boundary=\"a b\"") == "a b");
  CHECK_FALSE(multipart_boundary("multipart/form-data"));
  CHECK_FALSE(multipart_boundary("multipart/mixed; boundary=a"));
  CHECK_FALSE(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')));
}

TEST_CASE("multipart: the collector bounds fields and files and leaves nothing behind") {
  const auto directory = fs::temp_directory_path() / ("camaug-form-" + random_token(6));
  fs::create_directories(directory);
  const auto part = [](std::string_view name, std::string_view value) {
    return "--B\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" +
           std::string(value) + "\r\n";
  };
  const auto feed = [&](Request& request, const std::string& body, FormLimits limits) {
    FormCollector collector(request, directory.string(), limits);
    MultipartParser parser("B", collector);
    if (auto ok = parser.feed(body); !ok) return ok.error().key;
    return std::string();
  };
  Request request;
  CHECK(feed(request, part("a", std::string(64, 'x')) + "--B--", {64, 100, 2, 1}).empty());
  CHECK(request.field("a").size() == 64);
  CHECK(feed(request, part("a", std::string(65, 'x')) + "--B--", {64, 100, 2, 1}) ==
        "error.body_too_large");
  CHECK(feed(request, part("a", std::string(60, 'x')) + part("b", std::string(60, 'x')) + "--B--",
             {64, 100, 2, 1}) == "error.body_too_large");
  CHECK(feed(request, part("a", "") + part("b", "") + part("c", ""), {64, 100, 2, 1}) ==
        "error.too_large");
  const std::string file =
      "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\nhello\r\n";
  CHECK(feed(request, file + file, {64, 100, 9, 1}) == "error.too_large");
  REQUIRE(request.files.size() == 1);
  CHECK(request.files[0].sha256_hex == sha256_hex("hello"));
  CHECK(fs::file_size(request.files[0].path) == 5);
  // Cut in the middle of a file: it is removed.
  Request cut;
  feed(cut, file.substr(0, file.size() - 3), {});
  CHECK(std::distance(fs::directory_iterator(directory), fs::directory_iterator()) == 1);
  CHECK(feed(cut, file, {}).empty());
  UploadFile nowhere;
  CHECK_FALSE(nowhere.create("/nonexistent").has_value());
  fs::remove_all(directory);
}

}  // namespace
}  // namespace camaug::http
