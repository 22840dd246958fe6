// Explanations in words: clock times, every rule and every reason why a due time moved.
#include "domain/deadline_text.hpp"

#include "domain/calendar_for_test.hpp"
#include "domain/report.hpp"

using namespace camaug;
using namespace camaug::domain;
using namespace camaug::domain::for_test;

namespace {

std::string vi(LimitRule rule, std::string_view start) {
  const Deadline d =
      deadline(ClockKind::dispatch, at(start), sample_policy(rule), sample_calendar()).value();
  return deadline_text(Lang::vi, ClockKind::dispatch, at(start), d.due, d.why);
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("clock times are spoken") {
  CHECK(moment_text(Lang::vi, at("2026-11-21 01:30:59.999")) == "1 giờ 30, thứ Bảy 21/11/2026");
  CHECK(moment_text(Lang::vi, at("2026-03-08 10:00")) == "10 giờ, Chủ nhật 08/03/2026");
  CHECK(moment_text(Lang::en, at("2026-03-09 10:05")) == "10:05, Monday 09/03/2026");
  CHECK(span_text(Lang::vi, std::chrono::minutes(90)) == "1 giờ 30 phút");
  CHECK(span_text(Lang::vi, std::chrono::minutes(45)) == "45 phút");
  CHECK(span_text(Lang::vi, std::chrono::hours(24)) == "24 giờ");
}

TEST_CASE("each rule has its sentence, complete") {
  CHECK(vi(LimitRule::by_start_day, "2026-11-20 23:30") ==
        "Hạn tiếp nhận, phân phối là 2 giờ, vì bắt đầu trong ngày làm việc (23 giờ 30, thứ Sáu "
        "20/11/2026); từ đó tính giờ liên tục. Chậm nhất 1 giờ 30, thứ Bảy 21/11/2026. Đây là hạn "
        "của Cổng Thông tin tỉnh. Căn cứ: Quyết định mẫu 01.");
  CHECK(has(vi(LimitRule::by_start_day, "2026-11-21 08:00"), "trong ngày nghỉ"));
  CHECK(has(vi(LimitRule::by_start_shift, "2026-11-17 22:00"), "ngoài giờ làm việc"));
  CHECK(has(vi(LimitRule::by_start_shift, "2026-11-17 09:00"), "trong giờ làm việc"));
  CHECK(has(vi(LimitRule::by_share, "2026-11-20 23:30"), "đủ 100%"));
  CHECK(has(vi(LimitRule::office_hours, "2026-11-20 16:30"), "giờ hành chính"));
  CHECK(has(vi(LimitRule::by_start_day, "2027-03-02 08:00"), "chưa có thông báo chính thức"));
  for (const LimitRule rule : {LimitRule::by_start_day, LimitRule::by_start_shift,
                               LimitRule::by_share, LimitRule::office_hours}) {
    for (const char* start : {"2026-11-17 09:00", "2026-11-17 22:00", "2026-11-21 09:00"}) {
      CHECK_FALSE(has(vi(rule, start), "deadline."));
      CHECK_FALSE(has(vi(rule, start), "{"));
    }
  }
}

TEST_CASE("a clock says what moved it") {
  const Calendar calendar = sample_calendar();
  const PolicyVersion policy = sample_policy();
  ClockInstance clock =
      start_clock(ClockKind::answer, "police", at("2026-03-02 08:00"), policy, calendar).value();
  REQUIRE(pause(clock, at("2026-03-02 09:00"), policy, calendar));
  CHECK(has(clock_text(Lang::vi, clock), "đang tạm dừng"));
  REQUIRE(unpause(clock, at("2026-03-02 10:00"), policy, calendar));
  CHECK(has(clock_text(Lang::vi, clock), "Chậm nhất 13 giờ"));
  CHECK(has(clock_text(Lang::vi, clock), "Thời gian chờ người gửi"));
  const ClockInstance total =
      start_clock(ClockKind::total, "portal", at("2026-03-02 08:00"), policy, calendar).value();
  CHECK(has(clock_text(Lang::vi, total), "không có hạn"));
  const ClockInstance repair =
      start_repair("police", at("2026-03-02 08:00"), 3, day("2026-03-04"), policy, calendar)
          .value();
  CHECK(has(clock_text(Lang::vi, repair), "đã hẹn"));
  const ClockInstance days =
      start_repair("police", at("2026-03-02 08:00"), 3, {}, policy, calendar).value();
  CHECK(has(clock_text(Lang::vi, days), "ngày làm việc thứ 3"));
}
