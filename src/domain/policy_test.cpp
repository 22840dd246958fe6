// Which policy version rules a clock, and which sets of versions are refused.
#include "domain/policy.hpp"

#include "domain/calendar_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

PolicyVersion version(std::string id, std::string_view from, std::vector<std::string> areas = {}) {
  PolicyVersion policy = sample_policy();
  policy.id = std::move(id);
  policy.valid_from = day(from);
  policy.areas = std::move(areas);
  return policy;
}

std::string chosen(const std::vector<PolicyVersion>& policies, std::string_view start,
                   const std::vector<std::string>& areas = {}) {
  const auto policy = policy_for(policies, at(start), areas);
  return policy ? (*policy)->id : policy.error().key;
}

std::vector<std::string> faults_of(const PolicyVersion& policy) {
  std::vector<std::string> out;
  const auto checked = check_policies(std::span(&policy, 1));
  if (!checked) {
    for (const FieldError& fault : checked.error().fields) out.push_back(fault.field);
  }
  return out;
}

}  // namespace

TEST_CASE("the version in force on the local day of the start is chosen") {
  std::vector<PolicyVersion> policies = {version("old", "2022-07-01"),
                                         version("new", "2026-03-01")};
  policies[0].valid_until = day("2026-02-27");
  CHECK(chosen(policies, "2022-06-30 23:59") == "error.policy.none");
  CHECK(chosen(policies, "2022-07-01 00:00") == "old");
  CHECK(chosen(policies, "2026-02-27 23:59") == "old");
  CHECK(chosen(policies, "2026-02-28 00:00") == "error.policy.none");
  CHECK(chosen(policies, "2026-03-01 00:00") == "new");
  policies[0].valid_until.reset();
  CHECK(chosen(policies, "2026-02-28 00:00") == "old");
  CHECK(chosen(policies, "2026-03-01 00:00") == "new");
}

TEST_CASE("a scoped version beats a general one, the later beats the earlier") {
  const std::vector<PolicyVersion> policies = {
      version("scoped", "2025-07-01", {"2022-95", "2025-31825"}),
      version("general", "2025-07-01"),
      version("amended", "2025-07-01"),
  };
  CHECK(chosen(policies, "2026-03-02 08:00", {"2025-31825", "2025-96"}) == "scoped");
  CHECK(chosen(policies, "2026-03-02 08:00", {"2025-32000", "2022-95"}) == "scoped");
  CHECK(chosen(policies, "2026-03-02 08:00", {"2025-32000"}) == "amended");
  CHECK(chosen(policies, "2026-03-02 08:00") == "amended");
  CHECK(find_policy(policies, "general") == &policies[1]);
  CHECK(find_policy(policies, "absent") == nullptr);
}

TEST_CASE("only four rules may be chosen") {
  CHECK(parse_policy_rule("by_share") == LimitRule::by_share);
  CHECK_FALSE(parse_policy_rule("promised_date"));
  CHECK_FALSE(parse_policy_rule("By_Share"));
  CHECK(parse_limit_rule("promised_date") == LimitRule::promised_date);
}

TEST_CASE("a wrong version names what is wrong") {
  CHECK(faults_of(sample_policy()).empty());
  PolicyVersion p = sample_policy(LimitRule::working_days);
  p.id = "";
  p.article = "";
  p.valid_until = day("2020-01-01");
  p.limits[std::size_t(ClockKind::answer)] = {};
  p.office_hours = {{13 * 60, 17 * 60}, {7 * 60, 11 * 60}};
  p.undo_seconds = -1;
  CHECK(faults_of(p) ==
        std::vector<std::string>{"policies[0].id", "policies[0].valid_until", "policies[0].rule",
                                 "policies[0].article", "policies[0].limits.answer",
                                 "policies[0].office_hours", "policies[0].undo_seconds"});
  const std::vector<PolicyVersion> twice = {sample_policy(), sample_policy()};
  CHECK(check_policies(twice).error().fields.at(0).field == "policies[1].id");
}
