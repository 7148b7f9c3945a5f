#!/usr/bin/env bash
# A whole life of a petition through the API: six calls, each repeated with its key until it is answered, then the
# count of what was acknowledged against what the log and the audit trail hold.
#
#   URL=http://127.0.0.1:8000 CLERK=token HEAD=token HANDLER=token \
#   HANDLER_ID=officer SECOND_ID=officer [UNIT=HS] [SERVE_PID=pid] [KILL_AT="1 3 6"] petition_life.sh
#
# See life.sh for SERVE_PID and KILL_AT.
set -euo pipefail

: "${CLERK:?}" "${HEAD:?}" "${HANDLER:?}" "${HANDLER_ID:?}" "${SECOND_ID:?}"
UNIT=${UNIT:-HS}
KILL_AT=${KILL_AT-1 3 6}
TODAY=${TODAY:-$(TZ=Asia/Shanghai date +%F)}
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/life.sh"

post 'received and registered' "$CLERK" /petitions "{\"channel\": \"LETTER\", \"received_on\": \"$TODAY\", \"unit\": \"$UNIT\",
    \"registration\": {\"title\": \"住房补贴问题\", \"name\": \"王建国\", \"contact\": \"13900000000\",
    \"demands\": [{\"text\": \"补发住房补贴\", \"purpose\": \"P1\", \"issue\": \"I12\"}]}}"
at=/petitions/$id
post 'screened, told, accepted' "$HEAD" "$at/acceptance" "{\"accepted_on\": \"$TODAY\", \"handlers\": [\"$HANDLER_ID\"],
    \"notice\": {\"sent_on\": \"$TODAY\", \"method\": \"POST\"}}"
post 'heard, decision proposed' "$HANDLER" "$at/decision" "{\"proposed_on\": \"$TODAY\", \"claim\": \"请求补发\",
    \"findings\": \"经查属实\", \"opinion\": \"予以答复\", \"legal_basis\": \"信访工作条例第三十二条\", \"remedy\": \"三十日内可请求复查\",
    \"results\": [{\"demand\": 1, \"outcome\": \"EXPLAIN\", \"basis\": \"集团补贴办法第三条\"}],
    \"heard\": {\"talked_on\": \"$TODAY\", \"officers\": [\"$HANDLER_ID\", \"$SECOND_ID\"], \"minutes\": \"谈话笔录\"}}"
post 'talk confirmed by a second person' "$HEAD" "$at/confirmation" '{"entry": 1, "seen": "谈话笔录，二人签字"}'
post 'decision approved' "$HEAD" "$at/decision-approval" "{\"issued_on\": \"$TODAY\"}"
post 'delivered, closed' "$CLERK" "$at/delivery" \
    "{\"delivered_on\": \"$TODAY\", \"method\": \"IN_PERSON\", \"content_on\": \"$TODAY\"}"

account "$HEAD" "$HEAD" "$at" ''
