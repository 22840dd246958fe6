// The PostgreSQL driver. Error texts carry the SQLSTATE and the constraint only: the server's own
// details quote row values, which must not reach a log.
#include "store/postgres.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <charconv>
#include <unordered_map>

#include "base/text_hash.hpp"
#include "store/postgres_values.hpp"

namespace camaug::store {
namespace {

using postgres::CopyLine;
using postgres::Parameters;
using postgres::PostgresRow;

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, ClearResult>;

DatabaseError::Kind kind_of(std::string_view state) {
  using Kind = DatabaseError::Kind;
  if (state == "23505") return Kind::unique;
  if (state == "23503") return Kind::foreign_key;
  if (state.starts_with("23")) return Kind::check;
  if (state == "40001" || state == "40P01" || state == "55P03") return Kind::busy;
  if (state == "57014") return Kind::timeout;
  if (state == "53100" || state == "53200") return Kind::full;
  if (state == "25006" || state == "42501") return Kind::read_only;
  if (state == "XX001" || state == "XX002") return Kind::corrupt;
  if (state.starts_with("08") || state.starts_with("57P") || state == "53300") {
    return Kind::connection;
  }
  return Kind::other;
}

std::string_view field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

[[noreturn]] void raise(PGconn* connection, const PGresult* result) {
  const std::string_view state = field(result, PG_DIAG_SQLSTATE);
  if (PQstatus(connection) == CONNECTION_BAD || state.empty()) {
    throw DatabaseError(DatabaseError::Kind::connection, "postgres: connection lost");
  }
  std::string what = "postgres " + std::string(state);
  constexpr std::array<int, 3> k_names = {PG_DIAG_TABLE_NAME, PG_DIAG_COLUMN_NAME,
                                          PG_DIAG_CONSTRAINT_NAME};
  for (const int code : k_names) {
    if (!field(result, code).empty()) what += " " + std::string(field(result, code));
  }
  // Class 42 is about the statement's text, never about a row.
  if (state.starts_with("42")) what += ": " + std::string(field(result, PG_DIAG_MESSAGE_PRIMARY));
  throw DatabaseError(kind_of(state), what);
}

// What the URI says comes last and counts. A server that has vanished is noticed in seconds.
PGconn* connect(const std::string& url) {
  const std::array<const char*, 8> keywords = {"connect_timeout",
                                               "keepalives_idle",
                                               "keepalives_interval",
                                               "keepalives_count",
                                               "tcp_user_timeout",
                                               "application_name",
                                               "dbname",
                                               nullptr};
  const std::array<const char*, 8> values = {"5",     "10",     "5",         "3",
                                             "20000", "camaug", url.c_str(), nullptr};
  return PQconnectdbParams(keywords.data(), values.data(), 1);
}

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(const PostgresOptions& options)
      : connection_(connect(options.url)),
        answer_time_(options.statement_time.count() == 0 ? std::chrono::milliseconds{}
                                                         : options.answer_time) {
    if (PQstatus(connection_) != CONNECTION_OK) {
      PQfinish(connection_);
      // libpq's own text may hold the address and the user: leave it out.
      throw DatabaseError(DatabaseError::Kind::connection, "postgres: cannot connect");
    }
    PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
    try {
      const std::string limit = std::to_string(options.statement_time.count());
      std::string set =
          "SET client_encoding = 'UTF8'; SET TIME ZONE 'UTC'; SET statement_timeout = ";
      set += limit + "; SET lock_timeout = " + limit;
      // Somebody who holds the writers' lock and has gone must not hold it for long.
      set += "; SET idle_in_transaction_session_timeout = 30000";
      if (options.read_only) set += "; SET default_transaction_read_only = on";
      script(set);
    } catch (...) {
      PQfinish(connection_);
      throw;
    }
  }
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;
  ~PostgresConnection() override { PQfinish(connection_); }

  Engine engine() const override { return Engine::postgres; }

  std::int64_t run(std::string_view sql, std::span<const Value> values, Each each,
                   void* state) override {
    const Prepared& prepared = find(sql);
    const Parameters parameters(values);
    check_count(parameters, prepared);
    const ResultPtr result =
        waiting_ == 0 ? alone(prepared, parameters) : after_waiting(prepared, parameters);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) raise(connection_, result.get());
    const int rows = each == nullptr ? 0 : PQntuples(result.get());
    for (int i = 0; i < rows; ++i) each(state, PostgresRow(result.get(), i));
    const std::int64_t changed = changed_rows(result.get());
    changes_ += changed;
    return changed;
  }

  // Sent at once, answered together with the next statement whose answer is waited for: a batch of
  // writes costs one way to the server and back.
  void run_later(std::string_view sql, std::span<const Value> values) override {
    constexpr int k_most = 100;  // their answers must fit into the socket's buffers
    if (waiting_ >= k_most) settle();
    const Prepared& prepared = find(sql);
    const Parameters parameters(values);
    check_count(parameters, prepared);
    send(prepared, parameters);
    changes_ += 1;
  }

  void settle() override {
    if (waiting_ == 0) return;
    if (PQpipelineSync(connection_) != 1) raise_lost();
    end_pipeline(ResultPtr());
  }

  void insert_rows(std::string_view table, std::string_view columns,
                   std::span<const std::vector<Value>> rows) override {
    if (rows.empty()) return;
    settle();
    const std::string sql =
        "COPY " + std::string(table) + " (" + std::string(columns) + ") FROM STDIN";
    const ResultPtr begun(PQexec(connection_, sql.c_str()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) raise(connection_, begun.get());
    CopyLine line;
    try {
      for (const auto& row : rows) {
        for (const Value& value : row) line.add(value);
        const auto text = line.end();
        if (PQputCopyData(connection_, text.data(), static_cast<int>(text.size())) != 1) break;
      }
    } catch (...) {
      end_copy("a row that cannot be copied");
      throw;
    }
    const ResultPtr ended = end_copy(nullptr);
    if (PQresultStatus(ended.get()) != PGRES_COMMAND_OK) raise(connection_, ended.get());
    changes_ += static_cast<std::int64_t>(rows.size());
  }

  bool is_lost() const override { return gave_up_ || PQstatus(connection_) == CONNECTION_BAD; }
  std::int64_t changes() const override { return changes_; }
  void prepare(std::string_view sql) override { static_cast<void>(find(sql)); }

  std::vector<std::string> news(std::chrono::milliseconds wait) override {
    pollfd waits{PQsocket(connection_), POLLIN, 0};
    ::poll(&waits, 1, static_cast<int>(wait.count()));
    if (PQconsumeInput(connection_) == 0) {
      throw DatabaseError(DatabaseError::Kind::connection, "postgres: connection lost");
    }
    std::vector<std::string> out;
    while (PGnotify* notice = PQnotifies(connection_)) {
      out.emplace_back(notice->extra);
      PQfreemem(notice);
    }
    return out;
  }

  void script(std::string_view sql) override {
    settle();
    if (PQsendQuery(connection_, std::string(sql).c_str()) != 1) raise_lost();
    const ResultPtr result = last_answer();
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_EMPTY_QUERY) {
      raise(connection_, result.get());
    }
  }

 private:
  struct Prepared {
    std::string name;
    int values = 0;
  };

  static void check_count(const Parameters& parameters, const Prepared& prepared) {
    if (parameters.size() == prepared.values) return;
    throw DatabaseError(DatabaseError::Kind::other,
                        std::to_string(parameters.size()) + " values for " +
                            std::to_string(prepared.values) + " parameters");
  }

  [[noreturn]] static void raise_lost() {
    throw DatabaseError(DatabaseError::Kind::connection, "postgres: connection lost");
  }

  // The next answer, waited for as long as one may take.
  ResultPtr answer() {
    const Stopwatch watch;
    while (answer_time_.count() > 0 && PQisBusy(connection_) == 1) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(answer_time_ - watch.elapsed());
      pollfd waits{PQsocket(connection_), POLLIN, 0};
      const int ready = left.count() <= 0 ? 0 : ::poll(&waits, 1, static_cast<int>(left.count()));
      if (ready == 0) {
        gave_up_ = true;
        throw DatabaseError(DatabaseError::Kind::connection, "postgres: no answer in time");
      }
      if (ready > 0 && PQconsumeInput(connection_) != 1) raise_lost();
    }
    return ResultPtr(PQgetResult(connection_));
  }

  // Of several statements the last one's, or that of the one that failed.
  ResultPtr last_answer() {
    ResultPtr last;
    while (ResultPtr next = answer()) last = std::move(next);
    if (!last) raise_lost();
    return last;
  }

  ResultPtr alone(const Prepared& prepared, const Parameters& parameters) {
    if (gave_up_ || PQsendQueryPrepared(connection_, prepared.name.c_str(), parameters.size(),
                                        parameters.data(), parameters.lengths(),
                                        parameters.formats(), 0) != 1) {
      raise_lost();
    }
    return last_answer();
  }

  void send(const Prepared& prepared, const Parameters& parameters) {
    if (waiting_ == 0 && PQenterPipelineMode(connection_) != 1) raise_lost();
    ++waiting_;
    if (PQsendQueryPrepared(connection_, prepared.name.c_str(), parameters.size(),
                            parameters.data(), parameters.lengths(), parameters.formats(),
                            0) != 1) {
      raise_lost();
    }
  }

  // The answer of this statement, after those that wait.
  ResultPtr after_waiting(const Prepared& prepared, const Parameters& parameters) {
    send(prepared, parameters);
    if (PQpipelineSync(connection_) != 1) raise_lost();
    return end_pipeline(ResultPtr());
  }

  // Takes every answer up to the sync and leaves the pipeline. Gives the last one; throws what the
  // first that failed says, for those behind it were not run.
  ResultPtr end_pipeline(ResultPtr last) {
    ResultPtr fault;
    for (; waiting_ > 0; --waiting_) {
      last = answer();
      if (!last) break;
      const ExecStatusType status = PQresultStatus(last.get());
      if (!fault && status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        fault = std::move(last);
      }
      while (const ResultPtr end = answer()) {
      }
    }
    waiting_ = 0;
    const ResultPtr sync = answer();
    const bool ended = PQresultStatus(sync.get()) == PGRES_PIPELINE_SYNC;
    if (PQexitPipelineMode(connection_) != 1 || !ended) {
      if (!fault) raise_lost();
    }
    if (fault) raise(connection_, fault.get());
    return last;
  }

  // `fault`: why the rows are taken back; nullptr keeps them.
  ResultPtr end_copy(const char* fault) {
    PQputCopyEnd(connection_, fault);
    ResultPtr result(PQgetResult(connection_));
    while (const ResultPtr more{PQgetResult(connection_)}) {
    }
    return result;
  }

  static std::int64_t changed_rows(PGresult* result) {
    const std::string_view command = PQcmdStatus(result);
    const std::string_view count = PQcmdTuples(result);
    std::int64_t changed = 0;
    if (!command.starts_with("SELECT")) {
      std::from_chars(count.data(), count.data() + count.size(), changed);
    }
    return changed;
  }

  const Prepared& find(std::string_view sql) {
    const auto found = statements_.find(sql);
    if (found != statements_.end()) return found->second;
    settle();
    Prepared prepared;
    prepared.name = "s" + std::to_string(statements_.size() + 1);
    const std::string text(sql);
    const ResultPtr made(PQprepare(connection_, prepared.name.c_str(), text.c_str(), 0, nullptr));
    if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) raise(connection_, made.get());
    const ResultPtr described(PQdescribePrepared(connection_, prepared.name.c_str()));
    if (PQresultStatus(described.get()) != PGRES_COMMAND_OK) raise(connection_, described.get());
    prepared.values = PQnparams(described.get());
    return statements_.try_emplace(text, std::move(prepared)).first->second;
  }

  PGconn* connection_;
  std::chrono::milliseconds answer_time_;
  bool gave_up_ = false;  // an answer may still come: nothing may be asked any more
  std::int64_t changes_ = 0;
  int waiting_ = 0;  // sent, not answered: the pipeline is open
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> statements_;
};

}  // namespace

std::unique_ptr<Connection> open_postgres(const PostgresOptions& options) {
  return std::make_unique<PostgresConnection>(options);
}

Result<std::string> postgres_place(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parts(
      PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree);
  const bool is_uri = url.starts_with("postgresql://") || url.starts_with("postgres://");
  if (!parts || !is_uri) return fail(ErrorCode::invalid, "error.database_url");
  std::string name;
  std::string host;
  for (const PQconninfoOption* part = parts.get(); part->keyword != nullptr; ++part) {
    if (part->val == nullptr) continue;
    if (std::string_view(part->keyword) == "dbname") name = part->val;
    if (std::string_view(part->keyword) == "host") host = part->val;
  }
  return name + (host.empty() ? "" : " at " + host);
}

}  // namespace camaug::store
