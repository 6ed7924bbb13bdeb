#!/bin/sh
# The launcher builds when it must and only then, once however many start, and hands over from anywhere.
# $1: a folder of our own, with a space in its name.
set -eu
scratch=$1
house="$scratch/check out"
mkdir -p "$house/.mvn" "$house/src/main" "$scratch/jdk/bin" "$scratch/work here"
cp proxima "$house"
cp .mvn/find-jdk.sh .mvn/aot-cache.sh "$house/.mvn"
touch "$house/pom.xml" "$house/src/main/Main.java"
printf 'JAVA_VERSION="25.0.3"\nJAVA_RUNTIME_VERSION="25.0.3+9-LTS"\n' >"$scratch/jdk/release"

# A java that says how it was called, and a Maven that takes its time and counts.
cat >"$scratch/jdk/bin/java" <<'JAVA'
#!/bin/sh
echo "in: $PWD"
for argument in "$@"; do echo "[$argument]"; done
exit 7
JAVA
cat >"$house/mvnw" <<'MVNW'
#!/bin/sh
[ ! -e broken ] || { echo "Main.java:1: no"; exit 1; }
[ ! -e target/proxima.jar ] || rm target/proxima.jar
echo built >>builds
sleep 1
touch target/proxima.jar
MVNW
cp "$scratch/jdk/bin/java" "$scratch/jdk/bin/javac"
chmod +x "$scratch/jdk/bin/java" "$scratch/jdk/bin/javac" "$house/mvnw"
JAVA_HOME=$scratch/jdk
export JAVA_HOME
unset PROXIMA_JAVA_OPTS

fail() {
    printf 'FAILED: %s\n' "$*"
    exit 1
}
builds() {
    [ "$(wc -l <"$house/builds")" -eq "$1" ] || fail "$2: built $(wc -l <"$house/builds") times, not $1"
}
run() {
    code=0
    (cd "$scratch/work here" && "$@") >"$scratch/out" 2>"$scratch/err" || code=$?
}

# Four at once on a fresh checkout: one build, and all four run.
for i in 1 2 3 4; do
    (cd "$scratch" && "$house/proxima" status) >"$scratch/out$i" 2>&1 || [ $? = 7 ] || echo "exit $?" >"$scratch/failed$i" &
done
wait
for i in 1 2 3 4; do
    grep -q -F '[status]' "$scratch/out$i" || fail "launcher $i of four: $(cat "$scratch/out$i")"
done
builds 1 'four at once'
[ ! -L "$house/target/launcher.lock" ] || fail 'a lock is left'

# Arguments, the folder it was called from, and the exit code pass through; a fresh jar is not built again.
run "$house/proxima" explain 'a b' '' '*'
[ "$code" = 7 ] || fail "exit code $code"
[ ! -s "$scratch/err" ] || fail "said: $(cat "$scratch/err")"
grep -q -F "in: $scratch/work here" "$scratch/out" || fail "not where it was called: $(cat "$scratch/out")"
tail -n 4 "$scratch/out" | tr -d '\n' | grep -q -F '[explain][a b][][*]' || fail "arguments: $(cat "$scratch/out")"
grep -q -F "[-Dproxima.home=$house]" "$scratch/out" || fail "home: $(cat "$scratch/out")"
builds 1 'a fresh jar'

# Through links, one of them relative.
ln -s "$house/proxima" "$scratch/link"
ln -s "../link" "$scratch/work here/link"
run ./link serve
grep -q -F "[$house/target/proxima.jar]" "$scratch/out" || fail "through links: $(cat "$scratch/out" "$scratch/err")"
grep -q -F "[@$house/.mvn/serve.jvm]" "$scratch/out" || fail "serve has not its options: $(cat "$scratch/out")"
! grep -q -F AOTCache "$scratch/out" || fail 'a cache that is not there'

# The cache of this JDK is taken where it is newer than the jar, whoever chooses the other options, and by no other command.
cache="$house/target/proxima-25.0.3+9-LTS.aot"
touch -t 200101010000 "$cache"
run "$house/proxima" serve
! grep -q -F AOTCache "$scratch/out" || fail 'a cache older than the jar'
touch -t 203801010000 "$cache"
run "$house/proxima" serve
grep -q -F "[-XX:AOTCache=$cache]" "$scratch/out" || fail "no cache: $(cat "$scratch/out")"
run env PROXIMA_JAVA_OPTS=-XX:+UseG1GC "$house/proxima" serve
grep -q -F "[-XX:AOTCache=$cache]" "$scratch/out" || fail "no cache with other options: $(cat "$scratch/out")"
! grep -q -F serve.jvm "$scratch/out" || fail 'options beside those given'
run "$house/proxima" check
! grep -q -F AOTCache "$scratch/out" || fail 'a cache for check'

# A newer source is built, and says so in one line.
touch -t 200101010000 "$house/target/proxima.jar"
run env PROXIMA_JAVA_OPTS='-Xmx64m -Xint' "$house/proxima" check
[ "$(cat "$scratch/err")" = 'building Proxima (first use)…' ] || fail "said: $(cat "$scratch/err")"
tr -d '\n' <"$scratch/out" | grep -q -F '[-Xmx64m][-Xint][-jar]' || fail "options: $(cat "$scratch/out")"
builds 2 'a newer source'

# A lock whose owner is dead is no lock.
sh -c 'echo $$' >"$scratch/dead"
touch -t 200101010000 "$house/target/proxima.jar"
ln -s "$(cat "$scratch/dead")" "$house/target/launcher.lock"
run "$house/proxima" check
builds 3 'a lock left behind'

# A build that fails shows why and starts nothing.
touch -t 200101010000 "$house/target/proxima.jar"
touch "$house/broken"
run "$house/proxima" check
[ "$code" = 1 ] && [ ! -s "$scratch/out" ] || fail "a failed build: $code"
grep -q -F 'Main.java:1: no' "$scratch/err" || fail "no log: $(cat "$scratch/err")"
[ ! -L "$house/target/launcher.lock" ] || fail 'a lock is left after a failed build'

# Installed, without sources, nothing is ever built.
mkdir -p "$scratch/installed/.mvn"
cp proxima "$scratch/installed"
cp .mvn/find-jdk.sh .mvn/aot-cache.sh "$scratch/installed/.mvn"
touch "$scratch/installed/proxima.jar"
rm "$scratch/jdk/bin/javac"
run "$scratch/installed/proxima" check
grep -q -F "[$scratch/installed/proxima.jar]" "$scratch/out" || fail "installed: $(cat "$scratch/out" "$scratch/err")"
