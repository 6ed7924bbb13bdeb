# Sourced by proxima, run by the build: the file from which the JVM starts `serve` fast, with classes that are linked already
# and with what a rehearsal showed of the code (JEP 483, 515). A JVM that finds it missing, or made for another JVM or jar,
# starts without it.

# aot_cache JDK FOLDER: prints where the cache of the jar in FOLDER is for that JDK.
aot_cache() {
    sed -n 's/^JAVA_RUNTIME_VERSION="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' "$1/release" | tr -c 'A-Za-z0-9.+\n-' _ |
        sed "s|.*|$2/proxima-&.aot|"
}

# record_aot_cache JDK FOLDER HOME: rehearses for some seconds, and puts what was recorded there as a whole or not at all.
record_aot_cache() (
    cache=$(aot_cache "$1" "$2")
    [ -n "$cache" ] && [ -w "$2" ] || exit 0
    scratch=$(mktemp -d "$2/aot.XXXXXX") || exit 0
    trap 'rm -rf -- "$scratch"' EXIT
    trap 'exit 143' HUP INT TERM
    if "$1/bin/java" "@$3/.mvn/serve.jvm" --sun-misc-unsafe-memory-access=allow "-XX:AOTCacheOutput=$scratch/cache" \
        "-Djava.io.tmpdir=$scratch" "-Dproxima.home=$3" -jar "$2/proxima.jar" rehearse \
        >"$2/aot-cache.log" 2>&1 </dev/null && [ -s "$scratch/cache" ]; then
        mv -f -- "$scratch/cache" "$cache"
    else
        echo "proxima: no cache for a fast start was recorded; see $2/aot-cache.log" >&2
    fi
)

case ${0##*/} in aot-cache.sh) record_aot_cache "$@" ;; esac
