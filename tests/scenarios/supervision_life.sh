#!/usr/bin/env bash
# A whole life of a supervision case through the API: the thirteen calls of the shortest one, and two more because the
# first verification fails and reopens its item; then the count of what was acknowledged against what is there.
#
#   URL=http://127.0.0.1:8000 CLERK=token TEAM_LEAD=token MEMBER=token CHAIR=token SUPERVISED=token \
#   AUDITOR=token TEAM_LEAD_ID=officer MEMBER_ID=officer [UNIT=HS] [PLANT=HS01] [SERVE_PID=pid] [KILL_AT="5 8 11"] \
#   [NOW_FILE=/file] supervision_life.sh
#
# Its days are those of autumn 2025. See life.sh for SERVE_PID and KILL_AT.
set -euo pipefail

: "${CLERK:?}" "${TEAM_LEAD:?}" "${MEMBER:?}" "${CHAIR:?}" "${SUPERVISED:?}" "${AUDITOR:?}"
: "${TEAM_LEAD_ID:?}" "${MEMBER_ID:?}"
UNIT=${UNIT:-HS}
PLANT=${PLANT:-HS01}
KILL_AT=${KILL_AT-5 8 11}
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/life.sh"

on 2025-09-01
post 'lead recorded and registered' "$CLERK" /supervision-cases "{\"recorded_on\": \"2025-09-01\", \"unit\": \"$UNIT\",
    \"subjects\": [\"S22\"], \"supervised_unit\": \"$PLANT\", \"title\": \"物资采购监督\", \"text\": \"大宗物资采购未见比价记录\",
    \"source\": \"HOTLINE\", \"confirmed_by\": \"$TEAM_LEAD_ID\", \"alleges_person_violation\": false,
    \"registered_on\": \"2025-09-01\"}"
at=/supervision-cases/$id
on 2025-09-03
post 'triaged' "$TEAM_LEAD" "$at/triage" '{"decision": "DEMOCRATIC_SUPERVISION", "triaged_on": "2025-09-03"}'
on 2025-09-05
post 'plan approved' "$CHAIR" "$at/plan" '{"approved_on": "2025-09-05", "body": "UNION", "kind": "SPECIAL",
    "questions": "采购是否比价", "means": ["DOCUMENTS", "SITE"], "materials": "采购合同台账",
    "begins_on": "2025-09-08", "ends_on": "2025-12-31"}'
on 2025-09-09
post 'team assigned, check started' "$CHAIR" "$at/team" "{\"assigned_on\": \"2025-09-08\", \"leader\": \"$TEAM_LEAD_ID\",
    \"members\": [{\"officer\": \"$TEAM_LEAD_ID\", \"unit\": \"$UNIT\", \"trade\": \"ENGINEERING\", \"conflict\": \"NONE\"},
    {\"officer\": \"$MEMBER_ID\", \"unit\": \"$UNIT\", \"trade\": \"FRONT_LINE\", \"conflict\": \"NONE\"}],
    \"start\": {\"notified_on\": \"2025-09-08\", \"started_on\": \"2025-09-09\", \"work_time_released\": true}}"
on 2025-09-12
post 'evidence added, findings drafted' "$MEMBER" "$at/finding" "{\"drafted_on\": \"2025-09-12\",
    \"evidence\": [{\"kind\": \"DOC\", \"description\": \"采购合同复印件\", \"origin\": \"物资科\",
    \"collectors\": [\"$TEAM_LEAD_ID\", \"$MEMBER_ID\"], \"obtained_on\": \"2025-09-10\", \"is_lawful\": true}],
    \"findings\": [{\"category\": \"S22\", \"severity\": \"CONSIDERABLE\", \"responsible_unit\": \"$PLANT\",
    \"fact\": \"三笔采购无比价记录\", \"standard\": \"集团物资采购办法第十二条\", \"evidence\": [1], \"outcome\": \"O2\"}]}"
on 2025-09-15
post 'unit heard' "$TEAM_LEAD" "$at/hearing" '{"heard_on": "2025-09-15", "view": "无异议"}'
on 2025-09-16
post 'findings agreed' "$TEAM_LEAD" "$at/conclusion" \
    "{\"finalised_on\": \"2025-09-16\", \"present\": [\"$TEAM_LEAD_ID\", \"$MEMBER_ID\"]}"
on 2025-09-18
post 'notice signed and delivered' "$CHAIR" "$at/notice" '{"issued_on": "2025-09-18", "signer_post": "UNION_CHAIR",
    "items": [{"finding": 1, "demand": "补建比价制度", "days": 30, "method": "ON_SITE"}],
    "delivery": {"delivered_on": "2025-09-18", "way": "IN_PERSON"}}'
on 2025-10-09
post 'unit answered' "$SUPERVISED" "$at/reply" \
    '{"replied_on": "2025-10-09", "answers": [{"item": 1, "answer": "PLAN", "text": "按期完成整改"}]}'
on 2025-10-17
post 'rectification submitted' "$SUPERVISED" "$at/rectification" \
    '{"item": 1, "evidence": "公示栏照片", "submitted_on": "2025-10-17"}'

# verified DAY PASSED NOTES: two of the team look on the spot.
verified() {
    on "$1"
    post "verified on $1" "$MEMBER" "$at/verification" "{\"item\": 1, \"passed\": $2, \"verified_on\": \"$1\",
        \"on_site\": true, \"notes\": \"$3\", \"verifiers\": [{\"officer\": \"$TEAM_LEAD_ID\", \"unit\": \"$UNIT\"},
        {\"officer\": \"$MEMBER_ID\", \"unit\": \"$UNIT\"}]}"
}

verified 2025-10-27 false '只有公示栏照片，制度未建'
on 2025-10-30
post 'rectification submitted anew' "$SUPERVISED" "$at/rectification" \
    '{"item": 1, "evidence": "比价制度文件和会签记录", "submitted_on": "2025-10-30"}'
verified 2025-11-03 true '现场核对制度和台账'
on 2025-11-10
post 'reported' "$TEAM_LEAD" "$at/report" \
    '{"to": "CONGRESS", "reported_on": "2025-11-10", "summary": "采购制度已补齐", "names_no_person": true}'
on 2025-11-12
post 'closed' "$CHAIR" "$at/closing" '{"closed_on": "2025-11-12"}'

echo "supervision case $id"
account "$TEAM_LEAD" "$AUDITOR" "$at" ''
