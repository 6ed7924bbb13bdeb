#!/bin/sh
# find_jdk takes the first JDK 25 or newer in the order that it promises. $1: a folder of our own, with a space in its name.
set -eu
scratch=$1
. "$PWD/.mvn/find-jdk.sh"

# jdk FOLDER VERSION [TOOL…]: a folder that looks like a JDK.
jdk() {
    folder=$1 version=$2
    shift 2
    mkdir -p "$folder/bin"
    printf 'IMPLEMENTOR="Example"\nJAVA_VERSION="%s"\n' "$version" >"$folder/release"
    for tool in "$@"; do
        printf '#!/bin/sh\necho "%s of %s"\n' "$tool" "$version" >"$folder/bin/$tool"
        chmod +x "$folder/bin/$tool"
    done
}

# expect WHAT WANTED [VARIABLE=VALUE…]: what find_jdk prints for javac in an environment that has nothing else.
expect() {
    what=$1 wanted=$2
    shift 2
    got=$(env -i PATH=/usr/bin:/bin HOME="$scratch/nobody" JDK_ROOT="$scratch/bare" "$@" \
        sh -euc '. "$0"; find_jdk mvnw "${TOOL-javac}"' "$PWD/.mvn/find-jdk.sh" 2>&1) || :
    if [ "$got" != "$wanted" ]; then
        printf 'FAILED: %s\n  wanted: %s\n  got:    %s\n' "$what" "$wanted" "$got"
        exit 1
    fi
}

none='mvnw: needs a JDK 25 or newer; looked in JAVA_HOME, PATH, /usr/lib/jvm, SDKMAN, /opt (install one, or set JAVA_HOME)'
jdk "$scratch/old" 17.0.15 java javac
jdk "$scratch/older" 1.8.0_292 java javac
jdk "$scratch/jre" 25.0.3 java
jdk "$scratch/new" 25.0.3 java javac
jdk "$scratch/early" 26-ea java javac
jdk "$scratch/root/usr/lib/jvm/java-17" 17.0.15 java javac
jdk "$scratch/root/usr/lib/jvm/java-25" 25 java javac
jdk "$scratch/root2/opt/my jdk-27" 27.0.1 java javac
jdk "$scratch/home/.sdkman/candidates/java/21.0.1-tem" 21.0.1 java javac
jdk "$scratch/home/.sdkman/candidates/java/25.0.1-tem" 25.0.1 java javac
mkdir -p "$scratch/links" "$scratch/bare" "$scratch/torn/bin"
ln -s "$scratch/new/bin/javac" "$scratch/links/javac"
# The machine's own JDK in /usr/bin must not decide: put an older one before it.
old="PATH=$scratch/old/bin:/usr/bin:/bin"

expect 'nothing anywhere' "$none" "$old"
expect 'JAVA_HOME that is right' "$scratch/new" "$old" JAVA_HOME="$scratch/new"
expect 'JAVA_HOME before PATH' "$scratch/early" PATH="$scratch/new/bin:/usr/bin:/bin" JAVA_HOME="$scratch/early"
expect 'JAVA_HOME that is old' "$none" "$old" JAVA_HOME="$scratch/old"
expect 'a version written 1.8' "$none" "$old" JAVA_HOME="$scratch/older"
expect 'JAVA_HOME that is gone' "$none" "$old" JAVA_HOME="$scratch/gone"
expect 'a folder without release' "$none" "$old" JAVA_HOME="$scratch/torn"
expect 'a runtime cannot build' "$none" "$old" JAVA_HOME="$scratch/jre"
expect 'a runtime can run' "$scratch/jre" "$old" JAVA_HOME="$scratch/jre" TOOL=java
expect 'an early-access version' "$scratch/early" "$old" JAVA_HOME="$scratch/early"
expect 'a link in PATH' "$scratch/new" PATH="$scratch/links:/usr/bin:/bin"
expect 'the newer of /usr/lib/jvm' "$scratch/root/usr/lib/jvm/java-25" "$old" JDK_ROOT="$scratch/root"
expect 'old JAVA_HOME, new /usr/lib/jvm' "$scratch/root/usr/lib/jvm/java-25" "$old" JDK_ROOT="$scratch/root" \
    JAVA_HOME="$scratch/old"
expect '/opt, with a space' "$scratch/root2/opt/my jdk-27" "$old" JDK_ROOT="$scratch/root2"
expect 'SDKMAN' "$scratch/home/.sdkman/candidates/java/25.0.1-tem" "$old" HOME="$scratch/home"
expect 'SDKMAN elsewhere' "$scratch/home/.sdkman/candidates/java/25.0.1-tem" "$old" SDKMAN_DIR="$scratch/home/.sdkman"

# Nothing found is exit 1, also for the scripts that source it.
mkdir -p "$scratch/checkout/.mvn"
cp "$PWD/mvnw" "$PWD/proxima" "$scratch/checkout"
cp -R "$PWD/.mvn/wrapper" "$PWD/.mvn/find-jdk.sh" "$PWD/.mvn/aot-cache.sh" "$scratch/checkout/.mvn"
code=0
message=$(env -i "$old" HOME="$scratch/nobody" JDK_ROOT="$scratch/bare" "$scratch/checkout/mvnw" -v 2>&1) || code=$?
[ "$code" = 1 ] && [ "$message" = "$none" ] || { echo "FAILED: mvnw without a JDK: $code $message"; exit 1; }
code=0
message=$(env -i "$old" HOME="$scratch/nobody" JDK_ROOT="$scratch/bare" "$scratch/checkout/proxima" check 2>&1) || code=$?
[ "$code" = 1 ] && [ "$message" = "proxima${none#mvnw}" ] || { echo "FAILED: proxima without a JDK: $code $message"; exit 1; }
