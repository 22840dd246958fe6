// How a connection sends a file: from this disk, or from where the media store keeps it. At most
// one piece of it is in memory, and no io thread waits for a store. Part of server.cpp, included
// nowhere else.
#pragma once

#include <unistd.h>

#include <algorithm>

#include "http/connection_impl.hpp"

namespace camaug::http {

// Of a stored file: large enough that asking for it costs little beside sending it.
inline constexpr std::int64_t k_stored_piece_bytes = 512 * 1024;

inline Task<bool> Connection::send_file_head(Exchange& exchange, FileAnswer& answer,
                                             bool keep_alive, bool http10) {
  Response& response = exchange.response;
  response.status = answer.status;
  for (auto& header : answer.headers) response.headers.push_back(std::move(header));
  const auto lines = core.heads.lines(response, answer.body_bytes(), default_cache_rule(exchange),
                                      exchange.request.secure);
  const auto head =
      whole_head(response.status, worker.date(exchange.request.now), lines, keep_alive, http10);
  co_return co_await write(head, {});
}

inline Task<bool> Connection::send_file(Exchange& exchange, bool keep_alive, bool http10) {
  const FileBody& body = *exchange.response.file;
  if (body.stored && body.path.empty())
    co_return co_await send_stored(exchange, keep_alive, http10);
  auto answer = answer_file(body, exchange.request);
  if (!answer) {
    const std::string key = body.stored ? "error.media.file_missing" : "error.not_found";
    exchange.response = problem(exchange.request, Error{ErrorCode::not_found, key, {}, {}, {}});
    co_return co_await send(exchange, keep_alive, http10);
  }
  bool sent = co_await send_file_head(exchange, *answer, keep_alive, http10);
  std::string piece;
  auto at = answer->range.first;
  auto left = exchange.request.head ? 0 : answer->body_bytes();
  while (sent && left > 0) {
    piece.resize(static_cast<std::size_t>(std::min<std::int64_t>(left, k_piece_bytes)));
    const auto got = ::pread(answer->file.get(), piece.data(), piece.size(), at);
    if (got <= 0) co_return false;  // cut while we read: only closing tells the client
    sent = co_await write(std::string_view(piece).substr(0, static_cast<std::size_t>(got)), {});
    at += got;
    left -= got;
  }
  finish(exchange, answer->body_bytes() - left);
  co_return sent;
}

inline Task<Result<media::Piece>> Connection::fetch(media::MediaStorePtr store,
                                                    media::Wanted wanted) {
  Result<media::Piece> piece;
  co_await hop(stream.get_executor(), [&](Done done) {
    store->read_later(std::move(wanted),
                      [&piece, done = std::move(done)](Result<media::Piece> got) mutable {
                        piece = std::move(got);
                        done();
                      });
  });
  co_return piece;
}

inline Task<bool> Connection::send_stored(Exchange& exchange, bool keep_alive, bool http10) {
  const media::StoredFile file = *exchange.response.file->stored;
  const Request& request = exchange.request;
  // The common request, for all of it and without conditions, brings its first piece at once.
  const bool plain = !request.head && request.header("range").empty() &&
                     request.header("if-none-match").empty() &&
                     request.header("if-modified-since").empty();
  media::Wanted wanted{file.id, file.name, 0, plain ? k_stored_piece_bytes : 0, ""};
  auto piece = co_await fetch(file.store, wanted);
  if (!piece) {
    exchange.response = problem(request, piece.error());
    co_return co_await send(exchange, keep_alive, http10);
  }
  wanted.etag = piece->facts.etag;
  FileAnswer answer =
      answer_for({piece->facts.bytes, piece->facts.changed, '"' + wanted.etag + '"'}, request);
  bool sent = co_await send_file_head(exchange, answer, keep_alive, http10);
  wanted.first = answer.range.first;
  auto left = request.head ? 0 : answer.body_bytes();
  while (sent && left > 0) {
    if (piece->data.empty()) {
      wanted.bytes = std::min(left, k_stored_piece_bytes);
      piece = co_await fetch(file.store, wanted);
      if (!piece || piece->data.empty()) co_return false;  // only closing tells the client
    }
    sent = co_await write(piece->data, {});
    wanted.first += static_cast<std::int64_t>(piece->data.size());
    left -= static_cast<std::int64_t>(piece->data.size());
    piece->data.clear();
  }
  finish(exchange, answer.body_bytes() - left);
  co_return sent;
}

}  // namespace camaug::http
