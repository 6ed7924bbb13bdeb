# Sourced by mvnw and proxima: find_jdk NAME TOOL prints the home of the first JDK of at least version 25 that
# has bin/TOOL, or says as NAME in one line that there is none. The first `java` in PATH may well be an older one.
# JDK_ROOT is put before the machine-wide folders; tests set it.
find_jdk() (
    set +fe
    for tool in javac java; do
        found=$(command -v "$tool") && found=$(readlink -f -- "$found" 2>/dev/null) || continue
        set -- "$@" "${found%/bin/*}"
    done
    name=$1 tool=$2
    shift 2
    for jdk in ${JAVA_HOME:+"$JAVA_HOME"} "$@" \
        "${JDK_ROOT-}"/usr/lib/jvm/* \
        "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* \
        "${HOME-}"/.jdks/* \
        "${JDK_ROOT-}"/opt/*jdk* \
        "${JDK_ROOT-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$("${JDK_ROOT-}/usr/libexec/java_home" -v 25+ 2>/dev/null)"; do
        [ -x "$jdk/bin/java" ] && [ -x "$jdk/bin/$tool" ] && [ -r "$jdk/release" ] || continue
        version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]\{1,\}\).*/\1/p' "$jdk/release")
        if [ "${version:-0}" -ge 25 ]; then
            printf '%s\n' "$jdk"
            exit 0
        fi
    done
    echo "$name: needs a JDK 25 or newer; looked in JAVA_HOME, PATH, /usr/lib/jvm, SDKMAN, /opt (install one, or set JAVA_HOME)" >&2
    exit 1
)
