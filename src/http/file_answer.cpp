// See file_answer.hpp.
#include "http/file_answer.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace camaug::http {
namespace {

constexpr std::array k_days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || value < 0) {
    return std::nullopt;
  }
  return value;
}

std::string two(unsigned value) {
  return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
}

}  // namespace

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

RangeKind parse_range(std::string_view header, std::int64_t size, ByteRange& range) {
  range = {0, size};
  if (!header.starts_with("bytes=")) return RangeKind::whole;
  const auto spec = trim(header.substr(6));
  const auto dash = spec.find('-');
  if (dash == std::string_view::npos || spec.find(',') != std::string_view::npos) {
    return RangeKind::whole;
  }
  const auto first_text = trim(spec.substr(0, dash));
  const auto last_text = trim(spec.substr(dash + 1));
  if (first_text.empty()) {
    const auto suffix = number(last_text);
    if (!suffix) return RangeKind::whole;
    if (*suffix == 0 || size == 0) return RangeKind::unsatisfiable;
    range.bytes = std::min(*suffix, size);
    range.first = size - range.bytes;
    return RangeKind::part;
  }
  const auto first = number(first_text);
  const auto last = last_text.empty() ? std::optional<std::int64_t>(size - 1) : number(last_text);
  if (!first || !last) return RangeKind::whole;
  if (!last_text.empty() && *last < *first) return RangeKind::whole;
  if (*first >= size) return RangeKind::unsatisfiable;
  range.first = *first;
  range.bytes = std::min(*last, size - 1) - *first + 1;
  return RangeKind::part;
}

std::string format_http_date(Instant t) {
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day date(day);
  const auto seconds = static_cast<unsigned>((t - day).count() / 1000);
  std::string out = k_days[std::chrono::weekday(day).c_encoding()];
  out += ", " + two(static_cast<unsigned>(date.day())) + " ";
  out += k_months[static_cast<unsigned>(date.month()) - 1];
  out += " " + std::to_string(static_cast<int>(date.year())) + " " + two(seconds / 3600) + ":" +
         two(seconds / 60 % 60) + ":" + two(seconds % 60) + " GMT";
  return out;
}

std::optional<Instant> parse_http_date(std::string_view text) {
  // Only the fixed form of RFC 9110; the two obsolete ones count as absent.
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
  unsigned month = 0;
  while (month < 12 && text.substr(8, 3) != k_months[month]) ++month;
  const auto day = number(text.substr(5, 2));
  const auto year = number(text.substr(12, 4));
  const auto hour = number(text.substr(17, 2));
  const auto minute = number(text.substr(20, 2));
  const auto second = number(text.substr(23, 2));
  if (month == 12 || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(month + 1),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return Instant(std::chrono::sys_days(date)) + std::chrono::hours(*hour) +
         std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

bool etag_matches(std::string_view if_none_match, std::string_view quoted_etag) {
  const auto strong = [](std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
  };
  if (trim(if_none_match) == "*") return true;
  while (!if_none_match.empty()) {
    const auto comma = if_none_match.find(',');
    if (strong(trim(if_none_match.substr(0, comma))) == strong(quoted_etag)) return true;
    if_none_match =
        comma == std::string_view::npos ? std::string_view{} : if_none_match.substr(comma + 1);
  }
  return false;
}

FileAnswer answer_for(const FileFacts& facts, const Request& request) {
  FileAnswer answer;
  answer.headers = {{"ETag", facts.etag},
                    {"Last-Modified", format_http_date(facts.changed)},
                    {"Accept-Ranges", "bytes"}};
  const auto none_match = request.header("if-none-match");
  const auto since = parse_http_date(request.header("if-modified-since"));
  if (none_match.empty() ? since && facts.changed <= *since
                         : etag_matches(none_match, facts.etag)) {
    answer.status = 304;
    return answer;
  }
  answer.range = {0, facts.bytes};
  const auto if_range = request.header("if-range");
  const bool same =
      if_range.empty() || if_range == facts.etag || parse_http_date(if_range) == facts.changed;
  const auto kind =
      same ? parse_range(request.header("range"), facts.bytes, answer.range) : RangeKind::whole;
  const auto size = std::to_string(facts.bytes);
  if (kind == RangeKind::unsatisfiable) {
    answer.status = 416;
    answer.headers.push_back({"Content-Range", "bytes */" + size});
    return answer;
  }
  if (kind == RangeKind::part) {
    answer.status = 206;
    answer.headers.push_back(
        {"Content-Range", "bytes " + std::to_string(answer.range.first) + "-" +
                              std::to_string(answer.range.first + answer.range.bytes - 1) + "/" +
                              size});
  }
  return answer;
}

std::optional<FileAnswer> answer_file(const FileBody& body, const Request& request) {
  OpenFile file(::open(body.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat info{};
  if (!file.ok() || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  FileFacts facts;
  facts.bytes = info.st_size;
  facts.changed = from_epoch_ms(static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1000);
  facts.etag = "\"" + body.etag + "\"";
  if (body.etag.empty()) {
    facts.etag = "\"" + std::to_string(info.st_size) + "-" + std::to_string(info.st_mtim.tv_sec) +
                 "-" + std::to_string(info.st_mtim.tv_nsec) + "\"";
  }
  FileAnswer answer = answer_for(facts, request);
  if (answer.status == 200 || answer.status == 206) answer.file = std::move(file);
  return answer;
}

}  // namespace camaug::http
