// One case from beginning to end: its actors, its reports, its clock, and each step in turn.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "case_runner_client.hpp"
#include "case_runner_script.hpp"
#include "case_runner_world.hpp"

namespace camaug::cases {

struct Actor {
  std::string name;
  domain::Role role = domain::Role::anonymous;
  std::string account;
  std::map<std::string, std::string> cookies;
  std::optional<Instant> signed_in;
};

class CaseRun {
 public:
  CaseRun(const Prepared& prepared, const Script& script, const std::string& folder);
  // Throws CaseFault at the first thing that is not as the case wants it.
  void run();

  [[nodiscard]] World& world() { return world_; }
  Actor& add_actor(const std::string& name, domain::Role role, const std::string& agency,
                   const std::string& area);
  [[nodiscard]] Actor& actor(const std::string& name);
  void keep(const std::string& name, const std::string& value) { vars_[name] = value; }
  [[nodiscard]] const Vars& vars() const { return vars_; }
  // One request as the actor would make it; "dispatch @it {...}", "GET /path", "submit {...}".
  [[nodiscard]] Ask prepare(Actor& actor, const std::string& what);
  [[nodiscard]] Answer send(Actor& actor, const Ask& request);
  void sign_in(Actor& actor);
  [[nodiscard]] std::string secret(const Actor& actor, const std::string& label);

 private:
  void step(const Step& step);
  void set_clock(const Step& step);
  void load_profile(const Step& step);
  void add_actors(const Step& step);
  void request(const Step& step, Actor& actor);
  void race(const Step& step);
  void stream_ends(const Step& step);
  // "with ..." lines; the number of the first line that is no such line.
  std::size_t modify(const Step& step, Ask& request);
  void check(const Step& step, std::size_t from, const Answer& answer);
  void check_sent(const Step& step);
  void check_whole(const Step& step);
  void check_nowhere(const Step& step);
  void check_log(const Step& step);
  void name_uploads(const std::string& text);
  void learn(const std::string& label, const Answer& answer);
  void headers(Actor& actor, const std::string& label, bool action, Ask& request);
  void prepare_upload(const std::vector<std::string>& words, const std::string& rest, Ask& request);
  std::string recipient_of(const std::string& kind, const std::string& who, int line);
  std::vector<std::pair<Actor*, std::string>> everything_readable();

  const Script& script_;
  World world_;
  std::map<std::string, Actor> actors_;
  std::map<std::string, std::string> secrets_;  // "actor label"
  std::set<std::string> labels_;
  Vars vars_;
  Ask last_;
  Answer answer_;
  std::string label_;  // of the request being made
  bool old_session_ = false;
  int repetitions_ = 1;
  bool at_once_ = false;
  bool new_ones_ = false;
  bool tampered_ = false;
  std::string head_;
};

}  // namespace camaug::cases
