// The JSON-lines contract of `camaug deadline`: examples, bad lines and the exit status.
#include "cli/deadline.hpp"

#include <boost/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "domain/calendar_for_test.hpp"

using namespace camaug;
using namespace camaug::domain::for_test;

namespace {

struct Run {
  int status = 0;
  std::vector<boost::json::value> lines;
};

Run run(const std::string& input) {
  std::istringstream in(input);
  std::ostringstream out;
  const std::vector<domain::PolicyVersion> policies = {sample_policy()};
  Run result;
  result.status = cli::run_deadline(in, out, sample_calendar(), policies);
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) {
    result.lines.push_back(boost::json::parse(line));
  }
  return result;
}

std::string due(const std::string& clock, const std::string& rule, const std::string& start) {
  const Run result = run(R"({"id":1,"clock":")" + clock + R"(","rule":")" + rule +
                         R"(","start":")" + start + "\"}\n");
  REQUIRE(result.lines.size() == 1);
  const auto* text = result.lines[0].as_object().if_contains("due");
  return text == nullptr ? "" : std::string(text->as_string());
}

std::string error_of(const std::string& line) {
  const Run result = run(line + "\n");
  CHECK(result.status == 1);
  REQUIRE(result.lines.size() == 1);
  CHECK(result.lines[0].as_object().size() == 2);
  return std::string(result.lines[0].at("error").as_string());
}

}  // namespace

TEST_CASE("the published examples come out of the command") {
  CHECK(due("dispatch", "by_start_day", "2026-11-20T23:30:00+07:00") ==
        "2026-11-21T01:30:00+07:00");
  CHECK(due("dispatch", "by_start_shift", "2026-11-17T22:00:00+07:00") ==
        "2026-11-18T10:00:00+07:00");
  CHECK(due("dispatch", "by_share", "2026-11-20T23:30:00+07:00") == "2026-11-21T09:00:00+07:00");
  CHECK(due("relay", "office_hours", "2026-03-02T03:00:00Z") == "2026-03-02T14:00:00+07:00");
  CHECK(due("give_back", "by_start_day", "2026-03-01T18:00:00-05:00") ==
        "2026-03-02T07:00:00+07:00");
}

TEST_CASE("an answer has exactly the members of the contract") {
  const Run result =
      run("\n{\"id\":\"a<1\",\"clock\":\"answer\",\"start\":\"2026-03-07T08:00:00+07:00\"}\r\n \n");
  CHECK(result.status == 0);
  REQUIRE(result.lines.size() == 1);
  const auto& answer = result.lines[0].as_object();
  CHECK(answer.size() == 3);
  CHECK(answer.at("id") == "a<1");
  CHECK(answer.at("due") == "2026-03-08T08:00:00+07:00");
  const auto& why = answer.at("why").as_object();
  CHECK(why.size() == 5);
  CHECK(why.at("rule") == "by_start_day");
  CHECK(why.at("day_kind") == "off");
  CHECK(why.at("limit") == "PT24H");
  CHECK(why.at("article") == "Quyết định mẫu 01");
  CHECK(why.at("text_vi") ==
        "Hạn phản hồi là 24 giờ, vì bắt đầu trong ngày nghỉ (8 giờ, thứ Bảy 07/03/2026); từ đó "
        "tính giờ liên tục. Chậm nhất 8 giờ, Chủ nhật 08/03/2026. Đây là hạn của cơ quan được "
        "giao. Căn cứ: Quyết định mẫu 01.");
}

TEST_CASE("bad lines are answered, the others too, and the status is 1") {
  const Run result =
      run("{\"id\":7,\"clock\":\"answer\",\"start\":\"2026-03-02T08:00:00+07:00\"}\n"
          "not json\n"
          "{\"id\":\"x\",\"clock\":\"repair\",\"start\":\"2026-03-02T08:00:00+07:00\"}\n"
          "{\"id\":9,\"clock\":\"relay\",\"start\":\"2026-03-02T08:00:00+07:00\"}");
  CHECK(result.status == 1);
  REQUIRE(result.lines.size() == 4);
  CHECK(result.lines[0].at("id") == 7);
  CHECK(result.lines[1].at("id").is_null());
  CHECK(result.lines[2].at("id") == "x");
  CHECK(result.lines[2].as_object().contains("error"));
  CHECK(result.lines[3].at("due") == "2026-03-02T10:00:00+07:00");
  CHECK(run("").status == 0);
}

TEST_CASE("an error names what is wrong") {
  const std::string good = R"("clock":"answer","start":"2026-03-02T08:00:00+07:00")";
  CHECK(error_of("{\"id\":1,\"extra\":2,\"zone\":3," + good + "}") ==
        "extra: Không có mục này. zone: Không có mục này.");
  CHECK(error_of("{" + good + "}") == "id: Mục này còn thiếu.");
  CHECK(error_of("{\"id\":1.5," + good + "}").starts_with("id: "));
  CHECK(error_of("{\"id\":[1]," + good + "}").starts_with("id: "));
  CHECK(error_of("{\"id\":1}").find("start: ") != std::string::npos);
  CHECK(error_of("[]").starts_with("body: "));
  CHECK(error_of("{\"id\":1,\"rule\":\"promised_date\"," + good + "}").starts_with("rule: "));
  CHECK(
      error_of(R"({"id":1,"clock":5,"start":"2026-03-02T08:00:00+07:00"})").starts_with("clock: "));
  CHECK(error_of(R"({"id":1,"clock":"total","start":"2026-03-02T08:00:00+07:00"})")
            .starts_with("clock: "));
  for (const char* start : {"2026-03-02", "2026-03-02T08:00:00", "2026-02-30T08:00:00+07:00",
                            "2026-03-02T24:00:00+07:00", "tomorrow"}) {
    CHECK(error_of(R"({"id":1,"clock":"answer","start":")" + std::string(start) + "\"}")
              .starts_with("start: "));
  }
  CHECK(error_of(R"({"id":1,"clock":"answer","start":"2029-03-02T08:00:00+07:00"})").find("2029") !=
        std::string::npos);
  CHECK(error_of(R"({"id":1,"clock":"answer","start":"2020-03-02T08:00:00+07:00"})")
            .find("2020-03-02") != std::string::npos);
  CHECK(error_of("{\"id\":1,\"clock\":\"" + std::string(20'000, 'x') + "\"}").find("16384") !=
        std::string::npos);
  CHECK_FALSE(error_of("{\"id\":1,\"clock\":\"\xff\"," + good + "}").empty());
}
