#!/usr/bin/env bash
# Two whole lives of hardship requests through the API: a fund, a household from its application to the receipt of an
# aid, and another that is paid the night its house burns and checked later; then the count of what was acknowledged,
# on the fund too, against what is there.
#
#   URL=http://127.0.0.1:8000 UNION=token CENTRE=token APPROVER=token PAYER=token LEADER=token \
#   AUDITOR=token UNION_ID=officer VISITOR_ID=officer [UNIT=HS] [SOURCE=FD3] [SERVE_PID=pid] [KILL_AT="3 10 11"] hardship_life.sh
#
# Its days are those of autumn 2025; SOURCE names a fund that nobody has opened for that year. See life.sh for
# SERVE_PID and KILL_AT.
set -euo pipefail

: "${UNION:?}" "${CENTRE:?}" "${APPROVER:?}" "${PAYER:?}" "${LEADER:?}" "${AUDITOR:?}"
: "${UNION_ID:?}" "${VISITOR_ID:?}"
UNIT=${UNIT:-HS}
SOURCE=${SOURCE:-FD3}
KILL_AT=${KILL_AT-3 10 11}
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/life.sh"

# applied NAME HOUSEHOLD DAY [MORE]: a family of four with 72,000 yuan of income and 30,000 yuan of own-paid bills.
applied() {
    post "$1" "$UNION" /hardship-requests "{\"name\": \"张建国\", \"contact\": \"13900000000\", \"household\": \"$run-$2\",
        \"unit\": \"$UNIT\", \"applied_on\": \"$3\", \"standing\": \"ON_POST\", \"causes\": [\"K1\"], \"since\": \"2025-01-01\",
        \"consents\": {\"data_use\": true, \"sensitive_data\": true, \"consented_on\": \"$3\"},
        \"members\": [{\"relation\": \"SELF\", \"age_band\": \"ADULT\", \"occupation\": \"AT_WORK\"},
        {\"relation\": \"SPOUSE\", \"age_band\": \"ADULT\", \"occupation\": \"UNEMPLOYED\"},
        {\"relation\": \"CHILD\", \"age_band\": \"UNDER_14\", \"occupation\": \"AT_SCHOOL\"},
        {\"relation\": \"PARENT\", \"age_band\": \"RETIREMENT\", \"occupation\": \"RETIRED\"}],
        \"incomes\": [{\"source\": \"WAGES\", \"months\": 12, \"amount_fen\": 7200000}],
        \"expenses\": [{\"kind\": \"MEDICAL\", \"amount_fen\": 3000000}], \"assets\": {\"houses\": 1},
        \"authorisation\": {\"signed_on\": \"$3\", \"valid_until\": \"2026-12-31\", \"scope\": \"住房、车辆\"},
        \"account\": {\"number\": \"6222020200112233445\", \"is_own\": true}${4:-}}"
}

on 2025-01-02
post 'fund opened' "$CENTRE" /funds \
    "{\"unit\": \"$UNIT\", \"source\": \"$SOURCE\", \"period\": \"2025\", \"opened_on\": \"2025-01-02\"}"
fund=$id
on 2025-01-06
post 'money allocated' "$CENTRE" "/funds/$fund/allocation" \
    '{"amount_fen": 1000000, "allocated_on": "2025-01-06", "document_no": "工财2025-3"}'

on 2025-09-08
applied 'applied, check authorised, account named' 1 2025-09-08
family=/hardship-requests/$id
on 2025-09-12
post 'home visited' "$UNION" "$family/visit" "{\"visited_on\": \"2025-09-12\", \"visitors\": [\"$UNION_ID\", \"$VISITOR_ID\"],
    \"union_visitor\": \"$UNION_ID\", \"findings\": \"一家四口，住房一套\", \"note_signed\": true, \"no_relative\": true}"
on 2025-09-16
post 'data verified' "$UNION" "$family/verification" '{"verified_on": "2025-09-16", "sources": ["HOUSING", "VEHICLE"],
    "findings": "与申报一致", "member_count": 4, "no_relative": true}'
on 2025-09-19
post 'reviewed' "$UNION" "$family/review" '{"category": "H1", "reviewed_on": "2025-09-19",
    "means": {"incomes": [{"source": "WAGES", "months": 12, "amount_fen": 7200000}],
    "expenses": [{"kind": "MEDICAL", "amount_fen": 3000000}], "dibao_line_fen": 106200},
    "exclusions": {"two_dwellings": false, "business_or_employer": false, "costly_school": false,
    "motor_vehicle": false, "refuses_data_check": false}}'
on 2025-09-26
post 'notice posted' "$UNION" "$family/publicity" \
    '{"surname": "张", "aid_kind": "A1", "place": "WORKPLACE", "posted_on": "2025-09-26", "consented": true}'
on 2025-10-11
post 'notice over, on file' "$CENTRE" "$family/approval" '{"approved_on": "2025-10-11", "no_relative": true}'
on 2025-10-13
post 'aid planned' "$UNION" "$family/plan" "{\"kind\": \"A1\", \"amount_fen\": 500000, \"fund\": \"$fund\",
    \"grounds\": \"生活困难\", \"planned_on\": \"2025-10-13\", \"no_relative\": true}"
on 2025-10-14
post 'aid approved, money reserved' "$APPROVER" "$family/aid-approval" \
    '{"aid": 1, "approved_on": "2025-10-14", "no_relative": true}'
bound "$fund" fund.reserved

# paid PATH DAY: the first aid of a request is paid on that day and receipted, by somebody who knows the order alone.
paid() {
    on "$2"
    local order=/payment-orders/${1##*/}/1
    post 'aid paid' "$PAYER" "$1/payment" \
        "{\"aid\": 1, \"method\": \"BANK_TRANSFER\", \"to_own_account\": true, \"paid_on\": \"$2\", \"no_relative\": true}" \
        "$order"
    bound "$fund" fund.paid
    post 'receipt confirmed' "$PAYER" "$1/receipt" "{\"aid\": 1, \"proof\": \"BANK_PROOF\", \"receipted_on\": \"$2\"}" "$order"
}

paid "$family" 2025-10-15

on 2025-09-13
applied 'applied in an emergency' 2 2025-09-13 ', "emergency": true, "emergency_note": "住房失火"'
fire=/hardship-requests/$id
post 'emergency aid proposed' "$UNION" "$fire/emergency-aid" "{\"amount_fen\": 200000, \"fund\": \"$fund\",
    \"grounds\": \"住房失火\", \"proposed_on\": \"2025-09-13\", \"no_relative\": true}"
post 'emergency aid approved, money reserved' "$LEADER" "$fire/emergency-approval" \
    '{"aid": 1, "approved_on": "2025-09-13", "no_relative": true}' "/emergency-aids/${fire##*/}/1"
bound "$fund" fund.reserved
paid "$fire" 2025-09-13

echo "family ${family##*/}"
echo "fire ${fire##*/}"
echo "fund $fund"
account "$CENTRE" "$AUDITOR" "$family $fire" "$fund"
