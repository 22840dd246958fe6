#include "store/news.hpp"

#include <charconv>

#include "base/log.hpp"
#include "store/event.hpp"
#include "store/statement.hpp"

namespace camaug::store {
namespace {

const Sql k_listen{"news.listen", "LISTEN camaug", Engine::postgres};
const Sql k_notify{"news.notify", "SELECT pg_notify('camaug', $1)", Engine::postgres};

constexpr std::chrono::milliseconds k_moment{200};
constexpr std::chrono::milliseconds k_between_looks{2'000};
constexpr std::chrono::milliseconds k_rest{500};
constexpr std::size_t k_text_max = 7'000;  // PostgreSQL takes less than 8000 bytes

std::string text_of(std::string_view from, std::string_view what, std::string_view about) {
  std::string text(from);
  text += ' ';
  text += what;
  text += ' ';
  text += about;
  return text;
}

// Takes the first word off `text`.
std::string_view word_off(std::string_view& text) {
  const auto end = std::min(text.find(' '), text.size());
  const auto word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

}  // namespace

void tell_commit(Tx& tx, std::string_view from) {
  tx.execute_later(k_notify, text_of(from, "commit", ""));
}

void tell_session_ended(Tx& tx, std::string_view from, std::string_view session) {
  tx.execute_later(k_notify, text_of(from, "session", session));
}

News::News(Lifeline::Open open, std::string own, Ears ears)
    : line_(std::move(open)), own_(std::move(own)), ears_(std::move(ears)) {
  thread_ = std::thread([this] { loop(); });
}

void News::spend(const std::string& key) {
  const std::lock_guard lock(mutex_);
  spent_[key] += 1;
}

void News::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void News::loop() {
  bool going = true;
  while (going) {
    try {
      listen();
      const std::lock_guard lock(mutex_);
      going = !stopping_;
    } catch (const std::exception& error) {
      log::warning("store.news_lost", {{"what", error.what()}});
      line_.drop();
      listening_ = nullptr;
      going = rest();
    }
  }
}

bool News::rest() {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, k_rest, [this] { return stopping_; });
  return !stopping_;
}

void News::listen() {
  Connection& connection = line_.get();
  if (listening_ != &connection) {
    connection.run(k_listen, {}, nullptr, nullptr);
    listening_ = &connection;
    look();
  }
  for (const auto& text : connection.news(k_moment)) hear(text);
  if (since_look_.elapsed() >= k_between_looks) look();
  tell_spent();
}

void News::hear(std::string_view text) {
  if (word_off(text) == own_) return;
  const auto what = word_off(text);
  if (what == "commit") {
    ears_.committed();
  } else if (what == "session") {
    ears_.session_ended(std::string(text));
  } else if (what == "spent") {
    while (!text.empty()) {
      const std::string key(word_off(text));
      const auto times = word_off(text);
      std::int64_t n = 0;
      std::from_chars(times.data(), times.data() + times.size(), n);
      ears_.spent(key, n);
    }
  }
}

void News::look() {
  since_look_ = Stopwatch();
  Reader reader(*listening_);
  const auto newest = head(reader).n;
  if (newest != seen_) ears_.committed();
  seen_ = newest;
}

void News::tell_spent() {
  std::map<std::string, std::int64_t> spent;
  {
    const std::lock_guard lock(mutex_);
    spent.swap(spent_);
  }
  std::string text;
  const auto tell = [&] {
    if (!text.empty()) Tx(*listening_).execute(k_notify, text_of(own_, "spent", text));
    text.clear();
  };
  for (const auto& [key, times] : spent) {
    if (text.size() + key.size() > k_text_max) tell();
    if (!text.empty()) text += ' ';
    text += key + ' ' + std::to_string(times);
  }
  tell();
}

}  // namespace camaug::store
