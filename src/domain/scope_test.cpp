// The phrase guard on the samples of the profile, with the false-stop rate that is allowed.
#include "domain/scope.hpp"

#include "base/text.hpp"
#include "domain/profile_for_test.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

TEST_CASE("scope: every sample is judged as written") {
  const Province& province = shipped_province();
  REQUIRE(province.scope_samples.size() >= 100);
  for (const ScopeSample& sample : province.scope_samples) {
    const auto hint = province.scope.hint(fold(sample.text), sample.field);
    CHECK_MESSAGE((hint ? hint->kind : "in") == sample.expected, sample.text);
  }
}

TEST_CASE("scope: the false-stop rate stays under one per cent, most of the rest is found") {
  const Province& province = shipped_province();
  const ScopeScore result = score(province.scope, province.scope_samples);
  CHECK(result.in_scope >= 60);
  CHECK(result.false_stops * 100 < result.in_scope);
  CHECK(result.found * 10 >= result.out_of_scope * 9);
}

TEST_CASE("scope: whole words only, exceptions, fields that are exempt") {
  const Scope& scope = shipped_province().scope;
  CHECK(scope.hint("lam so do", "")->kind == "administrative_procedure");
  CHECK_FALSE(scope.hint("lam so don", ""));
  CHECK_FALSE(scope.hint("xlam so do", ""));
  CHECK_FALSE(scope.hint("", ""));
  CHECK(scope.hint("tach ho", "")->phrase == "tach ho");
  CHECK_FALSE(scope.hint("tach ho", "feedback"));
  CHECK_FALSE(scope.hint("nhat duoc giay khai sinh", ""));
}

TEST_CASE("scope: all kinds have a label and, but for unusable ones, a channel") {
  const Scope& scope = shipped_province().scope;
  CHECK(scope.kinds().size() == k_refuse_words.size());
  for (const OutOfScopeKind& kind : scope.kinds()) {
    CHECK(!kind.label.vi.empty());
    CHECK(kind.channel.vi.empty() == (kind.kind == RefuseKind::unusable));
  }
  CHECK(scope.find(RefuseKind::denunciation)->law.at(0) == "Luật Tố cáo 25/2018/QH14");
}
