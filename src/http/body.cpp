// See body.hpp.
#include "http/body.hpp"

#include <algorithm>

#include "http/form.hpp"
#include "http/multipart.hpp"

namespace camaug::http {
namespace {

constexpr std::int64_t k_urlencoded_bytes_max = 256 * 1024;

class TextSink final : public BodySink {
 public:
  TextSink(Exchange& exchange, bool form) : exchange_(exchange), form_(form) {}
  Result<void> take(std::string_view bytes) override {
    exchange_.request.body += bytes;
    return {};
  }
  Result<void> finish(bool /*complete*/) override {
    if (!form_) return {};
    auto fields = parse_urlencoded(exchange_.request.body);
    if (!fields) return fail(ErrorCode::invalid, "error.form_malformed");
    exchange_.request.form = std::move(*fields);
    return {};
  }

 private:
  Exchange& exchange_;
  bool form_;
};

class MultipartBody final : public BodySink {
 public:
  MultipartBody(Exchange& exchange, const std::string& directory, std::string_view boundary)
      : collector_(exchange.request, directory), parser_(boundary, collector_) {}
  Result<void> take(std::string_view bytes) override { return parser_.feed(bytes); }
  Result<void> finish(bool /*complete*/) override { return parser_.finish(); }

 private:
  FormCollector collector_;
  MultipartParser parser_;
};

class FileSink final : public BodySink {
 public:
  explicit FileSink(Exchange& exchange) : exchange_(exchange) {}
  Result<void> open(const std::string& directory) {
    const UploadPlan& plan = exchange_.plan;
    return plan.append_to.empty() ? file_.create(directory)
                                  : file_.append(plan.append_to, plan.offset, plan.whole);
  }
  Result<void> take(std::string_view bytes) override { return file_.write(bytes); }
  Result<void> finish(bool complete) override {
    auto done = file_.finish();
    if (!done) return Failure(done.error());
    done->content_type = exchange_.request.header("content-type");
    done->complete = complete;
    exchange_.request.upload = std::move(*done);
    return {};
  }

 private:
  Exchange& exchange_;
  UploadFile file_;
};

}  // namespace

Result<std::unique_ptr<BodySink>> make_sink(Core& core, Exchange& exchange) {
  const Route& route = *exchange.match.route;
  const auto type = exchange.request.header("content-type");
  std::unique_ptr<BodySink> sink;
  std::int64_t bytes_max = route.body_bytes_max;
  if (route.kind == RouteKind::upload) {
    auto file = std::make_unique<FileSink>(exchange);
    if (auto ok = file->open(core.options.upload_directory); !ok) return Failure(ok.error());
    bytes_max = exchange.plan.bytes_max;
    sink = std::move(file);
  } else if (route.kind != RouteKind::form) {
    sink = std::make_unique<TextSink>(exchange, false);
  } else if (const auto boundary = multipart_boundary(type)) {
    sink = std::make_unique<MultipartBody>(exchange, core.options.upload_directory, *boundary);
  } else if (type.starts_with("application/x-www-form-urlencoded")) {
    bytes_max = std::min(bytes_max, k_urlencoded_bytes_max);
    sink = std::make_unique<TextSink>(exchange, true);
  } else {
    return fail(ErrorCode::unsupported, "error.content_type");
  }
  sink->bytes_max = bytes_max;
  return sink;
}

}  // namespace camaug::http
