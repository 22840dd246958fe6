// Suggestions with their reasons: specificity, dates, defaults, bounces, the dry run.
#include "domain/routing.hpp"

#include <algorithm>

#include "domain/profile_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

RoutingQuestion ask(std::string field, std::string sub_field, std::string area,
                    std::string_view day = "2026-08-01") {
  RoutingQuestion question;
  question.field = std::move(field);
  question.sub_field = std::move(sub_field);
  question.area = std::move(area);
  question.day = date(day);
  return question;
}

Suggestion run(const RoutingQuestion& question) {
  return suggest(shipped_province().routing_base(), question);
}

std::string lead(const RoutingQuestion& question) {
  return run(question).lead;
}

RoutingRule rule(std::string field, std::string sub_field, std::string area, std::string who,
                 std::string_view from = "2022-07-01") {
  RoutingRule made;
  made.field = std::move(field);
  made.sub_field = std::move(sub_field);
  made.area = std::move(area);
  made.lead = std::move(who);
  made.valid_from = date(from);
  return made;
}

std::string lead_by(std::vector<RoutingRule> rules, const RoutingQuestion& question) {
  const Province& province = shipped_province();
  return suggest({province.areas, province.agencies, province.taxonomy, rules}, question).lead;
}

}  // namespace

TEST_CASE("routing: the shipped rules of 2022 and of today") {
  CHECK(lead(ask("infrastructure", "road", "2022-32005", "2022-07-20")) == "ubnd_964");
  CHECK(lead(ask("infrastructure", "road", "2025-32002")) == "ubnd_32002");
  CHECK(lead(ask("infrastructure", "bridge", "2022-32005", "2022-07-20")) == "so_gtvt");
  CHECK(lead(ask("infrastructure", "bridge", "2025-32002")) == "so_xd");
  CHECK(lead(ask("security", "theft", "2022-32005", "2022-07-20")) == "ca_964");
  CHECK(lead(ask("violation", "illegal_fishing", "2025-sea")) == "thuy_san");
  CHECK(lead(ask("security", "disturbance", "2025-sea")) == "bien_phong");
  CHECK(lead(ask("disaster", "vessel_distress", "2025-32098")) == "bien_phong");
  const auto waste = run(ask("sanitation", "waste", "2025-31825"));
  CHECK(waste.lead == "ubnd_31825");
  CHECK(waste.cooperating == std::vector<std::string>{"mtdt_bl"});
  CHECK(waste.source == SuggestionSource::rule);
  CHECK(waste.reason.key == "routing.reason.rule");
  CHECK(waste.reason.args == std::vector<std::string>{"UBND phường Bạc Liêu",
                                                      "Rác thải tồn đọng, đổ rác sai nơi",
                                                      "Tỉnh Cà Mau"});
}

TEST_CASE("routing: without a rule the default agency of the sub-field, or of most of the field") {
  const auto road = run(ask("infrastructure", "road", "2025-32002"));
  CHECK(road.source == SuggestionSource::default_agency);
  CHECK(road.reason.key == "routing.reason.default");
  CHECK(road.rule_line == 0);
  const auto field = run(ask("security", "", "2025-32002"));
  CHECK(field.lead == "ca_32002");
  CHECK(field.reason.key == "routing.reason.default_field");
  const auto unknown = run(ask("nothing", "", "2025-32002"));
  CHECK(unknown.lead.empty());
  CHECK(unknown.reason.key == "routing.reason.none");
  CHECK(lead(ask("feedback", "idea", "")) == "portal");
  CHECK(lead(ask("infrastructure", "road", "")).empty());
}

TEST_CASE("routing: every sub-field has an agency in every unit, in both editions") {
  const Province& province = shipped_province();
  for (const auto& [edition, day] :
       {std::pair("2022", "2022-07-20"), std::pair("2022", "2025-06-30"),
        std::pair("2025", "2025-07-01")}) {
    for (const Area* area : province.areas.units(edition)) {
      if (!province.areas.within(area->id, std::string(edition) + "-96")) continue;
      for (const Field& field : province.taxonomy.fields()) {
        for (const SubField& sub : field.sub_fields) {
          REQUIRE_MESSAGE(!lead(ask(field.code, sub.code, area->id, day)).empty(),
                          field.code << "." << sub.code << " " << area->id << " " << day);
        }
      }
    }
  }
}

TEST_CASE("routing: sub-field before field before any, then the smaller area, then the newer") {
  const auto question = ask("water", "manhole", "2025-32002");
  CHECK(lead_by({rule("*", "", "32002", "office"), rule("water", "", "96", "so_tc"),
                 rule("water", "manhole", "96", "so_tp")},
                question) == "so_tp");
  CHECK(lead_by({rule("*", "", "32002", "office"), rule("water", "", "96", "so_tc")}, question) ==
        "so_tc");
  CHECK(lead_by({rule("water", "", "96", "so_tc"), rule("water", "", "former-96", "so_ct"),
                 rule("water", "", "32002", "so_tp")},
                question) == "so_tp");
  CHECK(lead_by({rule("water", "", "96", "so_tc"), rule("water", "", "former-96", "so_ct")},
                question) == "so_ct");
  CHECK(lead_by({rule("water", "", "96", "so_tc"), rule("water", "", "96", "so_ct", "2026-01-01")},
                question) == "so_ct");
  auto over = rule("water", "manhole", "96", "so_tp");
  over.valid_until = date("2026-07-31");
  CHECK(lead_by({over}, question) == "mtdt_cm");
  CHECK(lead_by({rule("water", "manhole", "96", "so_tp", "2026-08-02")}, question) == "mtdt_cm");
  CHECK(lead_by({rule("water", "manhole", "former-95", "so_tp")}, question) == "mtdt_cm");
}

TEST_CASE("routing: a rule whose lead has nobody here gives way to the next one") {
  CHECK(lead_by({rule("water", "manhole", "96", "fisheries"), rule("water", "", "96", "so_tc")},
                ask("water", "manhole", "2025-32002")) == "thuy_san");
  CHECK(lead_by({rule("water", "manhole", "96", "commune_committee"),
                 rule("*", "", "sea", "bien_phong")},
                ask("water", "manhole", "2025-sea")) == "bien_phong");
}

TEST_CASE("routing: who gave it back is not asked again, who they believe right is") {
  auto question = ask("infrastructure", "bridge", "2025-32002");
  CHECK(lead(question) == "so_xd");
  question.given_back_by = {"so_xd"};
  const auto without = run(question);
  CHECK(without.lead.empty());
  CHECK(without.reason.key == "routing.reason.all_gave_back");
  question.believed = {"ubnd_32002"};
  const auto believed = run(question);
  CHECK(believed.lead == "ubnd_32002");
  CHECK(believed.source == SuggestionSource::believed);
  CHECK(believed.reason.args.at(1) == "Sở Xây dựng");
  question.given_back_by = {"so_xd", "ubnd_32002"};
  question.believed = {"ubnd_32002", "so_xd"};
  CHECK(run(question).lead.empty());
  question.believed = {"so_gtvt"};  // abolished, and its successor gave the case back
  CHECK(run(question).lead.empty());
  question.given_back_by = {"ubnd_32002"};
  CHECK(run(question).lead == "so_xd");
}

TEST_CASE("routing: the place of an older edition is carried over on the day of the dispatch") {
  CHECK(lead(ask("infrastructure", "road", "2022-31813")) == "ubnd_31825");
  CHECK(lead(ask("infrastructure", "road", "2025-32002", "2022-07-20")) == "ubnd_964");
}

TEST_CASE("routing: English reasons, and the dry run counts") {
  const auto base = shipped_province().routing_base();
  const auto english = suggest(base, ask("infrastructure", "road", "2025-32002"), Lang::en);
  CHECK(english.reason.args.at(0).starts_with("People's Committee of"));
  const std::vector<PastDispatch> past = {
      {"a", ask("infrastructure", "road", "2025-32002"), "ubnd_32002"},
      {"b", ask("infrastructure", "road", "2025-32002"), "so_xd"},
      {"c", ask("nothing", "", "2025-32002"), "portal"}};
  const DryRun result = dry_run(base, past);
  CHECK(result.same == 1);
  CHECK(result.different == 1);
  CHECK(result.none == 1);
  CHECK(result.lines.at(1).was == "so_xd");
  CHECK(result.lines.at(1).now.lead == "ubnd_32002");
}
