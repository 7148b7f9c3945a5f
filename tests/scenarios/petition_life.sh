#!/usr/bin/env bash
# A whole life of a petition through the API: five calls, each repeated with its key until it is answered, then the
# count of what was acknowledged against what the log and the audit trail hold.
#
#   URL=http://127.0.0.1:8000 CLERK=token HEAD=token HANDLER=token LEADER=token \
#   HANDLER_ID=officer SECOND_ID=officer [UNIT=HS] [SERVE_PID=pid] [KILL_AT="1 3 5"] petition_life.sh
#
# With SERVE_PID, the process of `casework serve`, everything below it is killed with -9 while the calls named in
# KILL_AT are under way; casework serve starts it again. Needs curl and python3.
set -euo pipefail

: "${URL:?}" "${CLERK:?}" "${HEAD:?}" "${HANDLER:?}" "${LEADER:?}" "${HANDLER_ID:?}" "${SECOND_ID:?}"
UNIT=${UNIT:-HS}
KILL_AT=${KILL_AT-1 3 5}
TODAY=${TODAY:-$(TZ=Asia/Shanghai date +%F)}
ATTEMPTS=150
run=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$work/acknowledged"
call=0 version=0 petition=''

json() { python3 -c "import json, sys; body = json.load(sys.stdin); print($1)"; }

# recorded VERSIONS NAMES: one line per event, such as “3 petition.screened”.
recorded() {
    python3 -c "import json, sys; body = json.load(sys.stdin); [print(*pair) for pair in zip($1, $2)]"
}

children() { cat "/proc/$1/task/$1/children" 2>/dev/null || pgrep -P "$1" || true; }

descendants() {
    local child
    for child in $(children "$1"); do
        echo "$child"
        descendants "$child"
    done
}

kill_everything() {
    local victims
    victims=$(descendants "$SERVE_PID")
    # shellcheck disable=SC2086
    if [[ -n "$victims" ]]; then kill -9 $victims 2>/dev/null || true; fi
    echo "    killed -9: web server and worker" >&2
}

# send NAME METHOD TOKEN PATH [curl options]: answers in $work/body and $work/head; repeats what was not answered.
send() {
    local name=$1 method=$2 token=$3 path=$4 attempt status
    shift 4
    for ((attempt = 1; attempt <= ATTEMPTS; attempt++)); do
        status=$(curl --silent --max-time 10 --request "$method" --header "Authorization: Bearer $token" \
            --output "$work/body" --dump-header "$work/head" --write-out '%{http_code}' "$@" "$URL/api/v1$path") || status=000
        case $status in
            200 | 201) return 0 ;;
            000 | 503) sleep 0.1 ;;
            *) echo "$name: $status $(cat "$work/body")" >&2; exit 1 ;;
        esac
    done
    echo "$name: no answer after $ATTEMPTS attempts" >&2
    exit 1
}

header() { tr -d '\r' <"$work/head" | sed -n "s/^$1: //Ip" | tail -n 1; }

# post NAME TOKEN PATH BODY: one command with a key of its own; what it acknowledges is written down.
post() {
    local name=$1 token=$2 path=$3 body=$4
    local key="$run-$((++call))" killer=''
    local -a options=(--header "Idempotency-Key: $key" --json "$body")
    if [[ -n "$petition" ]]; then options+=(--header "If-Match: \"$version\""); fi
    if [[ -n "${SERVE_PID:-}" && " $KILL_AT " == *" $call "* ]]; then
        { sleep "0.0$((RANDOM % 5))"; kill_everything; } &
        killer=$!
    fi
    send "$name" POST "$token" "$path" "${options[@]}"
    if [[ -n "$killer" ]]; then wait "$killer"; fi
    cp "$work/body" "$work/first"
    send "$name again" POST "$token" "$path" "${options[@]}"
    cmp "$work/first" "$work/body" || { echo "$name: the repeat was answered otherwise" >&2; exit 1; }
    version=$(header ETag | tr -d '"')
    position=$(header Casework-Position)
    petition=${petition:-$(json 'body["id"]' <"$work/body")}
    recorded 'range(body["version"] - len(body["events"]) + 1, body["version"] + 1)' 'body["events"]' \
        <"$work/body" >>"$work/acknowledged"
    echo "$call. $name: $(json 'body["status"]' <"$work/body") at version $version"
}

post 'received and registered' "$CLERK" /petitions "{\"channel\": \"LETTER\", \"received_on\": \"$TODAY\", \"unit\": \"$UNIT\",
    \"registration\": {\"title\": \"住房补贴问题\", \"name\": \"王建国\", \"contact\": \"13900000000\",
    \"demands\": [{\"text\": \"补发住房补贴\", \"purpose\": \"P1\", \"issue\": \"I12\"}]}}"
at=/petitions/$petition
post 'screened, told, accepted' "$HEAD" "$at/acceptance" "{\"accepted_on\": \"$TODAY\", \"handlers\": [\"$HANDLER_ID\"],
    \"notice\": {\"sent_on\": \"$TODAY\", \"method\": \"POST\"}}"
post 'heard, decision proposed' "$HANDLER" "$at/decision" "{\"proposed_on\": \"$TODAY\", \"claim\": \"请求补发\",
    \"findings\": \"经查属实\", \"opinion\": \"予以答复\", \"legal_basis\": \"信访工作条例第三十二条\", \"remedy\": \"三十日内可请求复查\",
    \"results\": [{\"demand\": 1, \"outcome\": \"EXPLAIN\", \"basis\": \"集团补贴办法第三条\"}],
    \"heard\": {\"talked_on\": \"$TODAY\", \"officers\": [\"$HANDLER_ID\", \"$SECOND_ID\"], \"minutes\": \"谈话笔录\"}}"
post 'decision approved' "$LEADER" "$at/decision-approval" "{\"issued_on\": \"$TODAY\"}"
post 'delivered, closed' "$CLERK" "$at/delivery" \
    "{\"delivered_on\": \"$TODAY\", \"method\": \"IN_PERSON\", \"content_on\": \"$TODAY\"}"

send 'timeline' GET "$HEAD" "$at/timeline"
recorded '[each["version"] for each in body["events"]]' '[each["event"] for each in body["events"]]' \
    <"$work/body" >"$work/log"

cursor=''
: >"$work/trail"
while [[ "$cursor" != None ]]; do
    send 'audit trail' GET "$HEAD" "/audit-trail?stream=$petition&sort=position&limit=4${cursor:+&cursor=$cursor}" \
        --header "Casework-Position: $position"
    recorded '[each["version"] for each in body["items"]]' '[each["event"] for each in body["items"]]' \
        <"$work/body" >>"$work/trail"
    cursor=$(json 'body["next_cursor"]' <"$work/body")
done

# Everything that was acknowledged, against what the log holds and what the audit trail shows of it.
sort "$work/acknowledged" >"$work/a"
acknowledged=$(grep -c . "$work/a") doubled=0 missing=0
for place in log trail; do
    sort "$work/$place" >"$work/b"
    doubled=$((doubled + $(comm -13 "$work/a" "$work/b" | grep -c . || true)))
    missing=$((missing + $(comm -23 "$work/a" "$work/b" | grep -c . || true)))
done
echo "acknowledged / found / doubled / missing = $acknowledged / $((acknowledged - missing)) / $doubled / $missing"
((doubled == 0 && missing == 0))
