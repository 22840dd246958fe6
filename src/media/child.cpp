#include "media/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <thread>
#include <utility>

namespace camaug::media {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

class Budget {
 public:
  explicit Budget(Millis limit) : limit_(limit) {}
  [[nodiscard]] Millis left() const {
    return limit_ - std::chrono::duration_cast<Millis>(watch_.elapsed());
  }

 private:
  Stopwatch watch_;
  Millis limit_;
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (const std::string& text : texts) out.push_back(const_cast<char*>(text.c_str()));
  out.push_back(nullptr);
  return out;
}

// Starts the child as the leader of its own group, its output in the pipe; -1 when impossible.
pid_t start(const ChildJob& job, int output) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  // Libraries print parts of hostile files: their words do not go to our log.
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  pid_t child = -1;
  const int fault = posix_spawn(&child, job.program.c_str(), &files, &attributes,
                                pointers(job.arguments).data(), pointers(job.environment).data());
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  return fault == 0 ? child : -1;
}

// Reads until the end of the output; false when the time is over or the child prints too much.
bool read_all(int input, const Budget& budget, std::size_t bytes_max, std::string& out) {
  std::array<char, 4096> buffer{};
  for (;;) {
    const Millis left = budget.left();
    if (left <= Millis(0)) return false;
    pollfd ready{input, POLLIN, 0};
    if (poll(&ready, 1, static_cast<int>(left.count())) <= 0) continue;
    const auto bytes = read(input, buffer.data(), buffer.size());
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes <= 0) return bytes == 0;
    out.append(buffer.data(), static_cast<std::size_t>(bytes));
    if (out.size() > bytes_max) return false;
  }
}

// The exit status, or nullopt when the child lives on past its time.
std::optional<int> wait_until(pid_t child, const Budget& budget) {
  for (Millis pause(1);; pause = std::min(pause * 2, Millis(50))) {
    int status = 0;
    const pid_t ended = waitpid(child, &status, WNOHANG);
    if (ended == child) return status;
    if (ended < 0 && errno != EINTR) return -1;
    if (budget.left() <= Millis(0)) return {};
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace

std::optional<std::string> run_child(const ChildJob& job) {
  std::array<int, 2> ends{-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return {};
  const Descriptor input(ends[0]);
  Descriptor output(ends[1]);
  const pid_t child = start(job, output.number());
  output.close();
  if (child < 0) return {};
  const Budget budget(job.limit_ms);
  std::string out;
  const bool complete = read_all(input.number(), budget, job.output_bytes_max, out);
  std::optional<int> status;
  if (complete) status = wait_until(child, budget);
  if (!status) {
    // Not reaped yet, so the number is still this child's and its group's.
    kill(-child, SIGKILL);
    kill(child, SIGKILL);
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
    return {};
  }
  if (!WIFEXITED(*status) || WEXITSTATUS(*status) != 0) return {};
  return out;
}

}  // namespace camaug::media
