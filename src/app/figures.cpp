#include "app/figures.hpp"

#include <algorithm>

#include "app/due.hpp"
#include "app/figures_scope.hpp"
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
  std::vector<std::int64_t> answer_ms;
  std::int64_t rating_sum = 0;
  std::int64_t rating_n = 0;
  bool approximate = false;

  [[nodiscard]] bool empty() const {
    return parts.received == 0 && overdue == 0 && answer.n == 0 && answer_ms.empty();
  }
};

void count(PartsView& parts, State state) {
  parts.received += 1;
  switch (state) {
    case State::resolved:
      parts.handled += 1;
      return;
    case State::refused:
      parts.refused += 1;
      return;
    case State::handed_over:
      parts.handed_over += 1;
      return;
    case State::merged:
      parts.merged += 1;
      return;
    case State::withdrawn:
      parts.withdrawn += 1;
      return;
    default:
      parts.open += 1;
  }
}

void count(ShareView& share, ClockResult result, std::int64_t n = 1) {
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

// The value of nearest rank for `percent` of `values`, which it reorders.
OptInt rank(std::vector<std::int64_t>& values, std::size_t percent) {
  if (values.empty()) return {};
  const std::size_t place = (values.size() * percent + 99) / 100 - 1;
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(place);
  std::ranges::nth_element(values, nth);
  return *nth;
}

class Count {
 public:
  Count(const Services& services, const FiguresQuery& query, const store::FigureRows& rows,
        Lang lang)
      : services_(services),
        rows_(rows),
        scope_(services, query, rows),
        lang_(lang),
        by_field_(rows.words.size()),
        by_agency_(rows.words.size()),
        by_area_(scope_.area_keys().size()) {}

  void run() {
    for (std::size_t i = 0; i < rows_.received; ++i) received(rows_.reports[i]);
    for (const std::size_t i : rows_.overdue) {
      const auto& report = rows_.reports[i];
      if (scope_.takes(report)) each(report, [](Tally& t) { t.overdue += 1; });
    }
    for (const auto& clock : rows_.clocks) due(clock);
    for (const auto& [kind, result, n] : rows_.counts) {
      count(on_time_[static_cast<std::size_t>(kind)], result, n);
    }
  }

  [[nodiscard]] const Tally& all() const { return all_; }
  [[nodiscard]] const FiguresScope& scope() const { return scope_; }
  [[nodiscard]] const std::vector<std::int64_t>& total_ms() const { return total_ms_; }
  [[nodiscard]] const std::map<std::string, std::int64_t>& states() const { return states_; }
  [[nodiscard]] const std::array<ShareView, 7>& on_time() const { return on_time_; }

  [[nodiscard]] std::vector<FigureRowView> fields() const {
    return table(
        by_field_, [&](std::size_t i) { return rows_.words[i]; },
        [&](const std::string& code) { return field_name(code); });
  }
  [[nodiscard]] std::vector<FigureRowView> agencies() const {
    return table(
        by_agency_, [&](std::size_t i) { return i == 0 ? none() : rows_.words[i]; },
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
  template <class F>
  void each(const store::FigureReport& report, F&& change) {
    change(all_);
    change(by_field_[report.field]);
    change(by_agency_[report.lead]);
    change(area_of(report));
  }
  Tally& area_of(const store::FigureReport& report) {
    Tally& row = by_area_[scope_.area_row(report.area)];
    row.approximate = row.approximate || scope_.approximate(report.area);
    return row;
  }

  void received(const store::FigureReport& report) {
    if (!scope_.takes(report)) return;
    states_[std::string(word(report.state))] += 1;
    each(report, [&](Tally& t) {
      count(t.parts, report.state);
      if (report.rating == 0) return;
      t.rating_sum += report.rating;
      t.rating_n += 1;
    });
    if (report.state == State::resolved && report.closed_at) {
      total_ms_.push_back((*report.closed_at - report.submitted_at).count());
    }
  }

  void due(const store::FigureClock& clock) {
    if (!scope_.takes(clock)) return;
    count(on_time_[static_cast<std::size_t>(clock.kind)], clock.result);
    if (clock.kind != ClockKind::answer) return;
    const auto& report = rows_.reports[clock.report];
    for (Tally* t : {&all_, &by_field_[report.field], &by_agency_[clock.owner], &area_of(report)}) {
      count(t->answer, clock.result);
      if (clock.answered) t->answer_ms.push_back((*clock.ended_at - clock.started_at).count());
    }
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
                        spread(t.answer_ms),
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
  const store::FigureRows& rows_;
  FiguresScope scope_;
  Lang lang_;
  Tally all_;
  std::vector<Tally> by_field_;
  std::vector<Tally> by_agency_;
  std::vector<Tally> by_area_;
  std::array<ShareView, 7> on_time_{};
  std::vector<std::int64_t> total_ms_;
  std::map<std::string, std::int64_t> states_;
};

std::vector<DayView> days(const FiguresQuery& query, const store::FigureRows& rows,
                          const FiguresScope& scope) {
  std::vector<DayView> out;
  const auto first = std::chrono::sys_days(query.from);
  for (auto day = first; day <= std::chrono::sys_days(query.to); day += std::chrono::days(1)) {
    out.push_back({format_date(LocalDate(day)), 0, 0});
  }
  const Instant start = instant_of(query.from);
  const auto place = [&](Instant at) {
    return static_cast<std::size_t>(std::chrono::floor<std::chrono::days>(at - start).count());
  };
  for (std::size_t i = 0; i < rows.received; ++i) {
    const auto& report = rows.reports[i];
    if (scope.takes(report)) out[place(report.submitted_at)].received += 1;
  }
  for (const std::size_t i : rows.handled) {
    const auto& report = rows.reports[i];
    if (scope.takes(report)) out[place(*report.closed_at)].handled += 1;
  }
  return out;
}

bool sees_whole_province(const Services& services, const domain::Viewer& viewer) {
  if (viewer.role == domain::Role::coordinator) return true;
  const auto* area = services.province->areas.find(viewer.area);
  return viewer.role == domain::Role::supervisor && area != nullptr && area->parent.empty();
}

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

SpreadView spread(std::vector<std::int64_t> values_ms) {
  return {rank(values_ms, 50), rank(values_ms, 90), static_cast<std::int64_t>(values_ms.size())};
}

FiguresView figures(const Services& services, store::Reader& reader, const domain::Viewer& viewer,
                    const FiguresQuery& query, Instant now, Lang lang) {
  const bool whole = query.field.empty() && query.area.empty() && query.agency.empty() &&
                     sees_whole_province(services, viewer);
  const auto rows = store::figure_rows(
      reader, viewer, FiguresScope::period(query, now),
      whole ? store::FigureClocks::answers_and_counts : store::FigureClocks::all);
  Count count(services, query, rows, lang);
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
  view.total_time = spread(count.total_ms());
  view.rating_average = average(count.all().rating_sum, count.all().rating_n);
  view.rating_n = count.all().rating_n;
  for (const auto state : domain::k_state_words) view.states.emplace(state, 0);
  for (const auto& [state, n] : count.states()) view.states[state] = n;
  view.by_field = count.fields();
  view.by_area = count.areas();
  view.by_agency = count.agencies();
  view.by_day = days(query, rows, count.scope());
  view.formulas = formulas(lang);
  return view;
}

}  // namespace camaug::app
