#include "app/figures.hpp"

#include <algorithm>

#include "app/due.hpp"
#include "app/figures_scope.hpp"
#include "app/minutes.hpp"
#include "domain/workflow.hpp"

namespace camaug::app {
namespace {

using domain::ClockKind;
using domain::ClockResult;
using domain::State;

// One row of a table while it is counted.
struct Tally {
  PartsView parts;
  std::int64_t overdue = 0;
  ShareView answer;
  Minutes answered;
  std::int64_t rating_sum = 0;
  std::int64_t rating_n = 0;
  bool approximate = false;

  [[nodiscard]] bool empty() const {
    return parts.received == 0 && overdue == 0 && answer.n == 0 && answered.n() == 0;
  }
};

void count(PartsView& parts, State state, std::int64_t n) {
  parts.received += n;
  switch (state) {
    case State::resolved:
      parts.handled += n;
      return;
    case State::refused:
      parts.refused += n;
      return;
    case State::handed_over:
      parts.handed_over += n;
      return;
    case State::merged:
      parts.merged += n;
      return;
    case State::withdrawn:
      parts.withdrawn += n;
      return;
    default:
      parts.open += n;
  }
}

void count(ShareView& share, ClockResult result, std::int64_t n) {
  share.n += n;
  if (result == ClockResult::met) share.met += n;
  if (result == ClockResult::late) share.late += n;
  if (result == ClockResult::running) share.open_late += n;
}

ShareView finished(ShareView share) {
  if (share.n > 0) share.share = static_cast<double>(share.met) / static_cast<double>(share.n);
  return share;
}

std::optional<double> average(std::int64_t sum, std::int64_t n) {
  if (n == 0) return {};
  return static_cast<double>(sum) / static_cast<double>(n);
}

SpreadView spread(const Minutes& times) {
  constexpr std::int64_t k_minute_ms = 60'000;
  const auto ms = [](std::optional<std::int64_t> minutes) {
    return minutes ? OptInt(*minutes * k_minute_ms) : OptInt();
  };
  return {ms(times.rank(50)), ms(times.rank(90)), times.n()};
}

class Count {
 public:
  Count(const Services& services, const FiguresQuery& query, const store::FigureLines& lines,
        Lang lang)
      : services_(services),
        lines_(lines),
        scope_(services, query, lines.words),
        lang_(lang),
        by_field_(lines.words.size()),
        by_agency_(lines.words.size()),
        by_area_(scope_.area_keys().size()),
        first_day_(store::figure_day(instant_of(query.from))) {
    const auto first = std::chrono::sys_days(query.from);
    for (auto day = first; day <= std::chrono::sys_days(query.to); day += std::chrono::days(1)) {
      days_.push_back({format_date(LocalDate(day)), 0, 0});
    }
  }

  void run() {
    using store::FigureSection;
    for (const auto& line : lines_.lines) {
      if (!scope_.takes(line)) continue;
      if (line.section == FigureSection::received) received(line);
      if (line.section == FigureSection::handled) handled(line);
      if (line.section == FigureSection::due) due(line);
    }
    for (const auto& late : lines_.overdue) {
      if (!scope_.takes(late)) continue;
      for (Tally* t : rows_of(late)) t->overdue += 1;
    }
    for (const auto& late : lines_.running) {
      if (scope_.takes(late)) clocks(late, late.kind, ClockResult::running, 1);
    }
  }

  [[nodiscard]] const Tally& all() const { return all_; }
  [[nodiscard]] const Minutes& total_time() const { return total_time_; }
  [[nodiscard]] const std::vector<DayView>& days() const { return days_; }
  [[nodiscard]] const std::array<std::int64_t, domain::k_state_words.size()>& states() const {
    return states_;
  }
  [[nodiscard]] const std::array<ShareView, 7>& on_time() const { return on_time_; }

  [[nodiscard]] std::vector<FigureRowView> fields() const {
    return table(
        by_field_, [&](std::size_t i) { return lines_.words[i]; },
        [&](const std::string& code) { return field_name(code); });
  }
  [[nodiscard]] std::vector<FigureRowView> agencies() const {
    return table(
        by_agency_, [&](std::size_t i) { return i == 0 ? none() : lines_.words[i]; },
        [&](const std::string& code) { return agency_label(code); });
  }
  [[nodiscard]] std::vector<FigureRowView> areas() const {
    return table(
        by_area_, [&](std::size_t i) { return scope_.area_keys()[i]; },
        [&](const std::string& id) { return area_label(id); });
  }

 private:
  static std::string none() { return std::string(k_none); }

  // The whole and the three tables.
  template <class Line>
  [[nodiscard]] std::array<Tally*, 4> rows_of(const Line& line) {
    Tally& area = by_area_[scope_.area_row(line.area)];
    area.approximate = area.approximate || scope_.approximate(line.area);
    return {&all_, &by_field_[line.field], &by_agency_[line.owner], &area};
  }

  void received(const store::FigureLine& line) {
    namespace tag = store::figure_tag;
    auto& day = days_[static_cast<std::size_t>(line.day - first_day_)];
    const auto rows = rows_of(line);
    for (const auto& [what, n] : lines_.tags_of(line)) {
      if (what >= tag::k_minutes) {
        total_time_.add(what - tag::k_minutes, n);
      } else if (what == tag::k_rating_sum) {
        for (Tally* t : rows) t->rating_sum += n;
      } else if (what == tag::k_ratings) {
        for (Tally* t : rows) t->rating_n += n;
      } else {
        const auto state = static_cast<State>(what);
        day.received += n;
        states_[static_cast<std::size_t>(what)] += n;
        for (Tally* t : rows) count(t->parts, state, n);
      }
    }
  }

  void handled(const store::FigureLine& line) {
    for (const auto& [what, n] : lines_.tags_of(line)) {
      days_[static_cast<std::size_t>(line.day - first_day_)].handled += n;
    }
  }

  void due(const store::FigureLine& line) {
    namespace tag = store::figure_tag;
    const auto rows = rows_of(line);
    for (const auto& [what, n] : lines_.tags_of(line)) {
      if (what >= tag::k_minutes) {
        for (Tally* t : rows) t->answered.add(what - tag::k_minutes, n);
      } else {
        clocks(line, static_cast<ClockKind>(what / 2),
               what % 2 == 1 ? ClockResult::late : ClockResult::met, n);
      }
    }
  }

  template <class Line>
  void clocks(const Line& line, ClockKind kind, ClockResult result, std::int64_t n) {
    count(on_time_[static_cast<std::size_t>(kind)], result, n);
    if (kind != ClockKind::answer) return;
    for (Tally* t : rows_of(line)) count(t->answer, result, n);
  }

  template <class Key, class Name>
  [[nodiscard]] std::vector<FigureRowView> table(const std::vector<Tally>& tallies, Key&& key,
                                                 Name&& name) const {
    std::vector<FigureRowView> out;
    for (std::size_t i = 0; i < tallies.size(); ++i) {
      const Tally& t = tallies[i];
      if (t.empty()) continue;
      FigureRowView row{key(i),
                        {},
                        t.parts,
                        t.overdue,
                        finished(t.answer),
                        spread(t.answered),
                        average(t.rating_sum, t.rating_n),
                        t.rating_n};
      row.name = name(row.key);
      if (t.approximate) row.name = text(lang_, "figures.approximate", {row.name});
      out.push_back(std::move(row));
    }
    std::ranges::sort(out, [](const FigureRowView& a, const FigureRowView& b) {
      if (a.parts.received != b.parts.received) return a.parts.received > b.parts.received;
      return a.name < b.name;
    });
    return out;
  }

  [[nodiscard]] std::string field_name(const std::string& code) const {
    const auto* field = services_.province->taxonomy.field(code);
    return field == nullptr ? code : field->label.in(lang_);
  }
  [[nodiscard]] std::string agency_label(const std::string& code) const {
    if (code == k_none) return std::string(text(lang_, "figures.none.agency"));
    return agency_name(services_, code, lang_);
  }
  [[nodiscard]] std::string area_label(const std::string& id) const {
    if (id == k_none) return std::string(text(lang_, "figures.none.area"));
    return area_name(services_, id, lang_).value_or(id);
  }

  const Services& services_;
  const store::FigureLines& lines_;
  FiguresScope scope_;
  Lang lang_;
  Tally all_;
  std::vector<Tally> by_field_;
  std::vector<Tally> by_agency_;
  std::vector<Tally> by_area_;
  std::array<ShareView, 7> on_time_{};
  Minutes total_time_;
  std::array<std::int64_t, domain::k_state_words.size()> states_{};
  std::vector<DayView> days_;
  std::int64_t first_day_;
};

std::map<std::string, std::string> formulas(Lang lang) {
  static constexpr std::array<std::string_view, 12> k_names = {
      "parts",  "received",   "handled", "overdue", "on_time", "answer",
      "spread", "total_time", "rating",  "by_day",  "by_area", "by_agency"};
  std::map<std::string, std::string> out;
  for (const auto name : k_names) {
    out.emplace(name, text(lang, "figures.formula." + std::string(name)));
  }
  return out;
}

}  // namespace

FiguresView figures(const Services& services, store::Reader& reader, const domain::Viewer& viewer,
                    const FiguresQuery& query, Instant now, Lang lang) {
  const auto lines = store::figure_lines(reader, viewer, FiguresScope::period(query, now));
  Count count(services, query, lines, lang);
  count.run();
  FiguresView view;
  view.at = now;
  view.from = format_date(query.from);
  view.to = format_date(query.to);
  view.edition = query.edition;
  view.parts = count.all().parts;
  view.overdue = count.all().overdue;
  for (const auto& rule : domain::k_clock_rules) {
    if (rule.kind == ClockKind::total) continue;
    view.on_time.emplace(word(rule.kind),
                         finished(count.on_time()[static_cast<std::size_t>(rule.kind)]));
  }
  view.total_time = spread(count.total_time());
  view.rating_average = average(count.all().rating_sum, count.all().rating_n);
  view.rating_n = count.all().rating_n;
  for (std::size_t i = 0; i < domain::k_state_words.size(); ++i) {
    view.states.emplace(domain::k_state_words[i], count.states()[i]);
  }
  view.by_field = count.fields();
  view.by_area = count.areas();
  view.by_agency = count.agencies();
  view.by_day = count.days();
  view.formulas = formulas(lang);
  return view;
}

}  // namespace camaug::app
