#!/bin/bash
# Runs docker-compose.yml for real and asks it: replicas, edges, the loss of one of each. Not part of `verify`: needs root.
#
#   src/test/sh/compose.sh          all of it
#   src/test/sh/compose.sh edges    configuration, images and edges only
#
# Where no engine answers, it starts one in a network namespace of its own, with images under the real names made from
# this machine's files (busybox-static, nginx, a JDK 25): no registry is asked, and nothing is left behind.
set -euo pipefail
cd "$(dirname "$0")/../../.."
scratch=$(mktemp -d)
inside=()
engine=''
key_made=''

say() { printf '== %s\n' "$*"; }
fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

cleanup() {
    local code=$?
    ((code == 0)) || ! docker info >/dev/null 2>&1 || docker-compose logs --tail=40 2>&1 | tail -n 150 || :
    docker info >/dev/null 2>&1 && docker-compose down -v --remove-orphans >>"$scratch/log" 2>&1 || :
    [[ -z $key_made ]] || rm -f docker/cluster.key
    if [[ -n $engine ]]; then
        kill "$engine" 2>/dev/null || :
        wait "$engine" || :
        ip netns del "$namespace" || :
        mount | awk -v below="$scratch/" 'index($3, below) == 1 { print $3 }' | sort -r | xargs -r -n1 umount -l || :
    fi
    rm -rf "$scratch"
    exit "$code"
}
trap cleanup EXIT

# with_libraries ROOT BINARY…: copies binaries and what they load.
with_libraries() {
    local root=$1
    shift
    { printf '%s\n' "$@"; ldd "$@" | grep -oE '/[^ ]+' | grep -v ':$'; } | sort -u | while read -r file; do
        mkdir -p "$root$(dirname "$file")"
        cp -Lf "$file" "$root$file"
    done
}

busybox_in() {
    local tool
    mkdir -p "$1"/{bin,tmp,etc,proc,sys,dev,run,usr/bin,usr/sbin}
    chmod 1777 "$1/tmp"
    cp "$(command -v busybox)" "$1/bin/busybox"
    for tool in $(busybox --list | grep -vx busybox); do ln -sf busybox "$1/bin/$tool"; done
}

start_engine() {
    namespace=proxima-compose-$$
    ip netns add "$namespace"
    inside=(nsenter "--net=/run/netns/$namespace")
    "${inside[@]}" ip link set lo up
    export DOCKER_HOST=unix://$scratch/docker.sock
    "${inside[@]}" dockerd --data-root "$scratch/data" --exec-root "$scratch/exec" -p "$scratch/dockerd.pid" \
        -H "$DOCKER_HOST" >"$scratch/dockerd.log" 2>&1 &
    engine=$!
    for _ in {1..60}; do
        docker info >/dev/null 2>&1 && return
        kill -0 "$engine" 2>/dev/null || break
        sleep 0.5
    done
    tail -n 5 "$scratch/dockerd.log" >&2
    fail 'no Docker engine'
}

stand_ins() {
    # shellcheck source=/dev/null
    . .mvn/find-jdk.sh
    local jdk java=$scratch/java nginx=$scratch/nginx
    jdk=$(find_jdk compose javac)
    busybox_in "$java"
    mkdir -p "$java/opt/java"
    "$jdk/bin/jlink" --add-modules java.se,jdk.net,jdk.unsupported,jdk.management,jdk.crypto.cryptoki,jdk.zipfs \
        --strip-java-debug-attributes --no-header-files --no-man-pages --output "$java/opt/java/openjdk"
    with_libraries "$java" "$java/opt/java/openjdk/bin/java" "$java/opt/java/openjdk/lib/server/libjvm.so" \
        "$java"/opt/java/openjdk/lib/lib{nio,net,zip}.so
    rm -rf "${java:?}$java"
    tar -C "$java" -c . | docker import -c 'ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/bin' \
        - eclipse-temurin:25-jre >>"$scratch/log"

    busybox_in "$nginx"
    with_libraries "$nginx" "$(command -v nginx || echo /usr/sbin/nginx)"
    mkdir -p "$nginx"/{etc/nginx/conf.d,var/log/nginx,var/lib/nginx}
    cp /etc/nginx/mime.types "$nginx/etc/nginx/"
    printf 'root:x:0:0::/:/bin/sh\nnginx:x:101:101::/:/bin/false\n' >"$nginx/etc/passwd"
    printf 'root:x:0:\nnginx:x:101:\n' >"$nginx/etc/group"
    printf '%s\n' 'user nginx;' 'events {}' 'http { access_log off; include /etc/nginx/conf.d/*.conf; }' \
        >"$nginx/etc/nginx/nginx.conf"
    ln -sf /dev/stderr "$nginx/var/log/nginx/error.log"
    tar -C "$nginx" -c . | docker import -c 'ENV PATH=/usr/sbin:/bin' -c 'CMD ["nginx", "-g", "daemon off;"]' \
        - nginx:stable >>"$scratch/log"
}

# in_net TOOL…: runs a tool of this machine inside the private network, where fra-1 stands.
in_net() {
    nsenter -n -t "$(docker inspect -f '{{.State.Pid}}' "$(docker-compose ps -q fra-1)")" "$@"
}

# eventually SECONDS WHAT COMMAND…: waits until a command succeeds.
eventually() {
    local seconds=$1 what=$2 end=$((SECONDS + $1))
    shift 2
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < end)) || fail "$what: not within ${seconds}s"
        sleep 0.2
    done
    say "$what"
}

serves() { [[ $(in_net curl -fsS -m 1 "http://$1/healthz") == ok && $(in_net curl -fsS -m 1 "http://$1/") == "$2" ]]; }
healthy() { [[ $(docker inspect -f '{{.State.Health.Status}}' "$(docker-compose ps -q "$1")") == healthy ]]; }
# answers SERVER SUBNET PATTERN: www's addresses for a client subnet, sorted, on one line.
answers() {
    local got
    got=$(in_net dig +short +tries=1 +time=1 "@$1" www.example.com A +subnet="$2" | sort | tr '\n' ' ')
    [[ $got =~ ^($3)\ $ ]]
}
every_replica_answers() {
    for server in 10.53.0.2 10.53.0.3 10.53.0.4; do answers "$server" "$1" "$2" || return 1; done
}

docker info >/dev/null 2>&1 || { start_engine && stand_ins; }
[[ -e docker/cluster.key ]] || { key_made=1 && head -c 32 /dev/urandom | base64 >docker/cluster.key; }

docker-compose config -q
say 'configuration is valid'
[[ -f target/proxima.jar ]] || ./mvnw -q -B -DskipTests package
docker-compose build >>"$scratch/log" 2>&1 || { cat "$scratch/log"; fail 'build'; }
[[ $(docker run --rm --entrypoint java proxima -version 2>&1) == *'"25'* ]] || fail 'no Java 25 in the image'
[[ $(docker run --rm --entrypoint sh proxima -c 'id -u; touch /var/lib/proxima/x && echo writable') == $'10053\nwritable' ]] ||
    fail 'the image does not run as 10053 with a state folder of its own'
say 'the image is built and runs as an ordinary user'

docker-compose up -d sh-cu-1 sh-cu-2 gz-ct-1 fra-1 >>"$scratch/log" 2>&1 || { cat "$scratch/log"; fail 'edges'; }
eventually 20 'sh-cu-1 serves' serves 10.53.0.11 sh-cu-1
eventually 20 'sh-cu-2 serves' serves 10.53.0.12 sh-cu-2
eventually 20 'gz-ct-1 serves' serves 10.53.0.13 gz-ct-1
eventually 20 'fra-1 serves' serves 10.53.0.14 fra-1
[[ ${1-} != edges ]] || exit 0

shanghai=198.51.100.0/24 guangzhou=203.0.113.0/25 frankfurt=203.0.113.128/25
docker-compose up -d >>"$scratch/log" 2>&1 || { cat "$scratch/log"; fail 'replicas'; }
for replica in ns1 ns2 ns3; do eventually 60 "$replica is healthy" healthy "$replica"; done
eventually 30 'Shanghai Unicom gets its edges' every_replica_answers "$shanghai" '10.53.0.1[12]'
eventually 10 'Guangzhou Telecom gets its edge' every_replica_answers "$guangzhou" 10.53.0.13
eventually 10 'the others get Frankfurt' every_replica_answers "$frankfurt" 10.53.0.14
eventually 10 'the published port answers over UDP' \
    "${inside[@]}" sh -c 'dig +short +tries=1 +time=1 @127.0.0.1 -p 5300 www.example.com | grep -q ^10.53.0'
eventually 10 'the published port answers over TCP' \
    "${inside[@]}" sh -c 'dig +tcp +short +tries=1 +time=1 @127.0.0.1 -p 5300 www.example.com | grep -q ^10.53.0'

docker-compose stop -t 1 gz-ct-1 >>"$scratch/log" 2>&1
eventually 20 'an edge stopped: the next best serves' every_replica_answers "$guangzhou" '10.53.0.1[124]'
docker-compose start gz-ct-1 >>"$scratch/log" 2>&1
eventually 20 'the edge started: it serves again' every_replica_answers "$guangzhou" 10.53.0.13

docker-compose kill ns3 >>"$scratch/log" 2>&1
docker-compose stop -t 1 sh-cu-1 sh-cu-2 >>"$scratch/log" 2>&1
two_answer() { answers 10.53.0.2 "$1" "$2" && answers 10.53.0.3 "$1" "$2"; }
eventually 30 'a replica killed: the other two still see edges go down' two_answer "$shanghai" '10.53.0.1[34]'

docker-compose stop -t 10 ns2 >>"$scratch/log" 2>&1
[[ $(docker inspect -f '{{.State.ExitCode}}' "$(docker-compose ps -q ns2)") == 0 ]] || fail 'SIGTERM is not exit 0'
say 'SIGTERM drains and exits 0'
say 'all is well'
