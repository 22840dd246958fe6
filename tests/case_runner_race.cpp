// The part of case_runner_run.hpp that lets many act at one moment on what all of them saw.
#include <charconv>
#include <latch>
#include <thread>

#include "base/json.hpp"
#include "case_runner_check.hpp"
#include "case_runner_run.hpp"

namespace camaug::cases {
namespace {

struct Racer {
  Ask request;
  Answer answer;
};

std::int64_t events_of(const std::string& head) {
  std::int64_t n = 0;
  std::from_chars(head.data(), head.data() + head.size(), n);
  return n;
}

std::string text_at(const Answer& answer, std::string_view path) {
  const auto json = json::parse(answer.body, 64U << 20);
  const auto value = json ? value_at(*json, path) : std::nullopt;
  return value ? plain(*value) : "";
}

// All at one moment, as far as threads and sockets allow it.
void let_go(std::vector<Racer>& racers, std::uint16_t port) {
  std::latch ready(static_cast<std::ptrdiff_t>(racers.size()));
  std::vector<std::thread> threads;
  for (auto& racer : racers) {
    threads.emplace_back([&] {
      ready.arrive_and_wait();
      racer.answer = ask(port, racer.request);
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace

// race: 8 of each, with one request a line below. All carry the version that is true before and a
// command id of their own: one wins, all others learn what is true now.
void CaseRun::race(const Step& step) {
  int each = 0;
  std::from_chars(step.rest.data(), step.rest.data() + step.rest.size(), each);
  if (each < 1 || step.below.empty()) throw CaseFault(step.line, "race: 8 of each");
  old_session_ = false;
  std::vector<Racer> racers;
  for (int i = 0; i < each; ++i) {
    for (const auto& line : step.below) {
      const auto colon = line.text.find(": ");
      if (colon == std::string::npos) throw CaseFault(line.number, "NAME: action {...}");
      Actor& one = actor(line.text.substr(0, colon));
      racers.push_back({prepare(one, line.text.substr(colon + 2)), {}});
    }
  }
  const std::string report = vars_.at(label_ + ".id");
  const auto before = world_.version_of(report);
  const auto events = events_of(world_.head());
  let_go(racers, world_.port());
  const Answer* winner = nullptr;
  for (const auto& racer : racers) {
    if (racer.answer.status != 200) continue;
    if (winner != nullptr) throw CaseFault(step.line, "more than one won");
    winner = &racer.answer;
  }
  if (winner == nullptr) throw CaseFault(step.line, "nobody won\n" + show(racers[0].answer));
  const std::string version = std::to_string(before + 1);
  for (const auto& racer : racers) {
    const Answer& answer = racer.answer;
    if (&answer == winner) continue;
    const bool told = answer.status == 409 && text_at(answer, "key") == "error.version_moved" &&
                      text_at(answer, "version") == version &&
                      text_at(answer, "state") == text_at(*winner, "state") &&
                      text_at(answer, "actions").starts_with('[');
    if (!told) throw CaseFault(step.line, "a loser was not told what is true\n" + show(answer));
  }
  if (world_.version_of(report) != before + 1 || events_of(world_.head()) != events + 1) {
    throw CaseFault(step.line, "more than one change was made");
  }
  learn(label_, *winner);
}

}  // namespace camaug::cases
