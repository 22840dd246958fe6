#include "store/pack_tokens.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

#include "store/brief.hpp"

namespace camaug::store {
namespace {

// Bytes that canonical JSON never holds. What follows each of them:
constexpr char k_digest = 1;      // 32 bytes
constexpr char k_old_id = 2;      // the place of an id that was there before
constexpr char k_new_id = 3;      // 16 bytes
constexpr char k_sister_id = 4;   // 10 bytes of an id of the first one's millisecond
constexpr char k_old_number = 5;  // the place of a number that was there before
constexpr char k_near = 6;        // the place of a number and what lies between
constexpr char k_number = 7;
constexpr char k_tokens_end = 8;

constexpr std::size_t k_ids_max = 32;
constexpr std::size_t k_numbers_max = 64;
constexpr std::size_t k_digits_min = 5;
constexpr std::size_t k_digits_max = 18;
// Smaller numbers are near each other by chance.
constexpr std::int64_t k_time_min = 100'000'000'000;
constexpr std::size_t k_digest_digits = 64;
constexpr std::size_t k_id_size = 36;
constexpr std::size_t k_id_head = 8;  // digits before its first hyphen
constexpr std::size_t k_sister_bytes = 6;

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

std::string_view view(const UuidBytes& id) {
  return {id.data(), id.size()};
}

void append_varint(std::string& out, std::uint64_t n) {
  for (; n >= 0x80; n >>= 7U) out += static_cast<char>((n & 0x7fU) | 0x80U);
  out += static_cast<char>(n);
}

// What both sides have seen so far, so that places mean the same.
struct Seen {
  std::vector<UuidBytes> ids;
  std::vector<std::int64_t> numbers;

  void add(const UuidBytes& id) {
    if (ids.size() < k_ids_max) ids.push_back(id);
  }
  void add(std::int64_t number) {
    if (numbers.size() < k_numbers_max) numbers.push_back(number);
  }
  [[nodiscard]] std::optional<std::size_t> near(std::int64_t n) const {
    std::optional<std::size_t> best;
    if (n < k_time_min) return best;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] < k_time_min) continue;
      if (!best || std::abs(numbers[i] - n) < std::abs(numbers[*best] - n)) best = i;
    }
    return best;
  }
};

template <class List, class Item>
std::optional<char> place_in(const List& list, const Item& item) {
  const auto found = std::ranges::find(list, item);
  if (found == list.end()) return {};
  return static_cast<char>(found - list.begin());
}

class Writer {
 public:
  explicit Writer(std::string_view json) : json_(json) { out_.reserve(json.size()); }

  std::optional<std::string> run() {
    const auto is_token = [](char c) { return c >= 0 && c < k_tokens_end; };
    if (std::ranges::any_of(json_, is_token)) return {};
    std::size_t at = 0;
    while (at < json_.size()) {
      if (!is_hex(json_[at])) {
        ++at;
        continue;
      }
      std::size_t end = at + 1;
      while (end < json_.size() && is_hex(json_[end])) ++end;
      at = end - at < k_digits_min ? end : take_run(at, end);
    }
    copy_until(json_.size());
    return std::move(out_);
  }

 private:
  // From where to go on.
  std::size_t take_run(std::size_t begin, std::size_t end) {
    const std::size_t size = end - begin;
    if (size == k_digest_digits) {
      copy_until(begin);
      out_ += k_digest;
      out_ += bytes_of_hex(json_.substr(begin, size));
      copied_ = end;
    } else if (UuidBytes id; size == k_id_head && is_id(begin, id)) {
      copy_until(begin);
      take_id(id);
      copied_ = end = begin + k_id_size;
    } else if (std::int64_t n = 0; is_number(json_.substr(begin, size), n)) {
      copy_until(begin);
      take_number(n);
      copied_ = end;
    }
    return end;
  }

  // With no digit behind it.
  [[nodiscard]] bool is_id(std::size_t begin, UuidBytes& id) const {
    const std::size_t end = begin + k_id_size;
    return read_uuid(json_.substr(begin), id) && (end == json_.size() || !is_hex(json_[end]));
  }

  // What lies before it and was not written yet, as it is.
  void copy_until(std::size_t end) { out_.append(json_.substr(copied_, end - copied_)); }

  void take_id(const UuidBytes& id) {
    if (const auto place = place_in(seen_.ids, id)) {
      out_ += k_old_id;
      out_ += *place;
      return;
    }
    const auto bytes = view(id);
    if (!seen_.ids.empty() && bytes.starts_with(view(seen_.ids[0]).substr(0, k_sister_bytes))) {
      out_ += k_sister_id;
      out_ += bytes.substr(k_sister_bytes);
    } else {
      out_ += k_new_id;
      out_ += bytes;
    }
    seen_.add(id);
  }

  static bool is_number(std::string_view run, std::int64_t& n) {
    return run.size() <= k_digits_max && run[0] != '0' &&
           std::from_chars(run.data(), run.data() + run.size(), n).ptr == run.data() + run.size();
  }

  void take_number(std::int64_t n) {
    if (const auto place = place_in(seen_.numbers, n)) {
      out_ += k_old_number;
      out_ += *place;
      return;
    }
    if (const auto other = seen_.near(n)) {
      const std::int64_t between = n - seen_.numbers[*other];
      out_ += k_near;
      out_ += static_cast<char>(*other);
      const auto doubled = static_cast<std::uint64_t>(between) << 1U;  // the sign goes last
      append_varint(out_, between < 0 ? ~doubled : doubled);
    } else {
      out_ += k_number;
      append_varint(out_, static_cast<std::uint64_t>(n));
    }
    seen_.add(n);
  }

  std::string_view json_;
  std::size_t copied_ = 0;
  std::string out_;
  Seen seen_;
};

class Reading {
 public:
  explicit Reading(std::string_view bytes) : bytes_(bytes) { out_.reserve(bytes.size() * 2); }

  std::optional<std::string> run() {
    while (!bytes_.empty()) {
      const char c = bytes_.front();
      bytes_.remove_prefix(1);
      if (c < 0 || c >= k_tokens_end) {
        out_ += c;
      } else if (!token(c)) {
        return {};
      }
    }
    return std::move(out_);
  }

 private:
  bool token(char kind) {
    switch (kind) {
      case k_digest:
        return take(k_digest_digits / 2,
                    [&](std::string_view digest) { out_ += hex_of_bytes(digest); });
      case k_new_id:
        return take_id(0);
      case k_sister_id:
        return !seen_.ids.empty() && take_id(k_sister_bytes);
      case k_old_id: {
        const auto place = take_place(seen_.ids.size());
        if (place) out_ += uuid_of_bytes(view(seen_.ids[*place]));
        return place.has_value();
      }
      case k_old_number: {
        const auto place = take_place(seen_.numbers.size());
        if (place) out_ += std::to_string(seen_.numbers[*place]);
        return place.has_value();
      }
      case k_near: {
        const auto place = take_place(seen_.numbers.size());
        const auto turned = place ? take_varint() : std::nullopt;
        if (!turned) return false;
        const std::uint64_t half = *turned >> 1U;
        const auto between = static_cast<std::int64_t>((*turned & 1U) != 0 ? ~half : half);
        // Both lie within 18 digits where with_tokens() wrote them.
        new_number(static_cast<std::int64_t>(static_cast<std::uint64_t>(seen_.numbers[*place]) +
                                             static_cast<std::uint64_t>(between)));
        return true;
      }
      case k_number: {
        const auto n = take_varint();
        if (n) new_number(static_cast<std::int64_t>(*n));
        return n.has_value();
      }
      default:
        return false;
    }
  }

  template <class F>
  bool take(std::size_t size, F&& f) {
    if (bytes_.size() < size) return false;
    f(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return true;
  }
  std::optional<std::size_t> take_place(std::size_t end) {
    if (bytes_.empty()) return {};
    const std::size_t place = static_cast<unsigned char>(bytes_[0]);
    if (place >= end) return {};
    bytes_.remove_prefix(1);
    return place;
  }
  std::optional<std::uint64_t> take_varint() {
    std::uint64_t n = 0;
    for (unsigned shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_[0]);
      bytes_.remove_prefix(1);
      n |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return n;
    }
    return {};
  }
  // The first `known` bytes are those of the first id.
  bool take_id(std::size_t known) {
    UuidBytes id{};
    if (known > 0) id = seen_.ids[0];
    return take(id.size() - known, [&](std::string_view rest) {
      std::ranges::copy(rest, id.begin() + static_cast<std::ptrdiff_t>(known));
      out_ += uuid_of_bytes(view(id));
      seen_.add(id);
    });
  }
  void new_number(std::int64_t n) {
    out_ += std::to_string(n);
    seen_.add(n);
  }

  std::string_view bytes_;
  std::string out_;
  Seen seen_;
};

}  // namespace

std::optional<std::string> with_tokens(std::string_view json) {
  return Writer(json).run();
}

std::optional<std::string> without_tokens(std::string_view bytes) {
  return Reading(bytes).run();
}

}  // namespace camaug::store
