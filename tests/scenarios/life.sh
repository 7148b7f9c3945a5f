# What the lives of cases share: calls that are repeated with their key until they are answered, killing what serves
# them in between, and the count of what was acknowledged against what the log and the audit trail hold. Sourced.
#
#   URL=http://127.0.0.1:8000 [SERVE_PID=pid] [KILL_AT="1 3 5"] [NOW_FILE=/file]
#
# With SERVE_PID, the process of `casework serve`, everything below it is killed with -9 while the calls named in
# KILL_AT are under way; casework serve starts it again. Needs curl and python3.
# shellcheck shell=bash

: "${URL:?}"
ATTEMPTS=150
run=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$work/acknowledged"
call=0 id='' position=''
OF_ITSELF='(each["by"] or {}).get("kind") == "service"'

# on DAY: it is nine o'clock of that day from here on, where NOW_FILE is what the service is told the moment by.
on() {
    if [[ -n "${NOW_FILE:-}" ]]; then
        echo "$1T09:00:00+08:00" >"$work/now"
        cp "$work/now" "$NOW_FILE.new" && mv "$NOW_FILE.new" "$NOW_FILE"
    fi
}

# told VALUES: what the Python expressions over the answer's body give, on a line.
told() { python3 -ISc "import json, sys; body = json.load(sys.stdin); print($(IFS=,; echo "$*"))" <"$work/body"; }

# recorded STREAM LIST: a line per event of the answer, such as “5d6f… petition.screened”, without what the service
# recorded of itself as a day came.
recorded() { told "*(f'$1 {each[\"event\"]}' for each in body[\"$2\"] if not $OF_ITSELF), sep='\\n'"; }

# note STREAM EVENTS: these were acknowledged.
note() {
    local stream=$1 event
    shift
    for event in "$@"; do echo "$stream $event" >>"$work/acknowledged"; done
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

# send NAME METHOD TOKEN PATH [curl options]: answers in $work/body and $work/head; repeats what was not answered. Fails where
# the version is no longer the present one.
send() {
    local name=$1 method=$2 token=$3 path=$4 attempt status
    shift 4
    for ((attempt = 1; attempt <= ATTEMPTS; attempt++)); do
        status=$(curl --silent --max-time 10 --request "$method" --header "Authorization: Bearer $token" \
            --output "$work/body" --dump-header "$work/head" --write-out '%{http_code}' "$@" "$URL/api/v1$path") || status=000
        case $status in
            200 | 201) return 0 ;;
            412) return 1 ;;
            000 | 503) sleep 0.1 ;;
            *) echo "$name: $status $(cat "$work/body")" >&2; exit 1 ;;
        esac
    done
    echo "$name: no answer after $ATTEMPTS attempts" >&2
    exit 1
}

header() { tr -d '\r' <"$work/head" | sed -n "s/^$1: //Ip" | tail -n 1; }

# post NAME TOKEN PATH BODY [PLACE]: one command with a key of its own, on what PATH names as whoever sends it reads it
# there or at PLACE; what it acknowledges is written down. Sets id and position.
post() {
    local at='' tried
    for tried in 1 2 3; do
        if [[ "$3" == /*/*/* ]]; then
            send "$1: read" GET "$2" "${5:-${3%/*}}"
            at=$(header ETag | tr -d '"')
        fi
        post_at "$at" "${@:1:4}" && return
        echo "$1: the service recorded something of itself in between, $tried" >&2
    done
    exit 1
}

# post_at VERSION NAME TOKEN PATH BODY: the same at that version; empty where the command opens a case.
post_at() {
    local at=$1 name=$2 token=$3 path=$4 body=$5
    local key="$run-$((call + 1))" killer='' status events
    local -a options=(--header "Idempotency-Key: $key" --json "$body")
    if [[ -n "$at" ]]; then options+=(--header "If-Match: \"$at\""); fi
    if [[ -n "${SERVE_PID:-}" && " $KILL_AT " == *" $((call + 1)) "* ]]; then
        { sleep "0.0$((RANDOM % 5))"; kill_everything; } &
        killer=$!
    fi
    send "$name" POST "$token" "$path" "${options[@]}" || return
    call=$((call + 1))
    if [[ -n "$killer" ]]; then wait "$killer"; fi
    cp "$work/body" "$work/first"
    send "$name again" POST "$token" "$path" "${options[@]}"
    cmp "$work/first" "$work/body" || { echo "$name: the repeat was answered otherwise" >&2; cat "$work/first" "$work/body" >&2; exit 1; }
    position=$(header Casework-Position)
    read -r id status events < <(told 'body["id"]' 'body["status"]' '*body["events"]')
    # shellcheck disable=SC2086
    note "$id" $events
    echo "$call. $name: $status at version $(header ETag | tr -d '"')"
}

# bound STREAM EVENT: the last call also recorded that event on another stream.
bound() { note "$1" "$2"; }

# read_timeline TOKEN PATH: what the log holds of the case, in $work/log.
read_timeline() {
    send 'timeline' GET "$1" "$2/timeline"
    recorded "${2##*/}" events >>"$work/log"
}

# read_trail TOKEN STREAM: what the audit trail holds of it, page by page, in $work/trail.
read_trail() {
    local cursor=''
    while [[ "$cursor" != None ]]; do
        send 'audit trail' GET "$1" "/audit-trail?stream=$2&sort=position&limit=8${cursor:+&cursor=$cursor}" \
            --header "Casework-Position: $position"
        recorded "$2" items >>"$work/trail"
        cursor=$(told 'body["next_cursor"]')
    done
}

# compare PLACE EXPECTED: adds what the place holds too often or not at all to doubled and missing.
compare() {
    sort "$work/$1" >"$work/found"
    doubled=$((doubled + $(comm -13 "$2" "$work/found" | grep -c . || true)))
    missing=$((missing + $(comm -23 "$2" "$work/found" | grep -c . || true)))
}

# account CASE_READER TRAIL_READER PATHS STREAMS: everything acknowledged, against the timelines of the cases at PATHS
# and the audit trail of these and of the further STREAMS.
account() {
    local doubled=0 missing=0 acknowledged path stream
    : >"$work/log"
    : >"$work/trail"
    for path in $3; do
        read_timeline "$1" "$path"
        read_trail "$2" "${path##*/}"
    done
    for stream in $4; do read_trail "$2" "$stream"; done
    sort "$work/acknowledged" >"$work/all"
    acknowledged=$(grep -c . "$work/all")
    # shellcheck disable=SC2086
    grep -F "$(printf '%s\n' $3 | sed 's|.*/||')" "$work/all" >"$work/of-cases"
    compare log "$work/of-cases"
    compare trail "$work/all"
    echo "acknowledged / found / doubled / missing = $acknowledged / $((acknowledged - missing)) / $doubled / $missing"
    ((doubled == 0 && missing == 0))
}
