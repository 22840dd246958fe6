// GeoJSON (RFC 7946) polygons to integer rings. Every fault names the feature's code.
#include "domain/area_shape.hpp"

#include <cmath>
#include <optional>

namespace camaug::domain {
namespace {

namespace bj = boost::json;

class ShapeReader {
 public:
  ShapeReader(std::string_view file, const Box7* box, Faults& faults)
      : file_(file), box_(box), faults_(faults) {}

  std::optional<Shape> read(const bj::value& feature, std::size_t number) {
    code_ = "features[" + std::to_string(number) + "]";
    const auto* properties = member(feature, "properties");
    const auto* code = properties == nullptr ? nullptr : member(*properties, "code");
    if (code == nullptr || !code->is_string() || code->as_string().empty()) {
      fault("error.profile.feature_code");
      return {};
    }
    Shape shape;
    shape.code = std::string(code->as_string());
    code_ = shape.code;
    const auto* geometry = member(feature, "geometry");
    const auto* type = geometry == nullptr ? nullptr : member(*geometry, "type");
    const auto* all = geometry == nullptr ? nullptr : member(*geometry, "coordinates");
    const auto* parts = all == nullptr ? nullptr : all->if_array();
    if (parts == nullptr || type == nullptr || !type->is_string()) {
      fault("error.profile.geometry");
      return {};
    }
    if (type->as_string() == "Polygon") {
      read_polygon(*parts, shape);
    } else if (type->as_string() == "MultiPolygon") {
      for (const bj::value& part : *parts) {
        if (const auto* polygon = part.if_array()) read_polygon(*polygon, shape);
      }
    } else {
      fault("error.profile.geometry");
    }
    if (shape.rings.empty()) return {};
    return shape;
  }

 private:
  static const bj::value* member(const bj::value& value, std::string_view name) {
    const auto* object = value.if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
  }

  void fault(std::string key) { faults_.add(file_, 0, code_, std::move(key), {code_}); }

  void read_polygon(const bj::array& rings, Shape& shape) {
    for (const bj::value& value : rings) {
      const auto* points = value.if_array();
      std::vector<Point7> ring;
      bool inside = true;
      for (std::size_t i = 0; points != nullptr && i < points->size(); ++i) {
        const auto point = read_point((*points)[i]);
        if (!point) return fault("error.profile.coordinates");
        inside = inside && (box_ == nullptr || box_->holds(*point));
        ring.push_back(*point);
      }
      if (ring.size() < 4) return fault("error.profile.ring_short");
      if (ring.front() != ring.back()) return fault("error.profile.ring_open");
      if (!inside) return fault("error.profile.outside_box");
      shape.rings.push_back(std::move(ring));
    }
  }

  static std::optional<Point7> read_point(const bj::value& value) {
    const auto* pair = value.if_array();
    if (pair == nullptr || pair->size() < 2) return {};
    if (!(*pair)[0].is_number() || !(*pair)[1].is_number()) return {};
    const auto lon = (*pair)[0].to_number<double>();
    const auto lat = (*pair)[1].to_number<double>();
    if (!(std::abs(lon) <= 180.0) || !(std::abs(lat) <= 90.0)) return {};
    return Point7{std::llround(lat * 1e7), std::llround(lon * 1e7)};
  }

  std::string_view file_;
  const Box7* box_;
  Faults& faults_;
  std::string code_;
};

}  // namespace

std::vector<Shape> read_shapes(const ProfileFiles& files, std::string_view file, const Box7* box,
                               Faults& faults) {
  std::vector<Shape> shapes;
  const auto document = read_json(files, file, faults);
  const auto* features = document ? read_array(*document, file, "features", faults) : nullptr;
  if (features == nullptr) return shapes;
  ShapeReader reader(file, box, faults);
  for (std::size_t i = 0; i < features->size(); ++i) {
    if (auto shape = reader.read((*features)[i], i)) shapes.push_back(std::move(*shape));
  }
  return shapes;
}

}  // namespace camaug::domain
