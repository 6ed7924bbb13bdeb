package io.proxima.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one kind of check asks, and what it takes for a success. */
public sealed interface Ask {

    /** The kind's name in a policy file. */
    String kind();

    /** Whether a connection opens. */
    record Tcp() implements Ask {
        @Override
        public String kind() {
            return "tcp";
        }
    }

    /**
     * One request over HTTP/1.1 (RFC 9112).
     *
     * @param tls null for plain HTTP
     * @param head whether the method is HEAD, else GET
     * @param path {@code /} by default
     * @param host Host header and SNI; null is the address
     * @param headers sent besides those that every request has
     * @param expect status codes that count as success, 200 by default
     * @param expectHeaders what response headers must be like, by their names in lower case
     * @param body what the body must be like; null where it is not looked at
     * @param bodyLimit at most so many octets of the body are read
     */
    record Http(
            @Nullable Tls tls,
            boolean head,
            String path,
            @Nullable String host,
            Map<String, String> headers,
            List<Statuses> expect,
            Map<String, TextRule> expectHeaders,
            @Nullable TextRule body,
            int bodyLimit)
            implements Ask {
        @Override
        public String kind() {
            return tls == null ? "http" : "https";
        }
    }

    /**
     * One DNS question (RFC 1035), over UDP, and over TCP where the answer is truncated.
     *
     * @param name absolute, as master files write it
     * @param type the number of the type asked for
     * @param rcodes response codes that count as success, with their names; NOERROR by default
     * @param answer what one record of the answer must be, as {@code DnsAskReader} writes it; null where that is all one
     */
    record Dns(
            String name,
            int type,
            Map<Integer, String> rcodes,
            @Nullable String answer) implements Ask {
        @Override
        public String kind() {
            return "dns";
        }
    }

    /**
     * gRPC's health protocol: {@code grpc.health.v1.Health/Check} says SERVING.
     *
     * @param tls null for HTTP/2 with prior knowledge (RFC 9113 section 3.3)
     * @param host authority and SNI; null is the address
     * @param service empty for the server as a whole
     */
    record Grpc(@Nullable Tls tls, @Nullable String host, String service) implements Ask {
        @Override
        public String kind() {
            return "grpc";
        }
    }

    /**
     * A TLS handshake, and how long the certificates are still good.
     *
     * @param host SNI; null for none
     * @param expiresWithin a certificate of the chain that ends sooner is a failure
     */
    record Certificate(Tls tls, @Nullable String host, Duration expiresWithin) implements Ask {
        @Override
        public String kind() {
            return "tls";
        }
    }

    /** One ICMP echo (RFC 792, RFC 4443). */
    record Icmp() implements Ask {
        @Override
        public String kind() {
            return "icmp";
        }
    }

    /**
     * A program's exit code.
     *
     * @param command the program and its arguments; no shell reads them
     */
    record Exec(List<String> command) implements Ask {
        @Override
        public String kind() {
            return "exec";
        }
    }

    /**
     * Nothing is asked: the member says that it is well, or someone does for it.
     *
     * @param token who shows it may say so
     * @param ttl so long it is taken for well
     */
    record Push(FileText token, Duration ttl) implements Ask {
        @Override
        public String kind() {
            return "push";
        }
    }
}
