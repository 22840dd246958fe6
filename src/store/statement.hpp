// A named SQL text. Every statement of the program is such a constant beside the function that uses
// it, so that one test can prepare all of them on both engines; nothing builds SQL at run time.
#pragma once

#include <optional>
#include <string_view>

#include "store/database.hpp"

namespace camaug::store {

// Declare at namespace scope only: `const Sql k_report_by_id{"report.by_id", "SELECT ..."};`
// Names are "<file>.<what>" and unique. Constructing one links it into the list of all statements.
class Sql {
 public:
  Sql(const char* name, const char* text);
  // For the few texts that only one engine understands.
  Sql(const char* name, const char* text, Engine only);
  Sql(const Sql&) = delete;
  Sql& operator=(const Sql&) = delete;

  // NOLINTNEXTLINE(google-explicit-constructor): a statement is passed where a text is wanted.
  operator std::string_view() const { return text_; }
  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] bool runs_on(Engine engine) const { return !only_ || *only_ == engine; }

  // The list of all, in no particular order: for (s = Sql::first(); s; s = s->next()).
  [[nodiscard]] static const Sql* first();
  [[nodiscard]] const Sql* next() const { return next_; }

 private:
  std::string_view name_;
  std::string_view text_;
  std::optional<Engine> only_;
  const Sql* next_;
};

}  // namespace camaug::store
