// The search: its documents, its questions, and what they find on both engines.
#include "store/search.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "base/text.hpp"
#include "domain/report_code.hpp"
#include "store/report_number.hpp"
#include "store/search_doc.hpp"
#include "store/search_hits.hpp"
#include "store/search_index.hpp"
#include "store/search_rank.hpp"
#include "store/test_database.hpp"
#include "store/transaction.hpp"

using namespace camaug;
using namespace camaug::store;

namespace {

constexpr Instant k_now = from_epoch_ms(1'790'000'000'000);

domain::Viewer coordinator() {
  domain::Viewer viewer;
  viewer.role = domain::Role::coordinator;
  return viewer;
}

// Reports with one text each, written past the use cases.
class Filled {
 public:
  explicit Filled(Engine engine) : database_(engine) {}
  Connection& connection() { return database_.connection(); }

  void add(std::int64_t number, std::string_view text, std::string_view shown = "") {
    Transaction transaction(connection(), Transaction::Mode::write);
    Tx& tx = transaction.tx();
    const std::string id = "r" + std::to_string(number);
    tx.execute(
        "INSERT INTO report (id, number, code, state, version, field, register, urgency,"
        " outside_province, channel, secret_hash, body_hash, submitted_at, updated_at,"
        " private_wish, consent_call, has_contact, scope_override, published, awaiting_approval,"
        " reopen_requested, reopen_asked, plan_count, given_back, recalled)"
        " VALUES ($1, $2, $3, 'submitted', 1, $4, 'ordinary', 'none', FALSE, 'web', '', '', $5,"
        " $5, FALSE, FALSE, FALSE, FALSE, $6, FALSE, FALSE, FALSE, 0, 0, 0)",
        id, number, domain::report_code("CM", 2026, number), number % 2 == 0 ? "roads" : "rubbish",
        k_now + std::chrono::minutes(number), !shown.empty());
    tx.execute(
        "INSERT INTO content (report, place, id, kind, author, author_role, at, text, redacted,"
        " as_written, public, commitment)"
        " VALUES ($1, 1, $2, 'text', 'reporter', 'reporter', $3, $4, $5, FALSE, $6, '')",
        number, "c" + id, k_now, text, shown.empty() ? std::nullopt : std::optional(shown),
        !shown.empty());
    index_again(tx, id);
    transaction.commit();
  }
  void change(const std::string& sql, std::int64_t number) {
    Transaction transaction(connection(), Transaction::Mode::write);
    transaction.tx().execute(sql, "r" + std::to_string(number));
    index_again(transaction.tx(), "r" + std::to_string(number));
    transaction.commit();
  }

  std::vector<std::int64_t> find(std::string_view words, ListFilter filter = {}) {
    filter.words = words;
    filter.patience = filter.counting = std::chrono::minutes(1);
    Reader reader(connection());
    std::vector<std::int64_t> numbers;
    page_ = queue(reader, coordinator(), filter);
    for (const auto& row : page_.rows) numbers.push_back(row.number);
    return numbers;
  }
  std::vector<std::string> find_public(std::string_view words) {
    ListFilter filter;
    filter.words = words;
    Reader reader(connection());
    std::vector<std::string> codes;
    for (const auto& row : public_list(reader, filter).rows) codes.push_back(row.code);
    return codes;
  }
  const QueuePage& page() const { return page_; }

 private:
  TestDatabase database_;
  QueuePage page_;
};

using Numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("words are found with and without marks, in either style, newest first") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    Filled filled(engine);
    filled.add(1, "Ổ gà trước cổng trường Hoà Bình");
    filled.add(2, "ĐƯỜNG Hòa Bình ngập nước");
    filled.add(3, "Cống hở, rác đầy");
    CHECK(filled.find("hoà") == Numbers{2, 1});
    CHECK(filled.find("hòa") == Numbers{2, 1});
    CHECK(filled.find("Ho\u0300a") == Numbers{2, 1});
    CHECK(filled.find("HOA BINH") == Numbers{2, 1});
    CHECK(filled.find("binh hoa") == Numbers{2, 1});
    CHECK(filled.find("đường") == Numbers{2});
    CHECK(filled.find("duong") == Numbers{2});
    CHECK(filled.find("rác hòa").empty());
    // The last word may be begun, unless a space says that it is whole.
    CHECK(filled.find("hoa bi") == Numbers{2, 1});
    CHECK(filled.find("truo") == Numbers{1});
    CHECK(filled.find("truo ").empty());
    CHECK(filled.find("tru cong").empty());
  }
}

TEST_CASE("nothing that is typed is syntax") {
  for (const Engine engine : test_engines()) {
    Filled filled(engine);
    filled.add(1, "Ổ gà AND OR NOT NEAR camera \"lớn\"");
    for (const char* words :
         {"\"",       "'",       "ga\"", "ga'",    "ga AND", "AND", "NOT", "ga*", "*",    "ga OR",
          "NEAR(ga)", "desk:ga", "ga:*", "ga & !", "(",      ")",   "^ga", "-ga", "ga\\", "ga)",
          "§o",       "·ga",     "%",    "_",      "\u0300", "đ",   "g",   "came"}) {
      INFO(word(engine), ' ', words);
      CHECK_NOTHROW((void)filled.find(words));
      CHECK_NOTHROW((void)filled.find_public(words));
    }
    CHECK(filled.find("came") == Numbers{1});
    CHECK(filled.find("ga\"") == Numbers{1});
    CHECK(filled.find("§froads").empty());
    CHECK_NOTHROW((void)filled.find(std::string(100, 'x')));
    std::string many;
    for (int i = 0; i < 50; ++i) many += "g ";
    CHECK_NOTHROW((void)filled.find(many));
  }
}

TEST_CASE("what is redacted, hidden or taken away is not found by its old words") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    Filled filled(engine);
    filled.add(1, "Nhà bà Sáu Kín đổ rác", "Nhà bà Sáu Kín");
    CHECK(filled.find_public("sáu kín").size() == 1);
    CHECK(filled.find_public("đổ rác").empty());
    filled.change("UPDATE content SET redacted = 'Rác trước nhà' WHERE " CAMAUG_OF_REPORT, 1);
    CHECK(filled.find_public("sáu kín").empty());
    CHECK(filled.find_public("rác trước").size() == 1);
    CHECK(filled.find("sáu kín") == Numbers{1});
    filled.change("UPDATE report SET published = FALSE WHERE id = $1", 1);
    CHECK(filled.find_public("rác trước").empty());
    filled.change("DELETE FROM content WHERE " CAMAUG_OF_REPORT, 1);
    CHECK(filled.find("sáu kín").empty());
    CHECK(filled.find("rác").empty());
    CHECK(search_index_agrees(filled.connection()));
  }
}

TEST_CASE("pages follow one another, counts end at a thousand") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    Filled filled(engine);
    for (std::int64_t i = 1; i <= 1'100; ++i) {
      filled.add(i, i == 500 ? "ổ gà sâu hiếm" : i % 10 == 0 ? "ổ gà sâu" : "ổ gà");
    }
    // A rare word with one that all have.
    CHECK(filled.find("gà hiếm") == Numbers{500});
    CHECK(filled.find("gà hiê") == Numbers{500});
    CHECK(filled.find("hiem khong").empty());
    CHECK(filled.find("ga").size() == 50);
    REQUIRE(filled.page().found);
    CHECK(filled.page().found->count == 1'000);
    CHECK(filled.page().found->more);
    Numbers all;
    ListFilter filter;
    filter.limit = 7;
    do {
      const auto page = filled.find("sau", filter);
      CHECK(filled.page().found.has_value() == filter.after.empty());
      all.insert(all.end(), page.begin(), page.end());
      filter.after = filled.page().next;
    } while (!filter.after.empty());
    CHECK(all.size() == 110);
    CHECK(std::ranges::is_sorted(all, std::greater()));
    CHECK(filled.find("sau").front() == 1'100);
    CHECK(filled.page().found->count == 110);
    CHECK_FALSE(filled.page().found->more);
    // A filter that few hits pass.
    ListFilter rubbish;
    rubbish.field = "rubbish";
    CHECK(filled.find("sau", rubbish).empty());
    CHECK(filled.page().found->count == 0);
    CHECK(filled.page().next.empty());
    ListFilter day;
    day.from = k_now + std::chrono::minutes(21);
    day.until = k_now + std::chrono::minutes(50);
    CHECK(filled.find("sau", day) == Numbers{40, 30});
  }
}

TEST_CASE("the best of the newest come first when that is wanted") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    Filled filled(engine);
    filled.add(1, "Cống hở trước chợ");
    filled.add(2, "Chợ đông, hoang mang vì cống nghẹt và hôi");
    filled.add(3, "Cổng chợ hỏng");
    ListFilter best;
    best.by_relevance = true;
    CHECK(filled.find("cong ho") == Numbers{3, 2, 1});
    CHECK(filled.find("cong ho", best).front() == 1);
    best.limit = 2;
    Numbers all;
    do {
      const auto page = filled.find("cong ho", best);
      all.insert(all.end(), page.begin(), page.end());
      best.after = filled.page().next;
    } while (!best.after.empty());
    CHECK(all.size() == 3);
  }
}

TEST_CASE("a code is found, whatever else has its digits") {
  for (const Engine engine : test_engines()) {
    Filled filled(engine);
    filled.add(7, "Ổ gà");
    filled.add(8, "Số nhà 000007");
    ListFilter filter;
    filter.codes = domain::codes_meant("CM", "000007", 2026);
    CHECK(filled.find("000007", filter) == Numbers{7, 8});
    CHECK(filled.page().found->count == 2);
    filter.limit = 1;
    CHECK(filled.find("000007", filter) == Numbers{7});
    filter.after = filled.page().next;
    CHECK(filled.find("000007", filter) == Numbers{8});
    CHECK(filled.page().next.empty());
  }
}

TEST_CASE("an index made anew, or after any history, is the same") {
  std::mt19937 random(4);
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    Filled filled(engine);
    const std::vector<std::string> texts = {"ổ gà ổ gà", "rác thải", "", "đèn đường hư", "gà rác"};
    for (std::int64_t i = 1; i <= 40; ++i) filled.add(i, texts[random() % texts.size()]);
    for (int step = 0; step < 200; ++step) {
      const std::string text = texts[random() % texts.size()];
      const auto number = static_cast<std::int64_t>(random() % 40 + 1);
      switch (random() % 4) {
        case 0:
          filled.change("UPDATE content SET redacted = '" + text +
                            "', public = TRUE"
                            " WHERE " CAMAUG_OF_REPORT,
                        number);
          break;
        case 1:
          filled.change("UPDATE content SET text = '" + text + "' WHERE " CAMAUG_OF_REPORT, number);
          break;
        case 2:
          filled.change(
              "UPDATE report SET state = CASE state WHEN 'refused' THEN 'submitted'"
              " ELSE 'refused' END WHERE id = $1",
              number);
          break;
        default:
          filled.change("UPDATE content SET redacted = NULL WHERE " CAMAUG_OF_REPORT, number);
      }
    }
    CHECK(search_index_agrees(filled.connection()));
    const auto found = filled.find("ga");
    rebuild_search(filled.connection());
    CHECK(filled.find("ga") == found);
    CHECK(search_index_agrees(filled.connection()));
    if (engine == Engine::sqlite) {
      filled.connection().script("UPDATE search SET desk = 'khac' WHERE number = 1");
      CHECK_FALSE(search_index_agrees(filled.connection()));
    }
  }
}

TEST_CASE("a search without patience still looks at the newest, and goes on from there") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    Filled filled(engine);
    for (std::int64_t i = 1; i <= 700; ++i) filled.add(i, "ổ gà");
    ListFilter filter;
    filter.words = "ga";
    filter.patience = Millis(0);
    Reader reader(filled.connection());
    std::size_t rows = 0;
    do {
      const auto page = queue(reader, coordinator(), filter);
      if (filter.after.empty()) CHECK(page.found->more);
      rows += page.rows.size();
      filter.after = page.next;
    } while (!filter.after.empty());
    CHECK(rows == 700);
  }
}

TEST_CASE("a search that may not count shows its page and says that there is more") {
  for (const Engine engine : test_engines()) {
    INFO(word(engine));
    Filled filled(engine);
    for (std::int64_t i = 1; i <= 700; ++i) filled.add(i, "ổ gà");
    ListFilter filter;
    filter.words = "ga";
    filter.counting = Millis(0);
    Reader reader(filled.connection());
    const auto page = queue(reader, coordinator(), filter);
    CHECK(page.rows.size() == 50);
    CHECK(page.found->count < 700);
    CHECK(page.found->more);
    filter.patience = filter.counting = std::chrono::minutes(1);
    CHECK(queue(reader, coordinator(), filter).found->count == 700);
  }
}

// Few of them: all is one window. Many, by a sample of the newest: several windows, of which those
// between hold nothing that fits.
TEST_CASE(
    "words that meet only in old reports are found, however many newer ones have one of them") {
  for (const Engine engine : test_engines()) {
    for (const std::int64_t newest : {std::int64_t{20}, std::int64_t{200}}) {
      INFO(word(engine) << ' ' << newest);
      Filled filled(engine);
      const std::vector<std::int64_t> old = {1'300'000, 300'000, 5};
      for (const auto number : old) filled.add(number, "mùi hôi");
      for (std::int64_t i = 0; i < newest; ++i) {
        filled.add(2'000'000 + i, i % 2 == 0 ? "mùi cá" : "ống hôi");
      }
      Reader reader(filled.connection());
      ListFilter filter;
      filter.words = "mùi hôi ";
      std::vector<std::int64_t> found;
      do {
        const auto page = queue(reader, coordinator(), filter);
        for (const auto& row : page.rows) found.push_back(row.number);
        filter.after = page.next;
      } while (!filter.after.empty());
      CHECK(found == old);
    }
  }
}

TEST_CASE("windows of numbers are told by few words") {
  using Words = std::vector<std::string>;
  CHECK(number_facts(0, 1) == Words{"§x0"});
  CHECK(number_facts(16'384, 16'384 * 3 - 1) == Words{"§x1", "§x2"});
  CHECK(number_facts(0, 16'384 * 16) == Words{"§y0", "§x16"});
  CHECK(number_facts(0, 16'384 * 256 - 1) == Words{"§z0"});
}

TEST_CASE("a begun word is spelt out") {
  const auto longer = longer_syllables("ngh");
  CHECK(std::ranges::count(longer, "nghe") == 1);
  CHECK(std::ranges::count(longer, "nghieng") == 0);  // beyond the 40 shortest
  CHECK(std::ranges::count(longer_syllables("nghi"), "nghieng") == 1);
  CHECK(longer_syllables("duong").empty());
  CHECK(longer_syllables("camera").empty());
  CHECK(longer_syllables("t").size() == 40);
  CHECK(match_text(parts_of(parse_search("ổ gà ")), Engine::sqlite) == R"(("o") AND ("ga"))");
  CHECK(match_text(parts_of(parse_search("camera")), Engine::postgres) == "('camera':*)");
  CHECK(parse_search("!?").empty());
}

TEST_CASE("what a supervisor alone may search is marked") {
  SearchedReport report;
  report.field = "roads";
  report.answer_content = "b";
  report.register_word = "ordinary";
  const std::vector<SearchedText> texts = {{"a", "text", fold("Ổ gà"), fold("Ổ"), true},
                                           {"b", "answer", fold("Vá"), fold("Xong"), true}};
  CHECK(search_doc(report, texts).desk == "o ga va §froads");
  CHECK(search_doc(report, texts).shown == "o ·xong §froads");
  report.answer_shown = true;
  CHECK(search_doc(report, texts).shown == "o xong §froads");
}
