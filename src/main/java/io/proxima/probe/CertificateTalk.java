package io.proxima.probe;

import io.proxima.policy.Ask;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Nothing is said: the handshake showed the certificates, and their dates are looked at. */
record CertificateTalk(Ask.Certificate ask, Course course) implements Talk {

    @Override
    public void opened(NetSocket socket) {
        try {
            judge(socket.peerCertificates(), Instant.now());
        } catch (SSLPeerUnverifiedException _) {
            course.fail("the server showed no certificate");
        }
        socket.close();
    }

    @Override
    public void heard(Buffer octets) {
        // nobody asked
    }

    @Override
    public void closed() {
        course.fail("connection closed while " + course.doing());
    }

    private void judge(List<Certificate> chain, Instant now) {
        Instant end = Instant.MAX;
        for (Certificate certificate : chain) {
            if (certificate instanceof X509Certificate x509) {
                Instant begin = x509.getNotBefore().toInstant();
                if (begin.isAfter(now)) {
                    course.fail("certificate of " + name(x509) + " is not valid before " + date(begin));
                    return;
                }
                Instant last = x509.getNotAfter().toInstant();
                if (last.isBefore(now.plus(ask.expiresWithin()))) {
                    course.fail("certificate of " + name(x509)
                            + (last.isBefore(now) ? " expired " : " expires " + inDays(now, last) + ", ") + date(last));
                    return;
                }
                end = last.isBefore(end) ? last : end;
            }
        }
        course.succeed("certificates valid until " + date(end));
    }

    private static String inDays(Instant now, Instant end) {
        return "in " + Duration.between(now, end).toDays() + " days";
    }

    private static String date(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String name(X509Certificate certificate) {
        return Words.fit(certificate.getSubjectX500Principal().getName(), 64);
    }
}
