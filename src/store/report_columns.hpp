// The columns of the report projection as SQL text, in the order of domain::columns<Report>()
// (a unit test compares them). For store/ only.
#pragma once

// NOLINTBEGIN(cppcoreguidelines-macro-usage): literals that the compiler joins into constants
#define CAMAUG_REPORT_COLUMNS                                                      \
  "r.id, r.number, r.code, r.tile, r.field, r.sub_field, r.register, r.area, "     \
  "r.lat7, r.lon7, r.accuracy_m, r.cell, r.outside_province, r.channel, "          \
  "r.submitted_at, r.claimed_at, r.private_wish, r.consent_call, r.has_contact, "  \
  "r.privacy_version, r.scope_override, r.named_agency, r.state, r.version, "      \
  "r.urgency, r.urgent_since, r.acknowledged_by, r.acknowledged_at, "              \
  "r.arrives_at, r.updated_at, r.closed_at, r.closed_by, r.published, "            \
  "r.published_at, r.lead, r.officer, r.resume_state, r.answer_from, r.asked_by, " \
  "r.question, r.awaiting_approval, r.reopen_requested, r.reopen_asked, "          \
  "r.plan_count, r.given_back, r.recalled, r.promised_on, r.answer_kind, "         \
  "r.answer_content, r.outcome, r.refuse_kind, r.master, r.due_clock, "            \
  "r.due_started_at, r.due_at, r.dispatched_at, r.answered_at, r.rating, "         \
  "r.rated_at"
#define CAMAUG_REPORT_NAMES                                                      \
  "id, number, code, tile, field, sub_field, register, area, lat7, lon7, "       \
  "accuracy_m, cell, outside_province, channel, submitted_at, claimed_at, "      \
  "private_wish, consent_call, has_contact, privacy_version, scope_override, "   \
  "named_agency, state, version, urgency, urgent_since, acknowledged_by, "       \
  "acknowledged_at, arrives_at, updated_at, closed_at, closed_by, published, "   \
  "published_at, lead, officer, resume_state, answer_from, asked_by, question, " \
  "awaiting_approval, reopen_requested, reopen_asked, plan_count, given_back, "  \
  "recalled, promised_on, answer_kind, answer_content, outcome, refuse_kind, "   \
  "master, due_clock, due_started_at, due_at, dispatched_at, answered_at, "      \
  "rating, rated_at"
#define CAMAUG_REPORT_VALUES                                                     \
  "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, " \
  "$18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, "  \
  "$33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, "  \
  "$48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59"
#define CAMAUG_REPORT_SET                                                          \
  "id=$1, number=$2, code=$3, tile=$4, field=$5, sub_field=$6, register=$7, "      \
  "area=$8, lat7=$9, lon7=$10, accuracy_m=$11, cell=$12, outside_province=$13, "   \
  "channel=$14, submitted_at=$15, claimed_at=$16, private_wish=$17, "              \
  "consent_call=$18, has_contact=$19, privacy_version=$20, scope_override=$21, "   \
  "named_agency=$22, state=$23, version=$24, urgency=$25, urgent_since=$26, "      \
  "acknowledged_by=$27, acknowledged_at=$28, arrives_at=$29, updated_at=$30, "     \
  "closed_at=$31, closed_by=$32, published=$33, published_at=$34, lead=$35, "      \
  "officer=$36, resume_state=$37, answer_from=$38, asked_by=$39, question=$40, "   \
  "awaiting_approval=$41, reopen_requested=$42, reopen_asked=$43, "                \
  "plan_count=$44, given_back=$45, recalled=$46, promised_on=$47, "                \
  "answer_kind=$48, answer_content=$49, outcome=$50, refuse_kind=$51, "            \
  "master=$52, due_clock=$53, due_started_at=$54, due_at=$55, dispatched_at=$56, " \
  "answered_at=$57, rating=$58, rated_at=$59"

// Who may see report r: $1 role, $2 agency, $3 area id of a supervisor, $4 id of the report whose
// follow secret was shown. The only place that says so; every reading statement has it.
#define CAMAUG_VISIBLE_IF(below)                                                \
  "($1 = 'coordinator' AND r.register <> 'denunciation'"                        \
  " OR ($1 = 'system')"                                                         \
  " OR ($1 = 'reporter' AND r.id = $4)"                                         \
  " OR ($1 = 'denunciation_keeper' AND r.register = 'denunciation')"            \
  " OR ($1 IN ('agency_leader', 'officer') AND r.register <> 'denunciation'"    \
  "     AND (r.named_agency IS NULL OR r.named_agency <> $2)"                   \
  "     AND (r.lead = $2 OR EXISTS (SELECT 1 FROM cooperating c"                \
  "                                 WHERE c.report = r.id AND c.agency = $2)))" \
  " OR ($1 = 'supervisor' AND r.register = 'ordinary' AND " below "))"
#define CAMAUG_SEEN_ROOT "COALESCE((SELECT a.path FROM area a WHERE a.id = $3), '/none/') || '%'"
// For one report: its own path is looked up.
#define CAMAUG_VISIBLE \
  CAMAUG_VISIBLE_IF(   \
      "COALESCE((SELECT a.path FROM area a WHERE a.id = r.area), '/96/') LIKE " CAMAUG_SEEN_ROOT)
// For many: the areas are collected once.
#define CAMAUG_VISIBLE_MANY                                                                   \
  CAMAUG_VISIBLE_IF("(r.area IN (SELECT b.id FROM area b WHERE b.path LIKE " CAMAUG_SEEN_ROOT \
                    ") OR (r.area IS NULL AND '/96/' LIKE " CAMAUG_SEEN_ROOT "))")
// NOLINTEND(cppcoreguidelines-macro-usage)
