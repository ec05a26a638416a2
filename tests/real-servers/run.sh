#!/usr/bin/env bash
# How turns fare in Auto where real servers and proxies answer the upgrade in their own way, and pass plain requests. Needs what
# the parts name; a part whose program is not installed says so and is left out. Prints a table. Everything is on the loopback,
# and all that is started here is ended here. With --no-build what was built before is used.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

python=/usr/bin/python3
key=test-key
work=$(mktemp -d)
started=()
cleanup() {
  for id in "${started[@]}"; do kill "$id" 2>/dev/null || true; done
  for id in "${started[@]}"; do wait "$id" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

start() { "$@" >>"$work/log" 2>&1 & started+=($!); }

# A port nobody listens at; each call takes the next one. Below those the system hands out: a connection to one of these may meet itself.
port=$((20000 + RANDOM % 12000))
next_port() { port=$((port + 1)); while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done; }

await_port() {
  for _ in $(seq 200); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return; fi
    sleep 0.1
  done
  echo "nothing listens at port $1" >&2
  tail -n 20 "$work/log" >&2
  return 1
}

failed=0
row() { timeout 90 dotnet tests/real-servers/bin/Release/net10.0/RealServers.dll "$1" "$2" "http://127.0.0.1:$3/v1" "$key" || failed=1; }

# What the server itself answers to a bare upgrade.
answer() {
  curl -s -o /dev/null -m 2 -w '%{http_code}' -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' \
    -H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==' "http://127.0.0.1:$1/v1/responses" || true
}

[[ ${1:-} == --no-build ]] || dotnet msbuild tests/real-servers -restore -property:Configuration=Release -verbosity:quiet -nologo >&2

next_port; emulator=$port
start dotnet src/ResponsesWebSocket.Emulator.Tool/bin/Release/net10.0/ResponsesWebSocket.Emulator.Tool.dll --port "$emulator" --api-key "$key"
next_port; silent=$port
if [[ -x $python ]]; then start "$python" "$here/silent.py" "$silent"; fi
await_port "$emulator"

echo "| server | answer to the upgrade | first turn | second turn | third turn |"
echo "|---|---|---|---|---|"
row "emulator alone" "101" "$emulator"

statuses=(403 404 426 502 302 silence)

# haproxy and nginx both pass POST on to the emulator and decide about upgrades themselves.
if ! command -v nginx >/dev/null; then
  echo "skipped: nginx is not installed"
elif [[ ! -x $python ]]; then
  echo "skipped: nginx, since what is silent behind it needs $python"
else
  for status in "${statuses[@]}"; do
    next_port
    case $status in
      302) rule='return 302 https://elsewhere.invalid/v1/responses;' ;;
      silence) rule="proxy_pass http://127.0.0.1:$silent;" ;;
      *) rule="return $status;" ;;
    esac
    cat >"$work/nginx-$port.conf" <<CONF
daemon off; pid $work/nginx-$port.pid; error_log $work/log;
events {}
http {
  access_log off; client_max_body_size 0;
  client_body_temp_path $work/n1; proxy_temp_path $work/n2; fastcgi_temp_path $work/n3; uwsgi_temp_path $work/n4; scgi_temp_path $work/n5;
  server {
    listen 127.0.0.1:$port;
    location / {
      error_page 418 = @upgrade;
      if (\$http_upgrade) { return 418; }
      proxy_pass http://127.0.0.1:$emulator; proxy_buffering off;
    }
    location @upgrade { proxy_read_timeout 300s; $rule }
  }
}
CONF
    start nginx -e "$work/log" -c "$work/nginx-$port.conf"
    await_port "$port"
    row "nginx" "$status" "$port"
  done
fi

if ! command -v haproxy >/dev/null; then
  echo "skipped: haproxy is not installed"
elif [[ ! -x $python ]]; then
  echo "skipped: haproxy, since what is silent behind it needs $python"
else
  for status in "${statuses[@]}"; do
    next_port
    case $status in
      302) rule='http-request redirect location https://elsewhere.invalid/v1/responses code 302 if upgrade' ;;
      silence) rule='use_backend silent if upgrade' ;;
      *) rule="http-request return status $status if upgrade" ;;
    esac
    cat >"$work/haproxy-$port.cfg" <<CONF
defaults
  mode http
  timeout connect 5s
  timeout client 300s
  timeout server 300s
frontend in
  bind 127.0.0.1:$port
  acl upgrade hdr(Upgrade) -i websocket
  $rule
  default_backend emulator
backend emulator
  server one 127.0.0.1:$emulator
backend silent
  server one 127.0.0.1:$silent
CONF
    start haproxy -db -f "$work/haproxy-$port.cfg"
    await_port "$port"
    row "haproxy" "$status" "$port"
  done
fi

if ! [[ -x $python ]] || ! "$python" -c 'import uvicorn, fastapi' 2>/dev/null; then
  echo "skipped: python3-uvicorn and python3-fastapi are not installed"
else
  for mode in auto none; do
    next_port
    start "$python" -m uvicorn --app-dir "$here" --host 127.0.0.1 --port "$port" --ws "$mode" --log-level warning app:app
    await_port "$port"
    row "uvicorn --ws $mode, FastAPI" "$(answer "$port")" "$port"
  done
fi

exit "$failed"
