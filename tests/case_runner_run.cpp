// See case_runner_run.hpp. This file walks the steps; case_runner_request makes the requests.
#include "case_runner_run.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "case_runner_check.hpp"

namespace camaug::cases {
namespace {

WorldOptions options_of(const Script& script) {
  WorldOptions options;
  for (const auto& step : script.steps) {
    if (step.head == "limits") options.limits = step.rest == "on";
    if (step.head == "policy") {
      if (step.rest != "answer_needs_approval") throw CaseFault(step.line, "an unknown policy");
      options.answer_needs_approval = true;
    }
  }
  return options;
}

std::vector<std::string> items_of(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const auto comma = list.find(',');
    const auto item = trim(list.substr(0, comma));
    if (!item.empty()) out.emplace_back(item);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return out;
}

}  // namespace

CaseRun::CaseRun(const Prepared& prepared, const Script& script, const std::string& folder)
    : script_(script), world_(prepared, folder, options_of(script)) {
  add_actor("anyone", domain::Role::anonymous, "", "");
}

void CaseRun::run() {
  for (const auto& one : script_.steps) step(one);
  if (tampered_) return;
  for (const auto& report : world_.unsettled()) {
    throw CaseFault(script_.steps.back().line, "at the end its deadlines move: " + report);
  }
  for (const auto& what : world_.breaks(head_)) {
    throw CaseFault(script_.steps.back().line, "at the end the record is broken: " + what);
  }
}

void CaseRun::step(const Step& step) {
  if (step.head == "limits" || step.head == "policy") return;
  if (step.head == "clock") return set_clock(step);
  if (step.head == "actors") return add_actors(step);
  if (step.head == "jobs") return world_.run_jobs();
  if (step.head == "race") return race(step);
  if (step.head.starts_with("stream of ")) return stream_ends(step);
  if (step.head == "restart") return world_.restart();
  if (step.head == "profile") return load_profile(step);
  if (step.head == "sent") return check_sent(step);
  if (step.head == "verify") return check_whole(step);
  if (step.head == "nowhere") return check_nowhere(step);
  if (step.head == "log lacks") return check_log(step);
  if (step.head == "note the head") {
    head_ = world_.head();
    return;
  }
  if (step.head == "sql") {
    tampered_ = true;
    return world_.tamper(fill_in(step.rest, vars_));
  }
  const auto found = actors_.find(step.head);
  if (found == actors_.end()) throw CaseFault(step.line, "nobody is called " + step.head);
  request(step, found->second);
}

void CaseRun::set_clock(const Step& step) {
  if (const auto span = parse_span(step.rest)) {
    world_.clock.set(world_.clock.now() + *span);
  } else if (const auto at = parse_local(step.rest); at && *at >= world_.clock.now()) {
    world_.clock.set(*at);
  } else {
    throw CaseFault(step.line, "a clock is a later local time or a span such as +20m");
  }
}

// profile: calendar.csv + 2026-11-23,holiday,...
void CaseRun::load_profile(const Step& step) {
  const auto plus = step.rest.find(" + ");
  if (plus == std::string::npos) throw CaseFault(step.line, "profile: FILE + a line of it");
  world_.load_profile(step.rest.substr(0, plus), step.rest.substr(plus + 3));
}

Actor& CaseRun::actor(const std::string& name) {
  return actors_.at(name);
}

Actor& CaseRun::add_actor(const std::string& name, domain::Role role, const std::string& agency,
                          const std::string& area) {
  Actor one;
  one.name = name;
  one.role = role;
  if (role != domain::Role::anonymous && role != domain::Role::reporter) {
    one.account = world_.add_account(name, role, agency, area);
    vars_[name + ".account"] = one.account;
  }
  return actors_[name] = one;
}

// an = reporter, lan = officer at ubnd_32002, tinh = supervisor in 2025-96
void CaseRun::add_actors(const Step& step) {
  std::string list = step.rest;
  for (const auto& line : step.below) list += ", " + line.text;
  for (const auto& item : items_of(list)) {
    const auto words = words_of(item);
    const auto role =
        words.size() >= 3 && words[1] == "=" ? domain::parse_role(words[2]) : std::nullopt;
    const bool where = words.size() == 5 && (words[3] == "at" || words[3] == "in");
    if (!role || (words.size() != 3 && !where)) throw CaseFault(step.line, "an actor: " + item);
    add_actor(words[0], *role, where && words[3] == "at" ? words[4] : "",
              where && words[3] == "in" ? words[4] : "");
  }
}

std::string CaseRun::recipient_of(const std::string& kind, const std::string& who, int line) {
  if (kind == "coordinators") return "coordinators:";
  if (kind == "reporter") {
    const std::string label = who.empty() ? "it" : who.substr(1);
    const auto id = vars_.find(label + ".id");
    if (id == vars_.end()) throw CaseFault(line, "there is no report @" + label);
    return "reporter:" + id->second;
  }
  const bool person = kind == "officer" || kind == "account";
  return kind + ":" + (person ? actor(who).account : who);
}

// reporter notice.reporter.received, agency ubnd_32002 notice.agency.dispatched, nobody else
void CaseRun::check_sent(const Step& step) {
  std::vector<std::string> is;
  for (const auto& message : world_.sent()) is.push_back(message.recipient + " " + message.key);
  std::string list = step.rest;
  for (const auto& line : step.below) list += ", " + line.text;
  std::string found;
  for (const auto& what : is) found += "  " + what + "\n";
  bool closed = false;
  for (const auto& item : items_of(list)) {
    const auto words = words_of(item);
    closed = closed || item == "nobody else" || item == "nobody";
    if (closed) continue;
    if (words.size() < 2 || words.size() > 3) throw CaseFault(step.line, "a notice: " + item);
    const std::string want =
        recipient_of(words[0], words.size() == 3 ? words[1] : "", step.line) + " " + words.back();
    const auto at = std::ranges::find(is, want);
    if (at == is.end()) {
      throw CaseFault(step.line, "not sent: " + item + "\nsent was:\n" + found);
    }
    is.erase(at);
  }
  if (closed && !is.empty()) throw CaseFault(step.line, "sent too: " + is.front() + "\n" + found);
}

// verify: whole | verify: broken report.state
void CaseRun::check_whole(const Step& step) {
  const auto breaks = world_.breaks(head_);
  std::string all;
  for (const auto& what : breaks) all += what + "\n";
  if (step.rest == "whole") {
    if (!breaks.empty()) throw CaseFault(step.line, "the record is broken: " + all);
    return;
  }
  const std::string wanted = fill_in(trim(step.rest.substr(step.rest.find(' ') + 1)), vars_);
  if (!step.rest.starts_with("broken ") || all.find(wanted) == std::string::npos) {
    throw CaseFault(step.line, "verify says: " + (all.empty() ? "the record is whole" : all));
  }
}

void CaseRun::check(const Step& step, std::size_t from, const Answer& answer) {
  std::optional<boost::json::value> json;
  if (answer.header("Content-Type").find("json") != std::string::npos) {
    if (auto parsed = json::parse(answer.body, 64U << 20)) json = std::move(*parsed);
  }
  for (const auto* untranslated : {"\"detail\":\"error.", "\"text\":\"error."}) {
    if (answer.body.find(untranslated) != std::string::npos) {
      throw CaseFault(step.line, "an error without words\n" + show(answer));
    }
  }
  bool status_wanted = false;
  for (std::size_t i = from; i < step.below.size(); ++i) {
    const auto& line = step.below[i];
    std::string wrong;
    try {
      if (line.text.starts_with("keep ")) {
        const auto words = words_of(line.text);
        if (words.size() == 4 && words[2] == "header") {
          vars_[words[1]] = answer.header(words[3]);
          continue;
        }
        const auto value = json && words.size() == 3 ? value_at(*json, words[2]) : std::nullopt;
        if (!value) throw CaseFault(line.number, "nothing to keep\n" + show(answer));
        vars_[words[1]] = plain(*value);
        continue;
      }
      wrong = complaint(answer, json, line.text, vars_);
    } catch (const std::out_of_range& error) {
      wrong = error.what();
    }
    if (!wrong.empty()) {
      throw CaseFault(line.number, line.text + "\nbut " + wrong + "\n" + show(answer));
    }
    status_wanted = status_wanted || (line.text[0] >= '1' && line.text[0] <= '9');
  }
  if (!status_wanted && (answer.status < 200 || answer.status >= 300)) {
    throw CaseFault(step.line, "the answer is no success\n" + show(answer));
  }
}

}  // namespace camaug::cases
