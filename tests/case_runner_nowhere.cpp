// The step `nowhere:` of case_runner_run.hpp: asks every readable route as everybody and looks for
// what must be nowhere. Learns ids and links from the answers of those who may see.
#include <algorithm>
#include <set>

#include "base/json.hpp"
#include "case_runner_check.hpp"
#include "case_runner_run.hpp"
#include "http/routes.hpp"

namespace camaug::cases {
namespace {

std::vector<std::string> targets_of(std::string_view pattern, const Vars& vars,
                                    const std::set<std::string>& labels) {
  std::vector<std::string> out;
  const auto put = [&](std::string_view name, const std::string& value) {
    std::string target(pattern);
    const auto at = target.find("{" + std::string(name) + "}");
    target.replace(at, name.size() + 2, value);
    return target;
  };
  const auto variants = {"public", "thumb", "poster", "original"};
  if (pattern.find('{') == std::string_view::npos) out.emplace_back(pattern);
  for (const auto& [name, value] : vars) {
    if (name.starts_with("upload.") && pattern.starts_with("/media/")) {
      for (const auto* variant : variants) {
        out.push_back("/media/" + value + "/" + std::string(variant));
      }
    } else if (name.starts_with("upload.") && pattern.starts_with("/api/v1/uploads/")) {
      out.push_back(put("id", value));
    }
  }
  for (const auto& label : labels) {
    if (pattern.find("{code}") != std::string_view::npos) {
      out.push_back(put("code", vars.at(label + ".code")));
    } else if (pattern.ends_with("/{id}")) {
      out.push_back(put("id", vars.at(label + ".id")));
    }
  }
  return out;
}

// What hangs on a query: the lists of the desk, the parts of the figures, a search.
void add_queries(std::vector<std::string>& targets) {
  for (const auto* list : {"submitted", "urgent", "overdue", "sent", "answered", "waiting_reporter",
                           "repairing", "given_back", "reopen", "scope_override", "closed", "all",
                           "mine", "unassigned", "approval", "crime_report", "denunciation"}) {
    targets.push_back("/api/v1/desk/queue?list=" + std::string(list));
  }
  for (const auto* part : {"received", "handled", "open", "refused", "handed_over", "merged",
                           "withdrawn", "overdue", "late:answer", "met:dispatch"}) {
    targets.push_back("/api/v1/figures/list?part=" + std::string(part));
  }
  targets.emplace_back("/api/v1/figures?from=2022-01-01&to=2027-12-31");
}

}  // namespace

// Every readable address for every actor, the old sessions and secrets included.
std::vector<std::pair<Actor*, std::string>> CaseRun::everything_readable() {
  std::vector<std::string> targets;
  for (const auto& route : http::all_routes(true)) {
    if (route.verb != http::Verb::get || route.pattern.starts_with("/geo/")) continue;
    std::ranges::move(targets_of(route.pattern, vars_, labels_), std::back_inserter(targets));
  }
  add_queries(targets);
  std::vector<std::pair<Actor*, std::string>> out;
  for (auto& [name, one] : actors_) {
    for (const auto& target : targets) out.emplace_back(&one, target);
  }
  return out;
}

// log lacks: "Kín Thị Tên", "0912345678"
void CaseRun::check_log(const Step& step) {
  const auto wanted = json::parse("[" + strict_json(step.rest, vars_) + "]");
  if (!wanted || wanted->get_array().empty()) throw CaseFault(step.line, "a list of \"texts\"");
  const std::string log = world_.log_text();
  if (log.find("submit") == std::string::npos) throw CaseFault(step.line, "the log is empty");
  for (const auto& text : wanted->get_array()) {
    const auto at = log.find(std::string_view(text.as_string()));
    if (at == std::string::npos) continue;
    const auto from = log.rfind('\n', at) + 1;
    throw CaseFault(step.line, "the log says: " + log.substr(from, log.find('\n', at) - from));
  }
}

// nowhere: "Kín Thị Tên", "0912345678"
void CaseRun::check_nowhere(const Step& step) {
  const auto wanted = json::parse("[" + strict_json(step.rest, vars_) + "]");
  if (!wanted || wanted->get_array().empty()) throw CaseFault(step.line, "a list of \"texts\"");
  int good = 0;
  for (const auto& [one, target] : everything_readable()) {
    for (const auto& label : labels_) {
      const bool about = target.find(vars_[label + ".id"]) != std::string::npos;
      if (!about && label != *labels_.begin()) continue;
      label_ = label;
      Ask request;
      request.target = target;
      headers(*one, label, false, request);
      if (target.starts_with("/pa/") || target.starts_with("/gui")) {
        request.set("Accept", "text/html");
      }
      const Answer answer = ask(world_.port(), request, std::chrono::milliseconds(30));
      good += answer.status == 200 ? 1 : 0;
      for (const auto& text : wanted->get_array()) {
        const std::string secret(text.as_string());
        if ((answer.head + answer.body).find(secret) == std::string::npos) continue;
        throw CaseFault(step.line,
                        one->name + " reads \"" + secret + "\" in " + target + "\n" + show(answer));
      }
      if (answer.status >= 500 && answer.status != 503) {
        throw CaseFault(step.line, one->name + " asks " + target + "\n" + show(answer));
      }
    }
  }
  if (good < 10) throw CaseFault(step.line, "almost nothing could be read: the case tests nothing");
}

}  // namespace camaug::cases
