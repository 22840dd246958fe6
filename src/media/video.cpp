#include "media/video.hpp"

#include <cmath>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libswscale/swscale.h>
}

namespace camaug::media {
namespace {

struct FreeCodec {
  void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
};
struct FreePacket {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct FreeFrame {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct FreeScaler {
  void operator()(SwsContext* scaler) const { sws_freeContext(scaler); }
};
using Codec = std::unique_ptr<AVCodecContext, FreeCodec>;
using Packet = std::unique_ptr<AVPacket, FreePacket>;
using Frame = std::unique_ptr<AVFrame, FreeFrame>;
using Scaler = std::unique_ptr<SwsContext, FreeScaler>;

constexpr std::int64_t k_frame_pixels_max = 40'000'000;
constexpr int k_streams_max = 32;

Failure broken(const char* detail) {
  return fail(ErrorCode::invalid, "error.media.broken", detail);
}

// The few decoders that phones need; each further one is a further way in.
bool known_codec(AVCodecID id) {
  return id == AV_CODEC_ID_H264 || id == AV_CODEC_ID_HEVC || id == AV_CODEC_ID_VP8 ||
         id == AV_CODEC_ID_VP9 || id == AV_CODEC_ID_AV1 || id == AV_CODEC_ID_MPEG4;
}

// What browsers play; other sound (PCM, AMR) is left out of the public copy.
bool plays_in(FileType type, AVCodecID audio) {
  if (type == FileType::webm) {
    return audio == AV_CODEC_ID_OPUS || audio == AV_CODEC_ID_VORBIS;
  }
  return audio == AV_CODEC_ID_AAC || audio == AV_CODEC_ID_MP3 || audio == AV_CODEC_ID_OPUS;
}

void pick_streams(VideoHead& head, FileType type) {
  const AVFormatContext& input = *head.input;
  for (unsigned i = 0; i < input.nb_streams; ++i) {
    const AVStream& stream = *input.streams[i];
    const AVCodecParameters& codec = *stream.codecpar;
    const bool cover = (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
    const int number = static_cast<int>(i);
    if (codec.codec_type == AVMEDIA_TYPE_VIDEO && !cover && head.video < 0) head.video = number;
    if (codec.codec_type == AVMEDIA_TYPE_AUDIO && head.audio < 0 &&
        plays_in(type, codec.codec_id)) {
      head.audio = number;
    }
  }
}

int quarters_of(const AVStream& stream) {
  const auto* matrix = reinterpret_cast<const std::int32_t*>(
      av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr));
  if (matrix == nullptr) return 0;
  const double angle = av_display_rotation_get(matrix);  // counter-clockwise, NaN when singular
  if (!std::isfinite(angle)) return 0;
  const int quarters = static_cast<int>(std::lround(-angle / 90.0)) % 4;
  return quarters < 0 ? quarters + 4 : quarters;
}

std::string_view tag(const AVDictionary* tags, const char* name) {
  const AVDictionaryEntry* entry = av_dict_get(tags, name, nullptr, 0);
  return entry == nullptr ? std::string_view() : std::string_view(entry->value);
}

void read_tags(VideoHead& head) {
  const AVDictionary* tags = head.input->metadata;
  head.taken_at = parse_video_time(tag(tags, "com.apple.quicktime.creationdate"));
  if (!head.taken_at) head.taken_at = parse_video_time(tag(tags, "creation_time"));
  head.position = parse_iso6709(tag(tags, "com.apple.quicktime.location.ISO6709"));
  if (!head.position) head.position = parse_iso6709(tag(tags, "location"));
}

Codec open_decoder(const AVStream& stream) {
  const AVCodec* decoder = avcodec_find_decoder(stream.codecpar->codec_id);
  if (decoder == nullptr) return nullptr;
  Codec codec(avcodec_alloc_context3(decoder));
  if (!codec || avcodec_parameters_to_context(codec.get(), stream.codecpar) < 0) return nullptr;
  codec->thread_count = 1;
  codec->max_pixels = k_frame_pixels_max;
  if (avcodec_open2(codec.get(), decoder, nullptr) < 0) return nullptr;
  return codec;
}

// The first frame that comes out from the reading position on.
Frame decode_one(AVFormatContext& input, int number, AVCodecContext& codec) {
  constexpr int k_packets_max = 1000;
  const Packet packet(av_packet_alloc());
  Frame frame(av_frame_alloc());
  if (!packet || !frame) return nullptr;
  for (int i = 0; i < k_packets_max; ++i) {
    const bool ended = av_read_frame(&input, packet.get()) < 0;
    if (!ended && packet->stream_index != number) {
      av_packet_unref(packet.get());
      continue;
    }
    avcodec_send_packet(&codec, ended ? nullptr : packet.get());
    av_packet_unref(packet.get());
    if (avcodec_receive_frame(&codec, frame.get()) == 0) return frame;
    if (ended) return nullptr;
  }
  return nullptr;
}

Result<Raster> to_raster(const AVFrame& frame) {
  const std::int64_t pixels = static_cast<std::int64_t>(frame.width) * frame.height;
  if (frame.width <= 0 || frame.height <= 0 || pixels > k_frame_pixels_max) {
    return broken("frame size");
  }
  const Scaler scaler(sws_getContext(
      frame.width, frame.height, static_cast<AVPixelFormat>(frame.format), frame.width,
      frame.height, AV_PIX_FMT_RGB24, SWS_BILINEAR, nullptr, nullptr, nullptr));
  if (!scaler) return broken("pixel format");
  // swscale writes whole vectors: its rows need room behind the last pixel.
  std::uint8_t* planes[4] = {};
  int strides[4] = {};
  if (av_image_alloc(planes, strides, frame.width, frame.height, AV_PIX_FMT_RGB24, 32) < 0) {
    return broken("frame memory");
  }
  sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, planes, strides);
  const auto row = static_cast<std::size_t>(frame.width) * 3;
  Raster raster{frame.width, frame.height, {}};
  raster.rgb.reserve(row * static_cast<std::size_t>(frame.height));
  for (int y = 0; y < frame.height; ++y) {
    const std::uint8_t* from = planes[0] + static_cast<std::ptrdiff_t>(y) * strides[0];
    raster.rgb.insert(raster.rgb.end(), from, from + row);
  }
  av_freep(static_cast<void*>(&planes[0]));
  return raster;
}

}  // namespace

void CloseInput::operator()(AVFormatContext* input) const {
  avformat_close_input(&input);
}

Result<void> check_length(bool sound, std::int64_t ms) {
  if (ms <= (sound ? k_sound_ms_max : k_video_ms_max)) return {};
  return fail(ErrorCode::invalid, sound ? "error.media.sound_too_long" : "error.media.too_long");
}

Result<VideoHead> open_video(const std::string& path, FileType type) {
  av_log_set_level(AV_LOG_QUIET);
  if (cut_short(path, type, false)) return fail(ErrorCode::invalid, "error.media.truncated");
  const AVInputFormat* format = av_find_input_format(type == FileType::webm ? "matroska" : "mov");
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "file", 0);
  av_dict_set_int(&options, "max_streams", k_streams_max, 0);
  AVFormatContext* raw = nullptr;
  const int opened = avformat_open_input(&raw, ("file:" + path).c_str(), format, &options);
  av_dict_free(&options);
  if (opened < 0) return broken("container");
  VideoHead head;
  head.input.reset(raw);
  if (avformat_find_stream_info(raw, nullptr) < 0) return broken("streams");
  pick_streams(head, type);
  const bool sound = head.video < 0;
  if (sound && head.audio < 0) return fail(ErrorCode::invalid, "error.media.no_video");
  if (raw->duration != AV_NOPTS_VALUE && raw->duration >= 0) {
    head.duration_ms = raw->duration / (AV_TIME_BASE / 1000);
    if (auto ok = check_length(sound, *head.duration_ms); !ok) return Failure(ok.error());
  }
  if (sound) return head;
  const AVStream& stream = *raw->streams[head.video];
  head.width = stream.codecpar->width;
  head.height = stream.codecpar->height;
  if (!known_codec(stream.codecpar->codec_id)) return fail(ErrorCode::invalid, "error.media.codec");
  if (head.width <= 0 || head.height <= 0) return broken("no size");
  if (head.width * head.height > k_frame_pixels_max) {
    return fail(ErrorCode::invalid, "error.media.too_many_pixels");
  }
  head.quarters = quarters_of(stream);
  if (head.quarters % 2 == 1) std::swap(head.width, head.height);
  read_tags(head);
  return head;
}

Result<Raster> poster_frame(VideoHead& head) {
  AVFormatContext& input = *head.input;
  // The very first frame is often dark or blurred; half of a very short video is early enough.
  const std::int64_t half = head.duration_ms.value_or(0) * (AV_TIME_BASE / 1000) / 2;
  for (const std::int64_t at : {std::min<std::int64_t>(half, AV_TIME_BASE), std::int64_t{0}}) {
    const Codec codec = open_decoder(*input.streams[head.video]);
    if (!codec) return broken("decoder");
    av_seek_frame(&input, -1, at, AVSEEK_FLAG_BACKWARD);
    const Frame frame = decode_one(input, head.video, *codec);
    if (!frame) continue;
    const auto raster = to_raster(*frame);
    if (!raster) return raster;
    return turned(*raster, head.quarters);
  }
  return broken("no frame");
}

}  // namespace camaug::media
