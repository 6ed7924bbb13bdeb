# ./mvnw package first: the image carries what that built, and nothing that built it.
FROM eclipse-temurin:25-jre

RUN mkdir -p /etc/proxima /var/lib/proxima && chown 10053:10053 /var/lib/proxima
# The libraries change seldom, so they are a layer of their own.
COPY target/lib /opt/proxima/lib/
COPY target/proxima.jar .mvn/serve.jvm proxima.yaml /opt/proxima/
COPY zones /opt/proxima/zones/
COPY geoip /opt/proxima/geoip/
# What serve starts from: recorded here, since it fits this JVM and these files alone. Without it the start takes longer.
RUN java @/opt/proxima/serve.jvm --sun-misc-unsafe-memory-access=allow -XX:AOTCacheOutput=/opt/proxima/proxima.aot \
    -Dproxima.home=/opt/proxima -jar /opt/proxima/proxima.jar rehearse >/dev/null 2>&1 || true
# glibc's heaps a thread keep what the compilers took at the start.
ENV MALLOC_ARENA_MAX=1

WORKDIR /etc/proxima
USER 10053:10053
VOLUME /var/lib/proxima
EXPOSE 53/udp 53/tcp
ENTRYPOINT ["java", "--sun-misc-unsafe-memory-access=allow", "@/opt/proxima/serve.jvm", "-XX:AOTCache=/opt/proxima/proxima.aot", "-XX:+ExitOnOutOfMemoryError", "-Dproxima.home=/opt/proxima", "-jar", "/opt/proxima/proxima.jar"]
CMD ["serve", "--config", "/etc/proxima/proxima.yaml"]
