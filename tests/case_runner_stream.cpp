// The part of case_runner_run.hpp that holds a live stream open while something happens.
#include <thread>

#include "base/time.hpp"
#include "case_runner_check.hpp"
#include "case_runner_run.hpp"

namespace camaug::cases {
namespace {

constexpr std::chrono::milliseconds k_silence{5'000};

}  // namespace

// stream of binh ends: quan: POST /api/v1/admin/accounts/$binh.account { active: false }
void CaseRun::stream_ends(const Step& step) {
  const auto words = words_of(step.head);
  const auto colon = step.rest.find(": ");
  if (words.size() != 4 || words[3] != "ends" || colon == std::string::npos) {
    throw CaseFault(step.line, "stream of NAME ends: NAME: request");
  }
  old_session_ = false;
  const Ask listen = prepare(actor(words[2]), "GET /api/v1/events");
  Actor& other = actor(step.rest.substr(0, colon));
  const Ask request = prepare(other, step.rest.substr(colon + 2));
  const auto listeners = world_.listeners();
  Answer heard;
  const Stopwatch watch;
  std::thread listener([&] { heard = ask(world_.port(), listen, k_silence); });
  while (world_.listeners() == listeners && watch.elapsed() < k_silence) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const Stopwatch since;
  const Answer answer = send(other, request);
  listener.join();
  const bool ended = since.elapsed() < k_silence;
  if (heard.status != 200) throw CaseFault(step.line, "there was no stream\n" + show(heard));
  if (answer.status < 200 || answer.status >= 300) {
    throw CaseFault(step.line, "the answer is no success\n" + show(answer));
  }
  if (!ended) throw CaseFault(step.line, "the stream went on");
}

}  // namespace camaug::cases
