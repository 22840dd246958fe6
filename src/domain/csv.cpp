// The reader is a small state machine over bytes; UTF-8 needs no care because the separators are
// ASCII. Must never guess: a quote in the wrong place is an error.
#include "domain/csv.hpp"

namespace camaug::domain {
namespace {

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {
    constexpr std::string_view k_mark = "\xef\xbb\xbf";
    if (text_.starts_with(k_mark)) at_ = k_mark.size();
  }

  Result<std::vector<CsvRow>> read() {
    std::vector<CsvRow> rows;
    while (at_ < text_.size()) {
      CsvRow row;
      row.line = line_;
      bool quoted = false;
      do {
        auto cell = read_cell(quoted);
        if (!cell) return Failure(cell.error());
        row.cells.push_back(std::move(*cell));
      } while (take(','));
      end_line();
      if (quoted || row.cells.size() > 1 || !row.cells[0].empty()) rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void end_line() {
    take('\r');
    if (take('\n')) ++line_;
  }

  // At a separator, a line end or the end of the text.
  bool at_end_of_cell() const {
    return at_ >= text_.size() || text_[at_] == ',' || text_[at_] == '\n' ||
           (text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n'));
  }

  Failure fault(std::string key) const {
    return fail_field(std::to_string(line_), std::move(key), {std::to_string(line_)});
  }

  Result<std::string> read_cell(bool& quoted) {
    std::string cell;
    if (take('"')) {
      quoted = true;
      return read_quoted();
    }
    while (!at_end_of_cell()) {
      if (text_[at_] == '"') return fault("error.csv.quote_inside");
      cell += text_[at_++];
    }
    return cell;
  }

  Result<std::string> read_quoted() {
    std::string cell;
    const std::size_t opened = line_;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"' && !take('"')) {
        if (!at_end_of_cell()) return fault("error.csv.text_after_quote");
        return cell;
      }
      if (c == '\n') ++line_;
      cell += c;
    }
    line_ = opened;
    return fault("error.csv.open_quote");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

Result<std::vector<CsvRow>> parse_csv(std::string_view text) {
  return CsvReader(text).read();
}

}  // namespace camaug::domain
