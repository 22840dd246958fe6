#include "app/demo_story.hpp"

#include <algorithm>
#include <array>

#include "app/demo_dice.hpp"
#include "app/demo_plan.hpp"
#include "base/texts.hpp"

namespace camaug::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::chrono::days k_days{90};
constexpr double k_recent_share = 0.2;
constexpr hours k_recent{36};
constexpr int k_ward_weight = 6;
constexpr double k_town_sigma7 = 90'000;  // about one kilometre
constexpr int k_point_tries = 60;

// How busy each hour of the day is.
constexpr std::array<int, 24> k_hours = {1, 1,  1,  1,  2,  6,  14, 22, 24, 22, 18, 12,
                                         9, 13, 18, 20, 20, 18, 14, 12, 9,  6,  4,  2};

struct Subject {
  std::string_view tile;
  std::string_view field;
  std::string_view sub_field;
  int weight;
};
constexpr std::array k_subjects = {
    Subject{"roads", "infrastructure", "road", 16},
    Subject{"roads", "infrastructure", "road_collapse", 7},
    Subject{"roads", "infrastructure", "bridge", 4},
    Subject{"roads", "infrastructure", "pavement", 7},
    Subject{"roads", "infrastructure", "parking", 4},
    Subject{"roads", "infrastructure", "trees", 4},
    Subject{"roads", "infrastructure", "traffic_lights", 3},
    Subject{"roads", "infrastructure", "waterway", 3},
    Subject{"light", "power", "street_light", 9},
    Subject{"light", "power", "power_lines", 4},
    Subject{"light", "power", "power_cut", 3},
    Subject{"waste", "sanitation", "waste", 13},
    Subject{"waste", "sanitation", "smoke_odour", 4},
    Subject{"waste", "sanitation", "polluted_canal", 4},
    Subject{"water", "water", "flooded_street", 6},
    Subject{"water", "water", "pipe_leak", 4},
    Subject{"water", "water", "manhole", 3},
    Subject{"security", "security", "noise", 8},
    Subject{"security", "security", "traffic_behaviour", 4},
    Subject{"security", "security", "stray_dogs", 3},
    Subject{"fire", "security", "fire_risk", 2},
    Subject{"disaster", "disaster", "bank_erosion", 4},
    Subject{"disaster", "disaster", "tide_surge", 3},
    Subject{"health", "health", "food_safety", 3},
    Subject{"violation", "violation", "illegal_fishing", 3},
    Subject{"violation", "violation", "illegal_adverts", 2},
    Subject{"school", "education", "school_building", 2},
    Subject{"idea", "feedback", "idea", 4},
};

Instant random_instant(DemoDice& dice, Instant until, bool recent) {
  const Millis window = recent ? Millis(k_recent) : Millis(k_days);
  while (true) {
    const auto back = static_cast<std::int64_t>(dice.unit() * static_cast<double>(window.count()));
    const Instant at = until - Millis(back) - minutes(4);
    const auto hour = std::chrono::floor<hours>(time_of_day(at)).count();
    if (dice.below(24) < static_cast<std::size_t>(k_hours[static_cast<std::size_t>(hour)])) {
      return at;
    }
  }
}

const domain::Area& random_unit(DemoDice& dice, const std::vector<const domain::Area*>& units) {
  std::vector<int> weights;
  for (const auto* unit : units) {
    const bool land = unit->type != domain::AreaType::sea && unit->centre;
    weights.push_back(!land ? 0 : unit->type == domain::AreaType::ward ? k_ward_weight : 1);
  }
  return *units[dice.weighted(weights)];
}

// A point inside the unit: near its centre, by trying until the polygon holds it.
std::optional<domain::Point7> random_point(DemoDice& dice, const domain::Province& province,
                                           const domain::Area& unit) {
  for (int i = 0; i < k_point_tries; ++i) {
    const double reach = k_town_sigma7 * (1 + 2 * dice.unit());
    const domain::Point7 point{unit.centre->lat7 + static_cast<std::int64_t>(reach * dice.bell()),
                               unit.centre->lon7 + static_cast<std::int64_t>(reach * dice.bell())};
    if (province.index.commune_at(point) == unit.id) return point;
  }
  return {};
}

void identify(DemoDice& dice, NewReport& report) {
  if (!dice.chance(0.7)) return;
  report.name = demo_text(dice, "demo.history.name");
  report.phone = "0900000" + std::to_string(dice.between(100, 999));
  report.consent_call = dice.chance(0.6);
}

void describe(DemoDice& dice, const Subject& subject, DemoFacts& facts, NewReport& report) {
  const auto place = demo_text(dice, "demo.history.place");
  const auto key = demo_key(dice, "demo.history.text." + std::string(subject.sub_field));
  const std::string mark(text(Lang::vi, "demo.history.mark"));
  const auto person = demo_text(dice, "demo.history.person");
  report.text = text(Lang::vi, key, {place, person}) + " " + mark;
  facts.public_text =
      text(Lang::vi, key, {place, text(Lang::vi, "demo.history.hidden")}) + " " + mark;
  if (subject.field != "feedback" && dice.chance(0.5)) report.place_text = place;
}

// When a report comes; with a standing, its course is set and not thrown.
struct Arrival {
  Instant at{};
  std::optional<DemoStanding> standing;
};

DemoStory invent(const domain::Province& province, std::uint64_t seed, std::uint64_t stream,
                 const Arrival& arrival, const std::vector<const domain::Area*>& units) {
  DemoDice dice(seed, stream);
  const Instant at = arrival.at;
  DemoStory story;
  DemoFacts facts;
  story.submitted_at = at;
  std::vector<int> weights;
  weights.reserve(k_subjects.size());
  for (const Subject& s : k_subjects) weights.push_back(s.weight);
  const Subject& subject = k_subjects[dice.weighted(weights)];
  NewReport& report = story.report;
  report.id = dice.uuid7(at);
  story.secret = to_base64url(dice.bytes16("secret"));
  report.tile = subject.tile;
  report.field = subject.field;
  report.sub_field = subject.sub_field;
  report.privacy_version = k_privacy_version;
  describe(dice, subject, facts, report);
  if (subject.field != "feedback") {
    const auto& unit = random_unit(dice, units);
    if (const auto point = random_point(dice, province, unit); point && dice.chance(0.9)) {
      report.lat7 = point->lat7;
      report.lon7 = point->lon7;
      report.accuracy_m = dice.between(4, 40);
    } else {
      report.commune = unit.id;
    }
  }
  identify(dice, report);
  report.is_private = dice.chance(0.08);
  const auto* sub = province.taxonomy.sub_field(subject.field, subject.sub_field);
  facts.urgent = sub != nullptr && sub->urgent_hint && dice.chance(0.3) && !arrival.standing;
  report.urgent = facts.urgent;
  facts.field = subject.field;
  facts.can_publish =
      !report.is_private && sub != nullptr && sub->publicity != domain::Publicity::never;
  story.steps = arrival.standing ? plan_standing(dice, facts, at, *arrival.standing)
                                 : plan_story(dice, facts, at);
  return story;
}

// A second report of the same thing, which goes into the first one.
void repeat(DemoDice& dice, const DemoStory& first, std::size_t place, DemoStory& story) {
  const auto name = story.report.name;
  const auto phone = story.report.phone;
  story.report = first.report;
  story.report.name = name;
  story.report.phone = phone;
  story.report.consent_call = false;
  story.report.urgent = false;
  story.submitted_at = first.submitted_at + minutes(3) + dice.delay(9, 0.3);
  story.report.id = dice.uuid7(story.submitted_at);
  story.master = place;
  story.steps = plan_merge(dice, story.submitted_at);
}

constexpr std::size_t k_fresh_max = 8;
// What becomes of those that came just now, from the newest: the rest takes its chance.
constexpr std::array<std::optional<DemoStanding>, k_fresh_max> k_standings = {
    std::nullopt,           std::nullopt,
    DemoStanding::sent,     DemoStanding::taken_on,
    DemoStanding::answered, DemoStanding::waiting_reporter,
    std::nullopt,           std::nullopt};

}  // namespace

std::vector<DemoStory> demo_stories(const domain::Province& province, std::uint64_t seed, int count,
                                    Instant until) {
  const auto units = province.areas.units(province.areas.edition_at(local_date(until)).code);
  DemoDice times(seed, 0);
  std::vector<Arrival> arrivals;
  arrivals.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    arrivals.push_back({random_instant(times, until, times.chance(k_recent_share)), {}});
  }
  // Whatever the hour: no desk of a demo stands empty, neither the portal's nor an agency's.
  const auto fresh = std::min<std::size_t>(arrivals.size() / 5, k_fresh_max);
  for (std::size_t i = 0; i < fresh; ++i) {
    arrivals[i] = {until - minutes(12 + 25 * static_cast<int>(i)), k_standings[i]};
  }
  std::ranges::sort(arrivals, {}, &Arrival::at);
  std::vector<DemoStory> stories;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    stories.push_back(invent(province, seed, i + 1, arrivals[i], units));
    if (arrivals[i].standing) continue;
    DemoDice dice(seed, 1'000'000 + i);
    const bool first_is_plain = i > 0 && !stories[i - 1].master && !stories[i - 1].steps.empty() &&
                                stories[i - 1].steps.front().action == domain::Action::dispatch;
    if (first_is_plain && dice.chance(0.04)) repeat(dice, stories[i - 1], i - 1, stories[i]);
  }
  return stories;
}

}  // namespace camaug::app
