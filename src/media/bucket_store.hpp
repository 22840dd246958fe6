// Kept files in a bucket of an S3-compatible server, as objects prefix/ab/cd/<id>/<name>. The
// server acknowledges a file only with the SHA-256 that was sent along; nothing is kept on this
// disk.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "media/s3_client.hpp"
#include "media/store.hpp"

namespace camaug::media {

class BucketStore final : public MediaStore {
 public:
  BucketStore(const BucketOptions& options, BucketKeys keys, S3Times times = {});
  ~BucketStore() override;  // what still waits to be read is answered unavailable

  [[nodiscard]] Result<void> keep(std::string_view id,
                                  const std::vector<Arrived>& files) const override;
  [[nodiscard]] Result<Piece> read(const Wanted& wanted) const override;
  void read_later(Wanted wanted, PieceDone done) const override;
  [[nodiscard]] Result<std::string> local(std::string_view id, std::string_view name,
                                          const std::string& folder) const override;
  [[nodiscard]] std::string path_of(std::string_view, std::string_view) const override {
    return {};
  }
  [[nodiscard]] Result<bool> remove(std::string_view id) const override;
  [[nodiscard]] Result<void> ready() const override;
  [[nodiscard]] Result<void> check() const override;
  [[nodiscard]] std::string place() const override { return place_; }
  [[nodiscard]] std::int64_t failures() const override { return client_.failures(); }

 private:
  struct Waiting {
    Wanted wanted;
    PieceDone done;
  };
  [[nodiscard]] std::string key_of(std::string_view id, std::string_view name) const;
  [[nodiscard]] Result<void> put(S3Request request) const;
  [[nodiscard]] Result<void> drop(const std::string& key) const;
  [[nodiscard]] Result<std::vector<std::string>> list(const std::string& prefix) const;
  [[nodiscard]] Failure refusal(const S3Request& request, const S3Answer& answer) const;
  void read_on();

  S3Client client_;
  std::string prefix_;
  std::string place_;
  mutable std::mutex mutex_;
  mutable std::condition_variable wake_;
  mutable std::deque<Waiting> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace camaug::media
