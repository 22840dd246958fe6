// Whose reports the leaders' figures may count, as SQL text. For store/figures*.cpp only.
#pragma once

// NOLINTBEGIN(cppcoreguidelines-macro-usage): literals that the compiler joins into constants
// $1 role, $2 agency, $3 area of a supervisor. Reports without a place belong to the province.
#define CAMAUG_NOT_NAMED "(r.named_agency IS NULL OR r.named_agency <> $2)"
#define CAMAUG_ROOT "(SELECT b.path FROM area b WHERE b.id = $3)"
#define CAMAUG_SEES(below)                                          \
  "($1 = 'coordinator'"                                             \
  " OR ($1 = 'agency_leader' AND r.lead = $2 AND " CAMAUG_NOT_NAMED \
  ")"                                                               \
  " OR ($1 = 'supervisor' AND (" below "     OR (r.area IS NULL AND " CAMAUG_ROOT " = '/96/'))))"
// For many reports: the areas are collected once. For one: its own path is looked up.
#define CAMAUG_SEES_MANY \
  CAMAUG_SEES("r.area IN (SELECT a.id FROM area a WHERE a.path LIKE " CAMAUG_ROOT " || '%')")
#define CAMAUG_SEES_ONE \
  CAMAUG_SEES("(SELECT a.path FROM area a WHERE a.id = r.area) LIKE " CAMAUG_ROOT " || '%'")
// An agency's own clock counts for it also after the report went elsewhere.
#define CAMAUG_SEES_CLOCK                                                 \
  "(CASE $1 WHEN 'agency_leader' THEN c.owner = $2 AND " CAMAUG_NOT_NAMED \
  " ELSE " CAMAUG_SEES_MANY " END)"
// NOLINTEND(cppcoreguidelines-macro-usage)
