#include "store/figure_sheet.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace camaug::store {
namespace {

constexpr char k_none = '-';

[[noreturn]] void no_sheet() {
  throw std::invalid_argument("a sheet of the figures cannot be read");
}

std::string_view take(std::string_view& rest, char until) {
  const auto end = rest.find(until);
  if (end == std::string_view::npos) no_sheet();
  const auto word = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return word;
}

void write(std::string& out, std::string_view key, const std::vector<FigureTag>& tags) {
  const std::size_t start = out.size();
  out.append(key);
  bool any = false;
  char digits[24];
  for (const auto& [tag, n] : tags) {
    if (n == 0) continue;
    out += any ? ' ' : '\t';
    any = true;
    out.append(digits, std::to_chars(digits, std::end(digits), tag).ptr);
    if (n == 1) continue;
    out += ':';
    out.append(digits, std::to_chars(digits, std::end(digits), n).ptr);
  }
  if (any) {
    out += '\n';
  } else {
    out.resize(start);
  }
}

// Both in the order of their tags.
std::vector<FigureTag> sum(const std::vector<FigureTag>& a, const std::vector<FigureTag>& b) {
  std::vector<FigureTag> out;
  out.reserve(a.size() + b.size());
  std::ranges::merge(a, b, std::back_inserter(out), {}, &FigureTag::tag, &FigureTag::tag);
  std::size_t last = 0;
  for (std::size_t i = 1; i < out.size(); ++i) {
    if (out[i].tag == out[last].tag) {
      out[last].n += out[i].n;
    } else {
      out[++last] = out[i];
    }
  }
  if (!out.empty()) out.resize(last + 1);
  return out;
}

}  // namespace

std::int32_t figure_tag::of_minutes(Millis time) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(time).count();
  return k_minutes + static_cast<std::int32_t>(std::clamp<std::int64_t>(minutes, 0, k_minutes_max));
}

std::string FigureSheet::key(FigureSection section, std::string_view field, std::string_view owner,
                             bool named) {
  std::string out;
  out.reserve(field.size() + owner.size() + 6);
  out += static_cast<char>(section);
  out += ' ';
  out.append(field);
  out += ' ';
  out.append(owner.empty() ? std::string_view(&k_none, 1) : owner);
  out.append(named ? " 1" : " 0");
  return out;
}

void FigureSheet::add(std::string line, std::int32_t tag, std::int64_t n) {
  auto& tags = lines_[std::move(line)];
  const auto place = std::ranges::lower_bound(tags, tag, {}, &FigureTag::tag);
  if (place != tags.end() && place->tag == tag) {
    place->n += n;
  } else {
    tags.insert(place, {tag, n});
  }
}

// Lines stand in the order of their keys; those that do not change are copied as they are.
std::string FigureSheet::added_to(std::string_view body) const {
  std::string out;
  out.reserve(body.size() + 64 * lines_.size());
  auto next = lines_.begin();
  while (!body.empty()) {
    std::string_view rest = body;
    const auto line = take(rest, '\n');
    std::string_view tags = line;
    const auto key = take(tags, '\t');
    for (; next != lines_.end() && next->first < key; ++next) write(out, next->first, next->second);
    if (next != lines_.end() && next->first == key) {
      std::vector<FigureTag> there;
      read_tags(tags, there);
      write(out, key, sum(there, next->second));
      ++next;
    } else {
      out.append(body.substr(0, line.size() + 1));
    }
    body = rest;
  }
  for (; next != lines_.end(); ++next) write(out, next->first, next->second);
  return out;
}

std::int64_t figure_day(Instant at) {
  return std::chrono::floor<std::chrono::days>(to_local(at)).time_since_epoch().count();
}

FigureSheets FigureSheets::take_before(std::int64_t day) {
  FigureSheets out;
  while (!sheets_.empty() && sheets_.begin()->first.day < day) {
    out.sheets_.insert(out.sheets_.end(), sheets_.extract(sheets_.begin()));
  }
  return out;
}

FigureSheet& FigureSheets::at(Instant day, std::string_view area) {
  return sheets_[{figure_day(day), std::string(area)}];
}

void FigureSheets::count(const FigureReport& report, std::int64_t n) {
  count_received(report, n);
  count_handled(report, n);
}

void FigureSheets::count_received(const FigureReport& report, std::int64_t n) {
  const bool named = !report.lead.empty() && report.lead == report.named;
  auto& sheet = at(report.submitted_at, report.area);
  const auto key = FigureSheet::key(FigureSection::received, report.field, report.lead, named);
  sheet.add(key, figure_tag::of(report.state), n);
  if (report.rating != 0) {
    sheet.add(key, figure_tag::k_rating_sum, n * report.rating);
    sheet.add(key, figure_tag::k_ratings, n);
  }
  if (report.state == domain::State::resolved && report.closed_at) {
    sheet.add(key, figure_tag::of_minutes(*report.closed_at - report.submitted_at), n);
  }
}

void FigureSheets::count_handled(const FigureReport& report, std::int64_t n) {
  if (report.state != domain::State::resolved || !report.closed_at) return;
  const bool named = !report.lead.empty() && report.lead == report.named;
  at(*report.closed_at, report.area)
      .add(FigureSheet::key(FigureSection::handled, report.field, report.lead, named),
           figure_tag::k_closed, n);
}

void FigureSheets::count(const FigureReport& report, const FigureClock& clock, std::int64_t n) {
  using domain::ClockKind, domain::ClockResult;
  const bool late = clock.result == ClockResult::late;
  if (clock.kind == ClockKind::total || !clock.due_at) return;
  if (!late && clock.result != ClockResult::met) return;
  const bool named = !clock.owner.empty() && clock.owner == report.named;
  auto& sheet = at(*clock.due_at, report.area);
  const auto key = FigureSheet::key(FigureSection::due, report.field, clock.owner, named);
  sheet.add(key, figure_tag::of(clock.kind, late), n);
  if (clock.kind == ClockKind::answer && clock.answered && clock.ended_at) {
    sheet.add(key, figure_tag::of_minutes(*clock.ended_at - clock.started_at), n);
  }
}

// By hand, in one pass: the board reads a megabyte of this for a month.
std::optional<FigureLineText> next_line(std::string_view& rest) {
  if (rest.empty()) return {};
  const char* at = rest.data();
  const char* const end = at + rest.size();
  const auto word = [&](char until) {
    const char* const start = at;
    while (at != end && *at != until && *at != '\n') ++at;
    if (at == end || *at != until) no_sheet();
    return std::string_view(start, static_cast<std::size_t>(at++ - start));
  };
  FigureLineText out;
  const auto section = word(' ');
  if (section.size() != 1) no_sheet();
  out.section = static_cast<FigureSection>(section.front());
  out.field = word(' ');
  out.owner = word(' ');
  if (out.owner.size() == 1 && out.owner.front() == k_none) out.owner = {};
  out.named = word('\t') == "1";
  out.tags = word('\n');
  rest = {at, static_cast<std::size_t>(end - at)};
  return out;
}

void read_tags(std::string_view text, std::vector<FigureTag>& out) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto number = [&] {
    const bool negative = at != end && *at == '-';
    if (negative) ++at;
    const char* const start = at;
    std::int64_t value = 0;
    // Eighteen digits fit.
    for (; at != end && *at >= '0' && *at <= '9' && at - start < 18; ++at) {
      value = value * 10 + (*at - '0');
    }
    if (at == start) no_sheet();
    return negative ? -value : value;
  };
  while (at != end) {
    FigureTag tag{static_cast<std::int32_t>(number()), 1};
    if (at != end && *at == ':') {
      ++at;
      tag.n = number();
    }
    out.push_back(tag);
    if (at == end) return;
    if (*at != ' ') no_sheet();
    ++at;
  }
}

}  // namespace camaug::store
