#!/usr/bin/env bash
# The one entry to the repository. Needs the .NET SDK that global.json names, and nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
# Build servers would outlive the command that started them.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

solution=Connectors.ResponsesWebSocket.sln

usage() {
  cat <<'TEXT'
./build.sh COMMAND [-- ARGUMENTS]

  build      builds everything (Release)
  test       builds and runs all tests; ends with "N passed, N failed, N skipped"
  compare    the connector beside the stock one, scenario by scenario; prints the table
  demo       an agent loop over real files on one socket   -- [--local] [--json] [--stream] [--workspace DIR]
  emulator   the local Responses server                    -- [--port N] [--api-key KEY] [--help]
  bench      the benchmarks                                -- [BenchmarkDotNet arguments] | emulator load | emulator hostile | pool model | pool load | cost loop
  pack       makes the packages in artifacts/packages
TEXT
}

build() {
  dotnet msbuild "${1:-$solution}" -restore -property:Configuration=Release -verbosity:quiet -nologo >&2
}

# The sum over all test projects, on a line of its own. A run that stopped before its tests is a failure whatever it counted.
run_tests() {
  local log=artifacts/test.log status=0 passed=0 failed=0 skipped=0
  mkdir -p artifacts
  # One project after the other: at once they would starve each other, and some tests load the machine themselves.
  dotnet test "$solution" -maxCpuCount:1 --configuration Release --no-build --verbosity quiet \
    --logger "console;verbosity=minimal" --blame-hang-timeout 4m "$@" 2>&1 | tee "$log" || status=$?
  read -r passed failed skipped < <(awk '
    match($0, /Failed: +[0-9]+/)  { split(substr($0, RSTART, RLENGTH), f, / +/); failed += f[2] }
    match($0, /Passed: +[0-9]+/)  { split(substr($0, RSTART, RLENGTH), p, / +/); passed += p[2] }
    match($0, /Skipped: +[0-9]+/) { split(substr($0, RSTART, RLENGTH), s, / +/); skipped += s[2] }
    END { print passed + 0, failed + 0, skipped + 0 }' "$log")
  if [[ $status -ne 0 && $failed -eq 0 ]]; then failed=1; fi
  if [[ $passed -eq 0 ]]; then status=1; fi
  echo "$passed passed, $failed failed, $skipped skipped"
  return "$status"
}

command=${1:-}
[[ $# -gt 0 ]] && shift
[[ ${1:-} == -- ]] && shift

case $command in
  build)    build ;;
  test)     build; run_tests "$@" ;;
  compare)  build tests/Differential; build tests/Differential.OpenAI215
            failed=0
            for run in Differential Differential.OpenAI215; do
              dotnet test "tests/$run" --configuration Release --no-build --verbosity quiet --logger "console;verbosity=minimal" "$@" || failed=1
              cat "artifacts/$run.txt"
            done
            exit "$failed" ;;
  demo)     build samples/AgentLoop; exec dotnet samples/AgentLoop/bin/Release/net10.0/AgentLoop.dll "$@" ;;
  emulator) build src/ResponsesWebSocket.Emulator.Tool; exec dotnet src/ResponsesWebSocket.Emulator.Tool/bin/Release/net10.0/ResponsesWebSocket.Emulator.Tool.dll "$@" ;;
  bench)    build tests/Benchmarks; exec dotnet tests/Benchmarks/bin/Release/net10.0/Benchmarks.dll "$@" ;;
  pack)     dotnet pack "$solution" --configuration Release --output artifacts/packages ;;
  -h|--help|help|"") usage ;;
  *)        echo "build.sh: unknown command '$command'" >&2; usage >&2; exit 2 ;;
esac
