# ./mvnw package first: the image carries what that built, and nothing that built it.
FROM eclipse-temurin:25-jre

RUN mkdir -p /etc/proxima /var/lib/proxima && chown 10053:10053 /var/lib/proxima
# The libraries change seldom, so they are a layer of their own.
COPY target/lib /opt/proxima/lib/
COPY target/proxima.jar /opt/proxima/

WORKDIR /etc/proxima
USER 10053:10053
VOLUME /var/lib/proxima
EXPOSE 53/udp 53/tcp
ENTRYPOINT ["java", "--sun-misc-unsafe-memory-access=allow", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-Dproxima.home=/opt/proxima", "-jar", "/opt/proxima/proxima.jar"]
CMD ["serve", "--config", "/etc/proxima/proxima.yaml"]
