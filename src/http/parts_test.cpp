// The small pieces of the HTTP layer: forms and targets, cookies, ranges and paths, limits, shared
// pages, problems, addresses behind proxies.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "base/id.hpp"
#include "http/cache.hpp"
#include "http/cookie.hpp"
#include "http/dispatch.hpp"
#include "http/file_answer.hpp"
#include "http/form.hpp"
#include "http/guard.hpp"
#include "http/gzip.hpp"
#include "http/limit.hpp"
#include "http/problem.hpp"
#include "http/shared_answers.hpp"
#include "http/static.hpp"
#include "http/wire.hpp"

namespace camaug::http {
namespace {

namespace fs = std::filesystem;

TEST_CASE("gzip: what is worth it and wanted becomes smaller, and says so") {
  Request request;
  Response large = plain_text(std::string(5000, 'a'));
  CHECK(gzipped(request, large).body == large.body);
  request.headers = {{"accept-encoding", "gzip, deflate"}};
  const Response small = gzipped(request, large);
  CHECK(small.body.size() < 200);
  CHECK(small.body.starts_with("\x1f\x8b"));
  CHECK(find(small.headers, "Content-Encoding") == "gzip");
  CHECK(find(small.headers, "Vary") == "Accept-Encoding");
  CHECK(gzipped(request, plain_text("short")).body == "short");
  large.status = 404;
  CHECK(gzipped(request, large).body == large.body);
}

TEST_CASE("form: percent encoding and urlencoded bodies") {
  CHECK(percent_decode("a%20b%C3%A1") == "a bá");
  CHECK(percent_decode("a+b") == "a+b");
  CHECK(percent_decode("a+b", true) == "a b");
  for (const auto* bad : {"%", "%4", "%zz", "%00"}) CHECK_FALSE(percent_decode(bad));
  CHECK(percent_encode("a b/á~") == "a%20b%2F%C3%A1~");
  const auto fields = parse_urlencoded("a=1&&b&c=x%3Dy+z");
  REQUIRE(fields.has_value());
  REQUIRE(fields->size() == 3);
  CHECK(find(*fields, "a") == "1");
  CHECK(has(*fields, "b"));
  CHECK(find(*fields, "c") == "x=y z");
  CHECK_FALSE(parse_urlencoded("a=%"));
  std::string many;
  for (int i = 0; i < 257; ++i) many += "a=1&";
  CHECK_FALSE(parse_urlencoded(many));
}

TEST_CASE("form: targets, languages, versions") {
  Request request;
  REQUIRE(parse_target("/a/x%20y?q=1&q=2", request));
  CHECK(request.path == "/a/x y");
  CHECK(request.query_value("q") == "1");
  CHECK(request.target == "/a/x%20y?q=1&q=2");
  for (const auto* bad : {"", "a", "*", "/a/../b", "/%2e%2e/b", "/a%2Fb", "/a#b", "/%", "/a?%"}) {
    INFO(bad);
    CHECK_FALSE(parse_target(bad, request));
  }
  CHECK(choose_lang("en", "vi", "vi") == Lang::en);
  CHECK(choose_lang("fr", "km", "en") == Lang::km);
  CHECK(choose_lang("", "", "fr, en-GB;q=0.8, vi;q=0.9") == Lang::vi);
  CHECK(choose_lang("", "", "en-US,en;q=0.5") == Lang::en);
  CHECK(choose_lang("", "", "en;q=0, fr") == Lang::vi);
  CHECK(parse_version("\"7\"") == 7);
  CHECK(parse_version("W/\"7\"") == 7);
  CHECK(parse_version(" 12 ") == 12);
  for (const auto* bad : {"", "\"\"", "\"x\"", "-1", "7x", "\"7", "99999999999999999999"}) {
    CHECK_FALSE(parse_version(bad));
  }
}

TEST_CASE("cookie: read and made") {
  const auto cookies = parse_cookies("sid=abc; lang=\"en\";bad; =x; a=b=c");
  CHECK(find(cookies, "sid") == "abc");
  CHECK(find(cookies, "lang") == "en");
  CHECK(find(cookies, "a") == "b=c");
  CHECK(cookies.size() == 3);
  CHECK(make_cookie("sid", "x", {true, std::chrono::seconds(60), "/"}) ==
        "sid=x; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
  CHECK(drop_cookie("sid", false) == "sid=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
  CHECK_THROWS((void)make_cookie("sid", "a;b", {}));
  CHECK_THROWS((void)make_cookie("sid", "a\r\nX: y", {}));
}

TEST_CASE("file: ranges") {
  ByteRange range;
  const auto is = [&](std::string_view header, RangeKind kind, std::int64_t first = 0,
                      std::int64_t bytes = 100) {
    INFO(header);
    CHECK(parse_range(header, 100, range) == kind);
    if (kind != RangeKind::unsatisfiable) {
      CHECK(range.first == first);
      CHECK(range.bytes == bytes);
    }
  };
  is("bytes=0-9", RangeKind::part, 0, 10);
  is("bytes=90-", RangeKind::part, 90, 10);
  is("bytes=-10", RangeKind::part, 90, 10);
  is("bytes=-1000", RangeKind::part, 0, 100);
  is("bytes=99-1000", RangeKind::part, 99, 1);
  is("bytes=100-", RangeKind::unsatisfiable);
  is("bytes=-0", RangeKind::unsatisfiable);
  for (const auto* other : {"", "items=0-1", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,3-4",
                            "bytes=a-b", "bytes=99999999999999999999-"}) {
    is(other, RangeKind::whole);
  }
  CHECK(parse_range("bytes=0-", 0, range) == RangeKind::unsatisfiable);
}

TEST_CASE("file: dates and conditions") {
  const auto t = from_epoch_ms(1'795'272'240'000);
  CHECK(format_http_date(t) == "Sat, 21 Nov 2026 14:44:00 GMT");
  CHECK(parse_http_date("Sat, 21 Nov 2026 14:44:00 GMT") == t);
  CHECK_FALSE(parse_http_date("Saturday, 21-Nov-26 14:44:00 GMT"));
  CHECK_FALSE(parse_http_date("Sat, 31 Feb 2026 14:44:00 GMT"));
  CHECK(etag_matches("\"a\", W/\"b\"", "\"b\""));
  CHECK(etag_matches("*", "\"b\""));
  CHECK_FALSE(etag_matches("\"a\"", "\"b\""));
  CHECK_FALSE(etag_matches("", "\"b\""));
  const auto path = (fs::temp_directory_path() / ("camaug-file-" + random_token(6))).string();
  std::ofstream(path) << "0123456789";
  fs::create_symlink(path, path + ".link");
  Request request;
  const auto whole = answer_file({path, "v1", "", false, ""}, request);
  REQUIRE(whole.has_value());
  CHECK(whole->status == 200);
  CHECK(find(whole->headers, "ETag") == "\"v1\"");
  request.headers = {{"if-none-match", "\"v1\""}};
  CHECK(answer_file({path, "v1", "", false, ""}, request)->status == 304);
  request.headers = {{"if-modified-since", std::string(find(whole->headers, "Last-Modified"))}};
  CHECK(answer_file({path, "v1", "", false, ""}, request)->status == 304);
  request.headers = {{"range", "bytes=0-0"}, {"if-range", "\"old\""}};
  CHECK(answer_file({path, "v1", "", false, ""}, request)->status == 200);
  CHECK_FALSE(answer_file({path + ".link", "", "", false, ""}, request));
  CHECK_FALSE(answer_file({"/tmp", "", "", false, ""}, request));
  CHECK_FALSE(answer_file({"/nonexistent", "", "", false, ""}, request));
  fs::remove(path);
  fs::remove(path + ".link");
}

TEST_CASE("static: paths stay under the root") {
  CHECK(safe_path("/r", "/a/b.js") == "/r/a/b.js");
  CHECK(safe_path("/r", "/") == "/r/");
  for (const auto* bad :
       {"/..", "/../etc/passwd", "/a/../../b", "/.git/config", "/a//b", "//a", "a", "/a\\..\\b"}) {
    INFO(bad);
    CHECK_FALSE(safe_path("/r", bad));
  }
  CHECK(has_hashed_name("/r/assets/index-B3xk9_aZ.js"));
  CHECK(has_hashed_name("/r/assets/a-B-xk9_aZ.css"));
  CHECK(has_hashed_name("/r/assets/citizen-index.B5Qy7-ir.js"));
  CHECK_FALSE(has_hashed_name("/r/assets/citizen.index.js"));
  CHECK_FALSE(has_hashed_name("/r/assets/index.js"));
  CHECK_FALSE(has_hashed_name("/r/index-B3xk9_aZ.js"));
  CHECK(content_type_of("x.pmtiles") == "application/vnd.pmtiles");
  CHECK(content_type_of("x") == "application/octet-stream");
  const auto root = fs::temp_directory_path() / ("camaug-web-" + random_token(6));
  fs::create_directories(root / "staff");
  std::ofstream(root / "staff/index.html") << "s";
  std::ofstream(root / "staff/index.html.br") << "b";
  const StaticOptions options{root.string(), {{"/staff", "staff/index.html"}}};
  Request request;
  request.path = "/staff/case/7";
  const auto page = static_response(options, request);
  REQUIRE(page.has_value());
  CHECK(page->file->path == (root / "staff/index.html").string());
  CHECK(page->file->cache_control == "no-cache");
  request.headers = {{"accept-encoding", "gzip, br"}};
  const auto small = static_response(options, request);
  CHECK(small->file->path.ends_with(".br"));
  CHECK(small->content_type == "text/html; charset=utf-8");
  request.headers = {{"accept-encoding", "br;q=0"}};
  CHECK(static_response(options, request)->file->path.ends_with(".html"));
  request.path = "/staffroom";
  CHECK_FALSE(static_response(options, request));
  fs::remove_all(root);
}

TEST_CASE("limit: buckets empty, refill, and do not mix") {
  LimitOptions options;
  options.rules[1] = {2, std::chrono::minutes(2)};
  options.keys_max = 3;
  Limiter limiter(options);
  const auto t = from_epoch_ms(1'000'000);
  const auto take = [&](std::string_view key, Instant at) {
    return limiter.take(LimitKind::report_of_device, key, at).has_value();
  };
  CHECK(take("a", t));
  CHECK(take("a", t));
  CHECK_FALSE(limiter.peek(LimitKind::report_of_device, "a", t).has_value());
  const auto refused = limiter.take(LimitKind::report_of_device, "a", t);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ErrorCode::too_many);
  CHECK(refused.error().extra_json == "{\"retry_after\":60}");
  CHECK(take("b", t));
  CHECK(limiter.take(LimitKind::upload_of_device, "a", t).has_value());
  CHECK_FALSE(take("a", t + std::chrono::seconds(59)));
  CHECK(take("a", t + std::chrono::seconds(60)));
  CHECK_FALSE(take("a", t - std::chrono::hours(1)));  // a clock set back gives nothing
  for (int i = 0; i < 50; ++i) take("x" + std::to_string(i), t);
  CHECK(limiter.keys() <= 3);
  limiter.forget(LimitKind::report_of_device, "a");
  options.on = false;
  Limiter off(options);
  for (int i = 0; i < 50; ++i) CHECK(off.take(LimitKind::report_of_device, "a", t).has_value());
  CHECK(limit_address("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
  CHECK(limit_address("::ffff:1.2.3.4") == "1.2.3.4");
  CHECK(limit_address("1.2.3.4") == "1.2.3.4");
}

TEST_CASE("limit: what one process gave out counts in another") {
  const Instant now = from_epoch_ms(1'790'000'000'000);
  std::vector<std::string> marks;
  LimitOptions here;
  here.salt = "one province";
  here.on_taken = [&](const std::string& mark) { marks.push_back(mark); };
  Limiter one(here);
  LimitOptions there;
  there.salt = here.salt;
  Limiter two(there);
  for (int i = 0; i < 6; ++i) CHECK(one.take(LimitKind::report_of_device, "d", now));
  CHECK(one.take(LimitKind::request_of_ip, "192.0.2.1", now));
  REQUIRE(marks.size() == 6);
  CHECK(marks.front().find('d') == std::string::npos);
  two.taken_elsewhere(marks.front(), 6, now);
  for (int i = 0; i < 4; ++i) CHECK(two.take(LimitKind::report_of_device, "d", now));
  CHECK_FALSE(two.take(LimitKind::report_of_device, "d", now));
  two.taken_elsewhere(marks.front(), 1'000, now);  // never below nothing
  CHECK(two.take(LimitKind::report_of_device, "d", now + std::chrono::minutes(7)));
  for (const auto* bad : {"", "1", "1:", "9:1", "1:x", "x:1", "-1:1"}) {
    two.taken_elsewhere(bad, 1, now);
  }
  CHECK(two.keys() == 1);
}

TEST_CASE("shared answers: one version, less than a second, one sight, within their room") {
  SharedAnswers answers(10'000);
  const Instant now = from_epoch_ms(1'000'000);
  answers.put("coordinator\n/queue", 7, now, "body");
  CHECK(answers.get("coordinator\n/queue", 7, now) == "body");
  CHECK(answers.get("coordinator\n/queue", 7, now + Millis(999)) == "body");
  CHECK_FALSE(answers.get("coordinator\n/queue", 7, now + Millis(1'000)));
  CHECK_FALSE(answers.get("coordinator\n/queue", 7, now - Millis(1)));
  CHECK_FALSE(answers.get("coordinator\n/queue", 8, now));
  CHECK_FALSE(answers.get("officer\n/queue", 7, now));
  answers.put("coordinator\n/queue", 8, now, "newer");
  CHECK(answers.get("coordinator\n/queue", 8, now) == "newer");
  answers.put("huge", 8, now, std::string(2'000, 'x'));
  CHECK_FALSE(answers.get("huge", 8, now));
  const auto many = [&](std::int64_t version) {
    int kept = 0;
    for (int i = 0; i < 100; ++i) {
      const std::string key = std::to_string(i);
      answers.put(key, version, now, std::string(100, 'x'));
      if (answers.get(key, version, now)) ++kept;
    }
    return kept;
  };
  const int room = many(8);
  CHECK(room > 10);
  CHECK(room < 60);
  CHECK(many(9) >= room);  // what is stale makes room
}

TEST_CASE("cache: pages live for one version and within their room") {
  PageCache cache(10'000);
  const auto page = [&](std::string body) {
    auto p = std::make_shared<CachedPage>();
    p->version = cache.version();
    p->body = std::move(body);
    return p;
  };
  cache.put("/a?x=1", Lang::vi, page("vi"));
  cache.put("/a?x=1", Lang::en, page("en"));
  REQUIRE(cache.get("/a?x=1", Lang::vi));
  CHECK(cache.get("/a?x=1", Lang::vi)->body == "vi");
  CHECK(cache.get("/a?x=1", Lang::en)->body == "en");
  CHECK_FALSE(cache.get("/a", Lang::vi));
  const auto late = page("made before the change");
  cache.bump();
  cache.put("/b", Lang::vi, late);
  CHECK_FALSE(cache.get("/b", Lang::vi));
  CHECK_FALSE(cache.get("/a?x=1", Lang::vi));
  cache.put("/huge", Lang::vi, page(std::string(2'000, 'x')));
  CHECK_FALSE(cache.get("/huge", Lang::vi));
  for (int i = 0; i < 100; ++i) cache.put("/" + std::to_string(i), Lang::vi, page("x"));
  CHECK(cache.pages() < 40);
  CHECK(cache.etag(1, Lang::vi) != PageCache().etag(1, Lang::vi));
}

TEST_CASE("problem: fields, extra members, language, page") {
  Request request;
  request.path = "/api/v1/x";
  request.lang = Lang::en;
  auto error = fail_field("place.lat7", "error.field.out_of_range", {"1", "2"}).error();
  auto response = problem(request, error);
  CHECK(response.status == 422);
  CHECK(response.body ==
        "{\"type\":\"about:blank\",\"title\":\"Something needs correcting\",\"status\":422,"
        "\"detail\":\"Some of the details are not right. Please check the fields shown.\","
        "\"key\":\"error.invalid\",\"fields\":[{\"field\":\"place.lat7\",\"key\":"
        "\"error.field.out_of_range\",\"text\":\"It must be from 1 to 2.\"}]}");
  Error moved = fail(ErrorCode::conflict, "error.version_moved", "not for eyes").error();
  moved.extra_json = "{\"state\":\"answered\",\"version\":4}";
  response = problem(request, moved);
  CHECK(response.status == 409);
  CHECK(response.body.ends_with(",\"fields\":[],\"state\":\"answered\",\"version\":4}"));
  CHECK(response.body.find("not for eyes") == std::string::npos);
  request.lang = Lang::vi;
  request.path = "/p";
  request.headers = {{"accept", "text/html"}};
  response = problem(request, fail(ErrorCode::not_found, "<script>").error());
  CHECK(response.status == 404);
  CHECK(response.content_type == "text/html; charset=utf-8");
  CHECK(response.body.find("<script>") == std::string::npos);
  CHECK(response.body.find("Không tìm thấy") != std::string::npos);
}

TEST_CASE("guard, wire, addresses") {
  const std::vector<std::string> proxies{"10.0.0.1", "10.0.0.2"};
  CHECK(client_address("1.1.1.1", "9.9.9.9", proxies) == "1.1.1.1");
  CHECK(client_address("10.0.0.1", "6.6.6.6, 9.9.9.9, 10.0.0.2", proxies) == "9.9.9.9");
  CHECK(client_address("10.0.0.1", "", proxies) == "10.0.0.1");
  CHECK(tells_who("a=1; sid=x", false, false));
  CHECK(tells_who("", true, false));
  CHECK_FALSE(tells_who("lang=vi; device=x", false, false));
  const HeadWriter heads({"sha256-abc="}, {});
  Response response = html("x");
  response.headers.push_back({"X-Test", "a\r\nSet-Cookie: evil=1"});
  const auto lines = heads.lines(response, 1, "no-store", true);
  CHECK(lines.find("X-Test: aSet-Cookie: evil=1\r\n") != std::string::npos);
  CHECK(lines.find("style-src 'self' 'sha256-abc='") != std::string::npos);
  CHECK(lines.find("Strict-Transport-Security") != std::string::npos);
  FileBody file{"/x", "", "ảnh \"1\".jpg", true, ""};
  const auto media = heads.lines(send_file(file, "image/jpeg"), 1, "", false);
  CHECK(media.find("default-src 'none'; sandbox") != std::string::npos);
  CHECK(media.find("attachment; filename*=UTF-8''%E1%BA%A3nh%20%221%22.jpg") != std::string::npos);
  CHECK_THROWS((void)redirect("//evil.example"));
  CHECK_THROWS((void)redirect("https://evil.example"));
}

}  // namespace
}  // namespace camaug::http
