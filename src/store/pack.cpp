#include "store/pack.hpp"

#include <zstd.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "base/id.hpp"
#include "store/database.hpp"
#include "store/pack_tokens.hpp"

namespace camaug::store {
namespace {

// JSON begins with a brace, never with these; the numbers are those of the dictionaries.
constexpr std::string_view k_text_prefix = "z1";
constexpr char k_mark = 2;
constexpr std::size_t k_shortest = 32;
// No body comes near it: what claims more is no body.
constexpr std::size_t k_longest = 4 * 1024 * 1024;
constexpr int k_level = 6;
// Every frame begins with it: not stored.
constexpr std::string_view k_magic = "\x28\xB5\x2F\xFD";

constexpr std::string_view k_dictionary_1 =
#include "store/pack_dictionary_1.inc"
    ;
constexpr std::string_view k_dictionary_2 =
#include "store/pack_dictionary_2.inc"
    ;

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* it) const {
    Free(it);
  }
};
using PackDictionary = std::unique_ptr<ZSTD_CDict, Deleter<ZSTD_freeCDict>>;
using UnpackDictionary = std::unique_ptr<ZSTD_DDict, Deleter<ZSTD_freeDDict>>;

template <class Dictionary>
Dictionary checked(Dictionary dictionary) {
  if (!dictionary) throw std::runtime_error("the dictionary of texts is broken");
  return dictionary;
}

std::string bytes_of(std::string_view base64) {
  std::string text(base64);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (text.ends_with('=')) text.pop_back();
  return from_base64url(text).value();
}

UnpackDictionary reading_with(std::string_view base64) {
  const std::string bytes = bytes_of(base64);
  return checked(UnpackDictionary(ZSTD_createDDict(bytes.data(), bytes.size())));
}

const ZSTD_CDict* pack_dictionary() {
  static const PackDictionary k_made = [] {
    const std::string bytes = bytes_of(k_dictionary_2);
    return checked(PackDictionary(ZSTD_createCDict(bytes.data(), bytes.size(), k_level)));
  }();
  return k_made.get();
}

const ZSTD_DDict* dictionary_1() {
  static const UnpackDictionary k_made = reading_with(k_dictionary_1);
  return k_made.get();
}

const ZSTD_DDict* dictionary_2() {
  static const UnpackDictionary k_made = reading_with(k_dictionary_2);
  return k_made.get();
}

[[noreturn]] void raise_corrupt() {
  throw DatabaseError(DatabaseError::Kind::corrupt, "a packed text cannot be read");
}

std::string decompressed(std::string_view frame, const ZSTD_DDict* dictionary) {
  const auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size > k_longest) raise_corrupt();  // also unknown and no frame
  std::string out(static_cast<std::size_t>(size), '\0');
  thread_local const std::unique_ptr<ZSTD_DCtx, Deleter<ZSTD_freeDCtx>> context(ZSTD_createDCtx());
  const std::size_t read = ZSTD_decompress_usingDDict(context.get(), out.data(), out.size(),
                                                      frame.data(), frame.size(), dictionary);
  if (ZSTD_isError(read) != 0 || read != out.size()) raise_corrupt();
  return out;
}

}  // namespace

std::string packed(std::string_view json) {
  if (json.size() < k_shortest) return std::string(json);
  const auto tokens = with_tokens(json);
  if (!tokens) return std::string(json);
  thread_local const std::unique_ptr<ZSTD_CCtx, Deleter<ZSTD_freeCCtx>> context(ZSTD_createCCtx());
  thread_local std::string frame;
  frame.resize(std::max(frame.size(), ZSTD_compressBound(tokens->size())));
  // The number of the dictionary stands in the mark already.
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, 0);
  ZSTD_CCtx_refCDict(context.get(), pack_dictionary());
  const std::size_t size =
      ZSTD_compress2(context.get(), frame.data(), frame.size(), tokens->data(), tokens->size());
  if (ZSTD_isError(size) != 0) throw std::runtime_error(ZSTD_getErrorName(size));
  // The mark in place of the frame's own beginning.
  const std::string_view rest(frame.data() + k_magic.size(), size - k_magic.size());
  if (1 + rest.size() >= json.size()) return std::string(json);
  std::string out;
  out.reserve(1 + rest.size());
  out += k_mark;
  out += rest;
  return out;
}

std::string unpacked(std::string_view stored) {
  if (!stored.starts_with(k_mark)) return std::string(stored);
  std::string frame(k_magic);
  frame += stored.substr(1);
  auto text = without_tokens(decompressed(frame, dictionary_2()));
  if (!text) raise_corrupt();
  return std::move(*text);
}

std::string unpacked_text(std::string_view stored) {
  if (!stored.starts_with(k_text_prefix)) return std::string(stored);
  const auto frame = from_base64url(stored.substr(k_text_prefix.size()));
  if (!frame) raise_corrupt();
  return decompressed(*frame, dictionary_1());
}

}  // namespace camaug::store
