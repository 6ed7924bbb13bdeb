#!/usr/bin/env bash
# Keeps what a run of a fuzz target found: adds to its inputs in src/fuzz/resources the fewest of target/fuzz that go ways
# which no kept input goes. After ./mvnw test -Pfuzz: src/fuzz/sh/keep.sh QueryFuzzTest
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
target=${1:?which target, such as QueryFuzzTest}
kept=$(echo "$PWD"/src/fuzz/resources/io/proxima/fuzz/"$target"Inputs/*)
method=$(basename "$kept")
found=$PWD/target/fuzz/.cifuzz-corpus/io.proxima.fuzz.$target/$method
[[ -d $found ]] || { echo "keep.sh: there is no $found: run ./mvnw test -Pfuzz -Dfuzz.target=$target" >&2; exit 1; }

. .mvn/find-jdk.sh
java=$(find_jdk keep.sh java)/bin/java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
./mvnw -q dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath"
classpath="$PWD/target/classes:$PWD/target/test-classes:$(<"$work/classpath")"

# libFuzzer starts itself again by the name it was called by.
cat >"$work/jazzer" <<SH
#!/bin/sh
exec "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
    -XX:+EnableDynamicAgentLoading -Xmx1g -cp "$classpath" com.code_intelligence.jazzer.Jazzer \\
    --target_class=io.proxima.fuzz.$target --target_method=$method \\
    "--instrumentation_includes=io.proxima.**" "--instrumentation_excludes=io.proxima.fuzz.**" "\$@"
SH
chmod +x "$work/jazzer"
(cd "$work" && PATH=$work:$PATH jazzer -set_cover_merge=1 "$kept" "$found" >log 2>&1) || { tail -n 20 "$work/log" >&2; exit 1; }
grep -a 'new files with' "$work/log" | tail -n 1
