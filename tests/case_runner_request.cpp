// The part of case_runner_run.hpp that makes requests: headers, ids, secrets, repetitions.
#include <algorithm>
#include <thread>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "case_runner_check.hpp"
#include "case_runner_run.hpp"

namespace camaug::cases {
namespace {

using domain::Role;

constexpr Millis k_session_trusted = std::chrono::hours(11);

bool is_verb(const std::string& word) {
  return word == "GET" || word == "POST" || word == "PUT" || word == "DELETE" || word == "HEAD" ||
         word == "PATCH" || word == "OPTIONS";
}

bool is_staff(Role role) {
  return role != Role::anonymous && role != Role::reporter && role != Role::system;
}

// A form without JavaScript: multipart, one part a member.
void as_form(const std::string& json, Ask& request) {
  const std::string boundary = "----case";
  const auto fields = boost::json::parse(json).as_object();
  for (const auto& field : fields) {
    request.body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" +
                    std::string(field.key()) + "\"\r\n\r\n" + plain(field.value()) + "\r\n";
  }
  request.body += "--" + boundary + "--\r\n";
  request.set("Content-Type", "multipart/form-data; boundary=" + boundary);
  request.set("Accept", "text/html");
}

}  // namespace

std::string CaseRun::secret(const Actor& actor, const std::string& label) {
  std::string& secret = secrets_[actor.name + " " + label];
  if (secret.empty()) secret = random_token(16);
  return secret;
}

void CaseRun::sign_in(Actor& actor) {
  Ask request;
  request.verb = "POST";
  request.target = "/api/v1/session";
  request.set("Origin", "http://127.0.0.1:" + std::to_string(world_.port()));
  request.set("Content-Type", "application/json");
  request.body =
      R"({"username":")" + actor.name + R"(","password":")" + std::string(k_password) + "\"}";
  actor.signed_in = world_.clock.now();
  const Answer answer = send(actor, request);
  if (answer.status != 200) throw std::runtime_error(actor.name + " cannot sign in");
}

Answer CaseRun::send(Actor& actor, const Ask& request) {
  Answer answer = ask(world_.port(), request);
  for (const auto& [name, value] : answer.headers) {
    if (name != "Set-Cookie") continue;
    const auto equals = value.find('=');
    const auto end = value.find(';');
    actor.cookies[value.substr(0, equals)] = value.substr(equals + 1, end - equals - 1);
  }
  std::erase_if(actor.cookies, [](const auto& cookie) { return cookie.second.empty(); });
  return answer;
}

// $upload.photo is the id of a photo from its first mention on, also before it is sent.
void CaseRun::name_uploads(const std::string& text) {
  for (const auto& name : names_in(text)) {
    const bool fresh = name.starts_with("upload.") || name.starts_with("new.");
    if (fresh && !vars_.contains(name)) vars_[name] = make_uuid7(world_.clock.now());
  }
}

void CaseRun::headers(Actor& actor, const std::string& label, bool action, Ask& request) {
  if (request.verb != "GET" && request.verb != "HEAD") {
    request.set("Origin", "http://127.0.0.1:" + std::to_string(world_.port()));
    request.set("X-Command-Id", make_uuid7(world_.clock.now()));
    if (request.verb != "PUT") request.set("Content-Type", "application/json");
  }
  request.set("Accept", "application/json");
  if (action) request.set("If-Match", "\"" + vars_[label + ".version"] + "\"");
  if (actor.role == Role::reporter) request.set("X-Follow-Secret", secret(actor, label));
  if (is_staff(actor.role) && !old_session_ &&
      (!actor.signed_in || world_.clock.now() - *actor.signed_in > k_session_trusted)) {
    sign_in(actor);
  }
  std::string cookies;
  for (const auto& [name, value] : actor.cookies) {
    cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
  }
  if (!cookies.empty()) request.set("Cookie", cookies);
}

// upload photo tests/data/media/pothole.jpg | upload photo cut 2000 FILE | upload photo raw ...
void CaseRun::prepare_upload(const std::vector<std::string>& words, const std::string& rest,
                             Ask& request) {
  if (words.size() < 3) throw std::runtime_error("upload NAME FILE");
  request.verb = "PUT";
  request.target = "/api/v1/uploads/" + vars_["upload." + words[1]];
  if (words[2] == "raw") {
    request.body = raw_bytes(rest.substr(rest.find(" raw ") + 5));
    return;
  }
  const bool cut = words[2] == "cut";
  request.body = read_bytes(std::string(CAMAUG_SOURCE_DIR "/") + words[cut ? 4 : 2]);
  if (cut) request.body.resize(static_cast<std::size_t>(std::stoul(words[3])));
}

Ask CaseRun::prepare(Actor& actor, const std::string& what) {
  const auto body_at = std::min(what.find(" {"), what.find(" ["));
  const auto raw_at = what.find(" raw ");
  const auto words = words_of(what.substr(0, std::min(body_at, raw_at)));
  const bool labelled = words.size() > 1 && words[1].starts_with('@');
  label_ = labelled ? words[1].substr(1) : "it";
  const bool upload = words.at(0) == "upload";
  if (upload) {
    if (words.size() > 2 && words.back().starts_with('@')) label_ = words.back().substr(1);
    name_uploads("$upload." + words.at(1));
  }
  name_uploads(what);
  if (words[0] == "submit" && !vars_.contains(label_ + ".id")) {
    vars_[label_ + ".id"] = make_uuid7(world_.clock.now());
  }
  if (words[0] == "submit") vars_[label_ + ".secret"] = secret(actor, label_);
  Ask request;
  bool action = false;
  if (upload) {
    prepare_upload(words_of(what), what, request);
  } else if (is_verb(words[0])) {
    request.verb = words[0];
    request.target = fill_in(words.at(labelled ? 2 : 1), vars_);
  } else if (words[0] == "submit") {
    request.verb = "POST";
    request.target = "/api/v1/reports";
  } else if (words[0] == "see" || words[0] == "public") {
    request.target = words[0] == "see" ? "/api/v1/reports/" + vars_.at(label_ + ".id")
                                       : "/api/v1/public/" + vars_.at(label_ + ".code");
  } else {
    action = true;
    request.verb = "POST";
    request.target = "/api/v1/reports/" + vars_.at(label_ + ".id") + "/" + words[0];
    request.body = "{}";
  }
  headers(actor, label_, action, request);
  if (!upload && raw_at != std::string::npos) request.body = raw_bytes(what.substr(raw_at + 5));
  const auto form_at = what.find(" form {");
  if (form_at != std::string::npos) {
    as_form(strict_json(std::string_view(what).substr(form_at + 6), vars_), request);
  } else if (!upload && raw_at == std::string::npos && body_at != std::string::npos) {
    request.body = strict_json(trim(std::string_view(what).substr(body_at)), vars_);
    if (words[0] == "submit" && request.body.find("\"id\":") == std::string::npos) {
      const bool empty = trim(request.body.substr(1)).starts_with('}');
      request.body.insert(1, "\"id\":\"" + vars_[label_ + ".id"] + (empty ? "\"" : "\","));
    }
  }
  return request;
}

void CaseRun::learn(const std::string& label, const Answer& answer) {
  if (answer.status < 200 || answer.status >= 300) return;
  if (const auto json = json::parse(answer.body, 64U << 20); json && json->is_object()) {
    const auto id = value_at(*json, "id");
    const auto code = value_at(*json, "code");
    if (id && code && id->is_string() && vars_[label + ".id"] == plain(*id)) {
      vars_[label + ".code"] = plain(*code);
      labels_.insert(label);
    }
  }
  for (const auto& one : labels_) {
    vars_[one + ".version"] = std::to_string(world_.version_of(vars_[one + ".id"]));
  }
}

std::size_t CaseRun::modify(const Step& step, Ask& request) {
  std::size_t i = 0;
  for (; i < step.below.size() && step.below[i].text.starts_with("with "); ++i) {
    const std::string text = fill_in(step.below[i].text.substr(5), vars_);
    const auto words = words_of(text);
    if (text == "the old session") continue;  // seen before the request was made
    if (text == "the same command") {
      for (const auto& [name, value] : last_.headers) {
        if (name == "X-Command-Id") request.set(name, value);
      }
    } else if (words.size() == 2 && words[0] == "no") {
      request.drop(words[1]);
    } else if (words.size() >= 2 && words[0][0] >= '0' && words[0][0] <= '9') {
      repetitions_ = std::stoi(words[0]);
      at_once_ = words.size() == 3 && words[1] == "at" && words[2] == "once";
      new_ones_ = words[1] == "new";
    } else if (words.size() >= 2) {
      request.set(words[0], std::string(trim(text.substr(words[0].size()))));
    } else {
      throw CaseFault(step.below[i].number, "with what?");
    }
  }
  return i;
}

void CaseRun::request(const Step& step, Actor& actor) {
  repetitions_ = 1;
  at_once_ = new_ones_ = false;
  old_session_ = std::ranges::any_of(
      step.below, [](const Line& line) { return line.text == "with the old session"; });
  Ask request;
  try {
    request = step.rest == "as before" ? last_ : prepare(actor, step.rest);
    const bool changes = request.verb != "GET" && request.verb != "HEAD";
    if (changes) request.set("Origin", "http://127.0.0.1:" + std::to_string(world_.port()));
  } catch (const std::exception& error) {
    throw CaseFault(step.line, error.what());
  }
  const std::size_t from = modify(step, request);
  if (at_once_) {
    std::vector<Answer> answers(static_cast<std::size_t>(repetitions_));
    std::vector<std::thread> threads;
    for (auto& one : answers) threads.emplace_back([&] { one = ask(world_.port(), request); });
    for (auto& thread : threads) thread.join();
    for (const auto& one : answers) {
      learn(label_, one);
      check(step, from, one);
    }
  }
  for (int i = 0; !at_once_ && i < repetitions_; ++i) {
    if (new_ones_ && i > 0) {
      vars_.erase(label_ + ".id");
      request = prepare(actor, step.rest);
    }
    answer_ = send(actor, request);
    learn(label_, answer_);
    check(step, from, answer_);
  }
  last_ = request;
}

}  // namespace camaug::cases
