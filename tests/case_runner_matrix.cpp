// See case_runner_matrix.hpp.
#include "case_runner_matrix.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>
#include <set>

#include "base/id.hpp"
#include "base/text.hpp"
#include "case_runner_check.hpp"
#include "case_runner_contract.hpp"
#include "case_runner_run.hpp"
#include "domain/workflow.hpp"
#include "http/routes.hpp"

namespace camaug::cases {
namespace {

using domain::Role;

struct Column {
  std::string name;
  Role role;
  std::string agency{};
  std::string area{};
};

// In the order of the table. The reports of the matrix lie in An Xuyên and go to its committee.
const std::vector<Column> k_columns = {
    {"nobody", Role::anonymous},
    {"sender", Role::reporter},
    {"stranger", Role::reporter},
    {"coordinator", Role::coordinator},
    {"leader", Role::agency_leader, "ubnd_32002"},
    {"leader2", Role::agency_leader, "ubnd_32025"},
    {"officer", Role::officer, "ubnd_32002"},
    {"officer2", Role::officer, "ubnd_32025"},
    {"supervisor", Role::supervisor, "", "2025-96"},
    {"supervisor2", Role::supervisor, "", "2025-32025"},
    {"keeper", Role::denunciation_keeper},
    {"admin", Role::admin},
};

// What brings a report from `submitted` to a state: actor and request.
const std::map<std::string, std::vector<std::pair<std::string, std::string>>> k_ways = {
    {"submitted", {}},
    {"urgent", {{"coordinator", "set_urgent"}}},
    {"dispatched", {{"coordinator", "dispatch {lead: ubnd_32002}"}}},
    {"in_progress", {{"coordinator", "dispatch {lead: ubnd_32002}"}, {"officer", "accept"}}},
    {"alarmed", {{"coordinator", "dispatch {lead: ubnd_32002}"}, {"coordinator", "set_urgent"}}},
    {"unasked", {{"coordinator", "dispatch {lead: ubnd_32002}"}}},
    {"asked",
     {{"coordinator", "dispatch {lead: ubnd_32002}"},
      {"coordinator", "ask_contact {reason: \"Hỏi đường\"}"}}},
    {"waiting", {{"coordinator", "ask_reporter {question: \"Ở đâu?\"}"}}},
    {"answered",
     {{"coordinator", "dispatch {lead: ubnd_32002}"},
      {"officer", "accept"},
      {"officer", "answer {kind: final, text: Xong, outcome: fixed, no_photo_reason: Mưa}"}}},
    {"resolved",
     {{"coordinator", "dispatch {lead: ubnd_32002}"},
      {"officer", "accept"},
      {"officer", "answer {kind: final, text: Xong, outcome: fixed, no_photo_reason: Mưa}"},
      {"coordinator", "relay"}}},
    {"reopening",
     {{"coordinator", "dispatch {lead: ubnd_32002}"},
      {"officer", "accept"},
      {"officer", "answer {kind: final, text: Xong, outcome: fixed, no_photo_reason: Mưa}"},
      {"coordinator", "relay"},
      {"sender", "ask_reopen {reason: \"Còn hư\"}"}}},
    {"merged", {{"coordinator", "merge {master: $master.code}"}}},
    {"published", {{"coordinator", "publish"}}},
    {"denunciation", {{"coordinator", "refuse {kind: denunciation, text: \"Nơi khác\"}"}}},
};

struct Row {
  int line = 0;
  std::string verb;
  std::string target;
  std::string state;
  std::string body;
  std::vector<std::string> want;
};

// VERB /path [@state] [{body}] | a status for each column
Row row_of(int number, const std::string& text) {
  Row row;
  row.line = number;
  const auto bar = text.rfind('|');
  if (bar == std::string::npos) throw CaseFault(number, "a row needs a |");
  row.want = words_of(text.substr(bar + 1));
  if (row.want.size() == 1) row.want.resize(k_columns.size(), row.want.front());
  if (row.want.size() != k_columns.size()) {
    throw CaseFault(number, "a row needs " + std::to_string(k_columns.size()) + " answers");
  }
  std::string left = text.substr(0, bar);
  const auto brace = left.find(" {");
  if (brace != std::string::npos) {
    row.body = left.substr(brace);
    left.resize(brace);
  }
  const auto words = words_of(left);
  row.verb = words.at(0);
  row.target = words.at(1);
  if (words.size() > 2) row.state = words[2].substr(1);
  return row;
}

std::vector<Row> read_rows(const std::string& path) {
  std::vector<Row> rows;
  std::ifstream file(path);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    const auto text = trim(line);
    if (text.empty() || text.starts_with('#')) continue;
    rows.push_back(row_of(number, std::string(text)));
  }
  return rows;
}

class Matrix {
 public:
  Matrix(const Prepared& prepared, const Script& script) : run_(prepared, script, "matrix") {
    run_.world().clock.set(*parse_local("2026-11-20 08:00"));
    for (const auto& column : k_columns) {
      run_.add_actor(column.name, column.role, column.agency, column.area);
    }
    make("submitted");
    run_.keep("master.code", run_.vars().at(label_ + ".code"));
    must("sender", "upload photo tests/data/media/pothole.jpg");
  }

  // "" or what is wrong with the row.
  std::string check(const Row& row) {
    std::string wrong;
    for (std::size_t i = 0; i < k_columns.size(); ++i) {
      Actor& actor = run_.actor(k_columns[i].name);
      if (!row.state.empty() && (state_ != row.state || used_)) make(row.state);
      const Answer answer = run_.send(actor, run_.prepare(actor, request_of(row)));
      used_ = used_ || (row.verb != "GET" && answer.status < 400);
      if (row.target.starts_with("/api/v1/session") && row.verb != "GET") {
        actor.cookies.clear();
        actor.signed_in.reset();
      }
      if (std::to_string(answer.status) == row.want[i]) continue;
      wrong += "  " + k_columns[i].name + " wants " + row.want[i] + " and gets " +
               std::to_string(answer.status) + " " + answer.body.substr(0, 300) + "\n";
    }
    return wrong;
  }

 private:
  void must(const std::string& name, const std::string& what) {
    Actor& actor = run_.actor(name);
    Ask request = run_.prepare(actor, what);
    request.drop("If-Match");
    const Answer answer = run_.send(actor, request);
    if (answer.status < 200 || answer.status > 299) {
      throw std::runtime_error("the matrix cannot " + what + ": " + show(answer));
    }
    if (what.starts_with("submit")) {
      const auto receipt = boost::json::parse(answer.body);
      run_.keep(label_ + ".id", plain(receipt.at("id")));
      run_.keep(label_ + ".code", plain(receipt.at("code")));
      run_.keep("it.id", plain(receipt.at("id")));
    }
  }

  // A new report, brought to the state.
  void make(const std::string& state) {
    label_ = "r" + std::to_string(++made_);
    state_ = state;
    used_ = false;
    const auto way = k_ways.find(state);
    if (way == k_ways.end()) throw std::runtime_error("the matrix knows no state " + state);
    must("sender", "submit @" + label_ +
                       " {tile: roads, text: \"Ổ gà\", lat7: 92222700, lon7: 1051786500,"
                       " phone: \"0912345678\", consent_call: " +
                       (state == "asked" || state == "unasked" ? "false}" : "true}"));
    for (const auto& [name, what] : way->second) {
      const auto space = what.find(' ');
      must(name, what.substr(0, space) + " @" + label_ +
                     (space == std::string::npos ? "" : what.substr(space)));
    }
  }

  std::string request_of(const Row& row) {
    std::string target = row.target;
    const auto put = [&](const std::string& what, const std::string& with) {
      const auto at = target.find(what);
      if (at != std::string::npos) target.replace(at, what.size(), with);
    };
    if (target.starts_with("/api/v1/uploads/") || target.starts_with("/media/")) {
      put("{id}", row.verb == "PUT" ? make_uuid7(run_.world().clock.now())
                                    : run_.vars().at("upload.photo"));
    } else if (target.starts_with("/api/v1/admin/")) {
      put("{id}", run_.vars().at("officer2.account"));
    } else if (!row.state.empty()) {
      put("{id}", run_.vars().at(label_ + ".id"));
      put("{code}", run_.vars().at(label_ + ".code"));
    }
    // The label is what gives the sender the secret of this report.
    const std::string label = row.state.empty() ? "it" : label_;
    return row.verb + " @" + label + " " + target + row.body;
  }

  CaseRun run_;
  std::string label_;
  std::string state_;
  int made_ = 0;
  bool used_ = false;
};

bool same_path(std::string_view pattern, std::string_view target) {
  while (!pattern.empty() && !target.empty()) {
    pattern.remove_prefix(1);
    target.remove_prefix(1);
    const auto a = pattern.substr(0, pattern.find('/'));
    const auto b = target.substr(0, std::min(target.find('/'), target.find('?')));
    if (!a.starts_with('{') && a != b) return false;
    pattern.remove_prefix(a.size());
    target.remove_prefix(b.size());
    if (target.starts_with('?')) target = {};
  }
  return pattern.empty() && target.empty();
}

// Routes and actions that no row asks.
std::vector<std::string> missing_rows(const std::vector<Row>& rows) {
  std::vector<std::string> missing;
  const auto asks = [&](std::string_view verb, std::string_view pattern) {
    return std::ranges::any_of(
        rows, [&](const Row& row) { return row.verb == verb && same_path(pattern, row.target); });
  };
  for (const auto& route : http::all_routes(true)) {
    const auto verb = http::to_text(route.verb);
    if (!asks(verb, route.pattern))
      missing.push_back(std::string(verb) + " " + std::string(route.pattern));
  }
  for (std::size_t i = 0; i < domain::k_action_words.size(); ++i) {
    const auto action = static_cast<domain::Action>(i);
    bool somebody = false;
    for (const auto& column : k_columns) {
      somebody = somebody || has_action(domain::k_role_actions[std::size_t(column.role)], action);
    }
    const std::string path = "/api/v1/reports/{id}/" + std::string(domain::k_action_words[i]);
    const bool begins = action == domain::Action::submit || action == domain::Action::join;
    if (somebody && !begins && !asks("POST", path)) {
      missing.push_back("POST " + path);
    }
  }
  return missing;
}

}  // namespace

MatrixResult run_matrix(const Prepared& prepared, const std::string& path, std::ostream& out) {
  MatrixResult result;
  const auto count = [&](int line, const std::string& what, const std::string& wrong) {
    (wrong.empty() ? result.passed : result.failed) += 1;
    if (!wrong.empty()) out << "FAIL " << path << ':' << line << ": " << what << '\n' << wrong;
  };
  try {
    const auto rows = read_rows(path);
    for (const auto& missing : missing_rows(rows)) count(1, "no row for " + missing, "\n");
    for (const auto& fault : contract_faults(CAMAUG_SOURCE_DIR "/api/openapi.yaml")) {
      count(1, fault, "\n");
    }
    const Script script;
    Matrix matrix(prepared, script);
    for (const auto& row : rows) {
      count(row.line, row.verb + " " + row.target, matrix.check(row));
    }
  } catch (const CaseFault& fault) {
    count(fault.line(), fault.what(), "\n");
  } catch (const std::exception& error) {
    count(1, error.what(), "\n");
  }
  return result;
}

}  // namespace camaug::cases
