#include "store/media.hpp"

#include "store/statement.hpp"

namespace camaug::store {
namespace {

#define CAMAUG_MEDIA_COLUMNS                                                                   \
  "id, owner, report, phase, kind, mime, state, bytes, sha256, width, height, taken_at, lat7," \
  " lon7, public, redacted, files, error, created_at, attached_at"

const Sql k_insert{"media.insert", "INSERT INTO media (" CAMAUG_MEDIA_COLUMNS
                                   ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
                                   " $13, $14, $15, $16, $17, $18, $19, $20)"};
const Sql k_by_id{"media.by_id", "SELECT " CAMAUG_MEDIA_COLUMNS " FROM media WHERE id = $1"};
const Sql k_of{"media.of", "SELECT " CAMAUG_MEDIA_COLUMNS
                           " FROM media WHERE report = $1 ORDER BY created_at, id"};
const Sql k_has_sound{"media.has_sound",
                      "SELECT 1 FROM media WHERE report = $1 AND kind = 'sound' LIMIT 1"};
const Sql k_attach{"media.attach",
                   "UPDATE media SET report = $2, phase = $3, attached_at = $4"
                   " WHERE id = $1 AND (report IS NULL OR report = $2)"};
const Sql k_public{"media.public", "UPDATE media SET public = $2, redacted = $3 WHERE id = $1"};
const Sql k_expect{"media.expect",
                   "INSERT INTO media_expected (id, report, phase) VALUES ($1, $2, $3)"
                   " ON CONFLICT (id) DO NOTHING"};
const Sql k_expected{"media.expected", "SELECT report, phase FROM media_expected WHERE id = $1"};
const Sql k_drop_expected{"media.drop_expected", "DELETE FROM media_expected WHERE id = $1"};
const Sql k_missing{"media.missing", "SELECT id FROM media_expected WHERE report = $1 ORDER BY id"};
const Sql k_abandoned{"media.abandoned",
                      "SELECT id FROM media WHERE attached_at IS NULL AND created_at < $1"
                      " ORDER BY created_at LIMIT $2"};
const Sql k_after{"media.after",
                  "SELECT " CAMAUG_MEDIA_COLUMNS " FROM media WHERE id > $1 ORDER BY id LIMIT $2"};
const Sql k_delete{"media.delete", "DELETE FROM media WHERE id = $1"};

template <class T>
std::optional<T> maybe(const Row& row, int column) {
  return detail::Column<std::optional<T>>::get(row, column);
}

Media read(const Row& row) {
  Media m;
  m.id = row.text(0);
  m.owner = row.text(1);
  m.report = maybe<std::string>(row, 2);
  m.phase = row.text(3);
  m.kind = row.text(4);
  m.mime = row.text(5);
  m.state = row.text(6);
  m.bytes = row.integer(7);
  m.sha256 = row.text(8);
  m.width = maybe<std::int64_t>(row, 9);
  m.height = maybe<std::int64_t>(row, 10);
  m.taken_at = maybe<Instant>(row, 11);
  m.lat7 = maybe<std::int64_t>(row, 12);
  m.lon7 = maybe<std::int64_t>(row, 13);
  m.is_public = row.boolean(14);
  m.redacted = row.integer(15);
  m.files = row.text(16);
  m.error = maybe<std::string>(row, 17);
  m.created_at = from_epoch_ms(row.integer(18));
  m.attached_at = maybe<Instant>(row, 19);
  return m;
}

std::vector<std::string> ids(Reader& reader, std::string_view sql, auto... args) {
  std::vector<std::string> out;
  reader.each(sql, [&](const Row& row) { out.emplace_back(row.text(0)); }, args...);
  return out;
}

}  // namespace

void insert_media(Tx& tx, const Media& m) {
  tx.execute(k_insert, m.id, m.owner, m.report, m.phase, m.kind, m.mime, m.state, m.bytes, m.sha256,
             m.width, m.height, m.taken_at, m.lat7, m.lon7, m.is_public, m.redacted, m.files,
             m.error, m.created_at, m.attached_at);
}

std::vector<Media> media_after(Reader& reader, std::string_view after, int limit) {
  std::vector<Media> out;
  reader.each(
      k_after, [&](const Row& row) { out.push_back(read(row)); }, after, std::int64_t{limit});
  return out;
}

std::optional<Media> media_by_id(Reader& reader, std::string_view id) {
  std::optional<Media> found;
  reader.each(k_by_id, [&](const Row& row) { found = read(row); }, id);
  return found;
}

std::vector<Media> media_of(Reader& reader, std::string_view report) {
  std::vector<Media> out;
  reader.each(k_of, [&](const Row& row) { out.push_back(read(row)); }, report);
  return out;
}

bool has_sound(Reader& reader, std::string_view report) {
  return reader.one<std::int64_t>(k_has_sound, report).has_value();
}

bool attach_media(Tx& tx, std::string_view id, std::string_view report, std::string_view phase,
                  Instant now) {
  return tx.execute(k_attach, id, report, phase, now) == 1;
}

void set_media_public(Tx& tx, std::string_view id, bool is_public, std::int64_t redacted) {
  tx.execute_later(k_public, id, is_public, redacted);
}

bool expect_media(Tx& tx, std::string_view id, std::string_view report, std::string_view phase) {
  return tx.execute(k_expect, id, report, phase) == 1;
}

std::optional<Expected> expected_media(Reader& reader, std::string_view id) {
  const auto row = reader.one<std::string, std::string>(k_expected, id);
  if (!row) return {};
  return Expected{std::get<0>(*row), std::get<1>(*row)};
}

void drop_expected(Tx& tx, std::string_view id) {
  tx.execute_later(k_drop_expected, id);
}

std::vector<std::string> missing_media(Reader& reader, std::string_view report) {
  return ids(reader, k_missing, report);
}

std::vector<std::string> abandoned_media(Reader& reader, Instant before, int limit) {
  return ids(reader, k_abandoned, before, std::int64_t{limit});
}

void delete_media(Tx& tx, std::string_view id) {
  tx.execute(k_delete, id);
}

}  // namespace camaug::store
