#include "http/routes.hpp"

#include <vector>

#include "http/account.hpp"
#include "http/demo.hpp"
#include "http/desk.hpp"
#include "http/figures.hpp"
#include "http/media.hpp"
#include "http/pages.hpp"
#include "http/public.hpp"
#include "http/report.hpp"
#include "http/tus.hpp"

namespace camaug::http {
namespace {

using domain::Role;
using domain::roles;

constexpr auto k_desk = roles({Role::coordinator, Role::agency_leader, Role::officer,
                               Role::supervisor, Role::denunciation_keeper});
constexpr auto k_staff = k_desk | roles({Role::admin});
constexpr auto k_case = k_desk | roles({Role::reporter});
constexpr auto k_act = k_case;
constexpr auto k_uploader =
    roles({Role::reporter, Role::coordinator, Role::agency_leader, Role::officer});
constexpr auto k_leader = roles({Role::supervisor, Role::coordinator, Role::agency_leader});
constexpr auto k_admin = roles({Role::admin});
constexpr std::int64_t k_video_bytes = 100LL << 20;

Route route(Verb verb, std::string_view pattern, RouteKind kind, domain::RoleSet allowed,
            decltype(Route::handler) handler) {
  Route r;
  r.verb = verb;
  r.pattern = pattern;
  r.kind = kind;
  r.allowed = allowed;
  r.handler = handler;
  return r;
}
Route get(std::string_view pattern, domain::RoleSet allowed, QueryHandler handler) {
  return route(Verb::get, pattern, RouteKind::query, allowed, handler);
}
Route shared(std::string_view pattern, QueryHandler handler) {
  Route r = get(pattern, k_everyone, handler);
  r.cache = CachePolicy::public_shared;
  return r;
}
// What everybody with the same role, agency and area reads in the same words. An officer's desk
// also counts the own cases.
std::string same_sight(const Request& request) {
  const auto& v = request.viewer;
  const bool own = v.role == domain::Role::officer || request.query_value("list") == "mine";
  std::string sight(word(v.role));
  for (const std::string& part : {v.agency, v.area, own ? v.account : std::string()}) {
    sight += '|';
    sight += part;
  }
  return sight;
}
Route desk(std::string_view pattern, domain::RoleSet allowed, QueryHandler handler) {
  Route r = get(pattern, allowed, handler);
  r.sharers = same_sight;
  return r;
}
Route post(std::string_view pattern, domain::RoleSet allowed, CommandHandler handler,
           Prepare prepare = nullptr) {
  Route r = route(Verb::post, pattern, RouteKind::command, allowed, handler);
  r.prepare = prepare;
  r.body_bytes_max = 256 * 1024;
  return r;
}

Route read_first(Route r, Read read) {
  r.read = read;
  return r;
}

std::vector<Route> tus_routes() {
  Route append =
      route(Verb::patch, k_tus_upload, RouteKind::upload, k_uploader, CommandHandler(tus_append));
  append.body_bytes_max = k_video_bytes;
  append.admit = admit_tus;
  append.prepare = prepare_tus;
  return {
      route(Verb::options, k_tus_uploads, RouteKind::plain, k_everyone, PlainHandler(tus_options)),
      route(Verb::post, k_tus_uploads, RouteKind::query, k_uploader, QueryHandler(tus_create)),
      get(k_tus_upload, k_uploader, tus_offset),
      append,
      route(Verb::del, k_tus_upload, RouteKind::command, k_uploader, CommandHandler(tus_end)),
  };
}

std::vector<Route> build(bool demo) {
  std::vector<Route> list = {
      get("/api/v1/config", k_everyone, get_config),
      shared("/geo/{file}", get_geo),
      get("/api/v1/locate", k_everyone, get_locate),
      shared("/api/v1/reports", get_public_reports),
      get("/api/v1/nearby", k_everyone, get_nearby),
      shared("/api/v1/public/{code}", get_public_report),
      shared("/api/v1/map", get_map),
      get("/tiles/basemap.pmtiles", k_everyone, get_basemap),
      get("/api/v1/record/{n}", k_everyone, get_record),
      get("/healthz", k_everyone, get_health),

      read_first(post("/api/v1/reports", k_everyone, submit_report), read_report),
      route(Verb::post, "/api/v1/reports/lookup", RouteKind::query, k_everyone, lookup_reports),
      get("/api/v1/reports/{id}", k_case, get_report),
      post("/api/v1/reports/{id}/{action}", k_act, act_on_report, prepare_act),
      get("/api/v1/uploads/{id}", k_uploader, get_upload),
      get("/media/{id}/{variant}", k_everyone, get_media),

      post("/api/v1/session", k_everyone, sign_in, prepare_sign_in),
      route(Verb::get, "/api/v1/session", RouteKind::command, k_staff, who_am_i),
      route(Verb::del, "/api/v1/session", RouteKind::command, k_staff, sign_out),
      post("/api/v1/session/password", k_staff, change_password, prepare_password),
      desk("/api/v1/desk/queue", k_desk, get_queue),
      get("/api/v1/desk/agencies", k_staff, get_agencies),
      get("/api/v1/desk/officers", roles({Role::agency_leader, Role::officer}), get_officers),
      route(Verb::get, "/api/v1/events", RouteKind::stream, k_case, get_events),

      desk("/api/v1/figures", k_leader, get_figures),
      desk("/api/v1/figures/list", k_leader, get_figures_list),

      get("/api/v1/admin/accounts", k_admin, list_accounts),
      post("/api/v1/admin/accounts", k_admin, create_account, prepare_account),
      post("/api/v1/admin/accounts/{id}", k_admin, change_account, prepare_account),

      shared("/pa/{code}", report_page),
      shared("/phan-anh", feed_page),
      shared("/phan-anh.atom", feed_atom),
      shared("/co-quan", agencies_page),
      shared("/co-quan/{code}", agency_page),
      get("/gui", k_everyone, form_page),
      get("/gui/{id}", k_everyone, follow_page),
  };
  Route upload = route(Verb::put, "/api/v1/uploads/{id}", RouteKind::upload, k_uploader,
                       CommandHandler(put_upload));
  upload.body_bytes_max = k_video_bytes;
  upload.admit = admit_upload;
  upload.prepare = prepare_upload;
  list.push_back(upload);
  for (Route part : tus_routes()) {
    part.finish = tus_answer;
    list.push_back(part);
  }
  Route form = route(Verb::post, "/gui", RouteKind::form, k_everyone, CommandHandler(submit_form));
  form.body_bytes_max = k_video_bytes;
  form.guard = Guard::open;
  form.prepare = prepare_form;
  list.push_back(form);
  if (demo) {
    list.push_back(get("/api/v1/demo", k_everyone, get_demo));
    list.push_back(route(Verb::post, "/api/v1/demo/clock", RouteKind::plain, k_everyone,
                         PlainHandler(post_demo_clock)));
  }
  return list;
}

}  // namespace

std::span<const Route> all_routes(bool demo) {
  static const std::vector<Route> k_plain = build(false);
  static const std::vector<Route> k_demo = build(true);
  return demo ? k_demo : k_plain;
}

}  // namespace camaug::http
