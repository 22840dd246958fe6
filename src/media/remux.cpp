// copy_clean() of video.hpp: packets from one container to a fresh one, without anything that tells
// who filmed, where, when and with what.
#include <algorithm>
#include <array>
#include <cstring>

#include "media/picture.hpp"
#include "media/video.hpp"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
}

namespace camaug::media {
namespace {

struct CloseOutput {
  void operator()(AVFormatContext* output) const {
    if (output->pb != nullptr) avio_closep(&output->pb);
    avformat_free_context(output);
  }
};
struct FreeFilter {
  void operator()(AVBSFContext* filter) const { av_bsf_free(&filter); }
};
struct FreePacket {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
using Output = std::unique_ptr<AVFormatContext, CloseOutput>;
using Filter = std::unique_ptr<AVBSFContext, FreeFilter>;
using Packet = std::unique_ptr<AVPacket, FreePacket>;

Failure broken(const char* detail) {
  return fail(ErrorCode::invalid, "error.media.broken", detail);
}

// Units that carry free-form data (dash cameras put the place there): SEI, AV1 metadata.
const char* unwanted_units(AVCodecID id) {
  if (id == AV_CODEC_ID_H264) return "6";
  if (id == AV_CODEC_ID_HEVC) return "39-40";
  if (id == AV_CODEC_ID_AV1) return "5";
  return nullptr;
}

Filter make_filter(const AVStream& stream) {
  const char* units = unwanted_units(stream.codecpar->codec_id);
  const AVBitStreamFilter* kind = av_bsf_get_by_name(units == nullptr ? "null" : "filter_units");
  AVBSFContext* raw = nullptr;
  if (kind == nullptr || av_bsf_alloc(kind, &raw) < 0) return nullptr;
  Filter filter(raw);
  if (avcodec_parameters_copy(raw->par_in, stream.codecpar) < 0) return nullptr;
  raw->time_base_in = stream.time_base;
  if (units != nullptr && av_opt_set(raw->priv_data, "remove_types", units, 0) < 0) return nullptr;
  if (av_bsf_init(raw) < 0) return nullptr;
  return filter;
}

struct Track {
  int from = -1;
  int to = -1;
  Filter filter;
};

bool add_track(Track& track, const AVFormatContext& input, AVFormatContext& output, int number) {
  if (number < 0) return true;
  const AVStream& source = *input.streams[number];
  track.filter = make_filter(source);
  AVStream* target = avformat_new_stream(&output, nullptr);
  if (!track.filter || target == nullptr) return false;
  if (avcodec_parameters_copy(target->codecpar, track.filter->par_out) < 0) return false;
  // Safari plays HEVC only under this tag; for the others the container chooses.
  const bool hevc = source.codecpar->codec_id == AV_CODEC_ID_HEVC;
  target->codecpar->codec_tag = hevc ? MKTAG('h', 'v', 'c', '1') : 0;
  target->time_base = source.time_base;
  track.from = number;
  track.to = target->index;
  std::size_t bytes = 0;
  const auto* matrix = av_stream_get_side_data(&source, AV_PKT_DATA_DISPLAYMATRIX, &bytes);
  if (matrix == nullptr) return true;
  auto* copy = av_stream_new_side_data(target, AV_PKT_DATA_DISPLAYMATRIX, bytes);
  if (copy == nullptr) return false;
  std::memcpy(copy, matrix, bytes);
  return true;
}

// What the packets say about the length, from the first to the end of the last.
struct Span {
  std::int64_t first_ms = INT64_MAX;
  std::int64_t last_ms = INT64_MIN;

  void see(const AVPacket& packet, AVRational base) {
    if (packet.pts == AV_NOPTS_VALUE) return;
    constexpr AVRational k_ms{1, 1000};
    first_ms = std::min(first_ms, av_rescale_q(packet.pts, base, k_ms));
    last_ms = std::max(last_ms, av_rescale_q(packet.pts + packet.duration, base, k_ms));
  }
  [[nodiscard]] std::int64_t length() const { return last_ms < first_ms ? 0 : last_ms - first_ms; }
};

bool write_through(Track& track, AVPacket* packet, AVFormatContext& output) {
  if (av_bsf_send_packet(track.filter.get(), packet) < 0) return false;
  const Packet clean(av_packet_alloc());
  while (clean && av_bsf_receive_packet(track.filter.get(), clean.get()) == 0) {
    // Side data of a packet may hold strings too; nothing in these codecs needs it.
    av_packet_free_side_data(clean.get());
    av_packet_rescale_ts(clean.get(), track.filter->time_base_out,
                         output.streams[track.to]->time_base);
    clean->stream_index = track.to;
    clean->pos = -1;
    if (av_interleaved_write_frame(&output, clean.get()) < 0) return false;
  }
  return true;
}

Result<std::int64_t> copy_packets(AVFormatContext& input, AVFormatContext& output,
                                  std::array<Track, 2>& tracks, const std::string& path) {
  const bool sound = tracks[0].from < 0;
  const Packet packet(av_packet_alloc());
  if (!packet) return broken("memory");
  Span span;
  while (av_read_frame(&input, packet.get()) == 0) {
    const auto track = std::find_if(tracks.begin(), tracks.end(),
                                    [&](const Track& t) { return t.from == packet->stream_index; });
    if (track == tracks.end()) {
      av_packet_unref(packet.get());
      continue;
    }
    span.see(*packet, input.streams[track->from]->time_base);
    if (auto ok = check_length(sound, span.length()); !ok) return Failure(ok.error());
    if (!write_through(*track, packet.get(), output)) return write_failure(path, "copy");
  }
  if (av_write_trailer(&output) < 0) return write_failure(path, "trailer");
  if (span.last_ms == INT64_MIN) return broken("no packets");
  return span.length();
}

}  // namespace

Result<std::int64_t> copy_clean(VideoHead& head, const std::string& path) {
  AVFormatContext& input = *head.input;
  av_seek_frame(&input, -1, 0, AVSEEK_FLAG_BACKWARD);
  const bool webm = path.ends_with(".webm");
  const std::string url = "file:" + path;
  AVFormatContext* raw = nullptr;
  avformat_alloc_output_context2(&raw, nullptr, webm ? "webm" : "mp4", url.c_str());
  if (raw == nullptr) return broken("muxer");
  const Output output(raw);
  raw->flags |= AVFMT_FLAG_BITEXACT;  // no encoder name, no random id, no time of making
  std::array<Track, 2> tracks;
  if (!add_track(tracks[0], input, *raw, head.video) ||
      !add_track(tracks[1], input, *raw, head.audio)) {
    return broken("track");
  }
  if (avio_open(&raw->pb, url.c_str(), AVIO_FLAG_WRITE) < 0) return write_failure(path, "open");
  AVDictionary* options = nullptr;
  if (!webm) av_dict_set(&options, "movflags", "+faststart", 0);
  const int started = avformat_write_header(raw, &options);
  av_dict_free(&options);
  if (started < 0) return broken("header");
  return copy_packets(input, *raw, tracks, path);
}

}  // namespace camaug::media
