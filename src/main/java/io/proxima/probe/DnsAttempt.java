package io.proxima.probe;

import io.proxima.policy.Ask;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * One question over UDP, from a port of its own, and over TCP where the answer is truncated (RFC 7766).
 *
 * <p>Datagrams that are not the answer, for their sender, id or question, are passed over: anyone could send them.
 */
final class DnsAttempt implements Attempt {
    private static final SecureRandom IDS = new SecureRandom();
    private static final int LENGTH_OCTETS = 2;

    private final Clients clients;
    private final Probe probe;
    private final Ask.Dns ask;
    private final byte[] query;
    private final Course course;
    private final DatagramSocket datagrams;
    private @Nullable NetSocket connection;
    private Buffer received = Buffer.buffer();
    private int foreign;
    private boolean overTcp;

    /** Starts on the current event loop. */
    DnsAttempt(Vertx vertx, Clients clients, Probe probe, Ask.Dns ask, Listener listener) {
        this.clients = clients;
        this.probe = probe;
        this.ask = ask;
        this.query = DnsMessage.query(IDS.nextInt(1 << 16), ask.name(), ask.type());
        this.course = new Course(vertx, probe.check().timeout(), "waiting for the answer", listener, this::hangUp);
        boolean ipv6 = probe.address() instanceof Inet6Address;
        this.datagrams = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(ipv6));
        String source = Clients.source(probe);
        datagrams.exceptionHandler(error -> Faults.end(course, "cannot receive", error));
        datagrams
                .listen(0, source.isEmpty() ? (ipv6 ? "::" : "0.0.0.0") : source)
                .onComplete(bound -> {
                    if (bound.failed()) {
                        course.none("this machine cannot ask: " + Faults.text(bound.cause()));
                    } else if (!course.decided()) {
                        send();
                    }
                });
    }

    @Override
    public void abandon() {
        course.abandon();
    }

    private void send() {
        datagrams.handler(this::heard);
        datagrams
                .send(
                        Buffer.buffer(query),
                        probe.check().port(),
                        probe.address().getHostAddress())
                .onFailure(error -> Faults.end(course, "cannot send", error));
    }

    private void heard(DatagramPacket packet) {
        if (course.decided() || overTcp) {
            return;
        }
        boolean fromThere = packet.sender().port() == probe.check().port()
                && probe.address().getHostAddress().equals(packet.sender().hostAddress());
        DnsMessage.Reading reading =
                fromThere ? DnsMessage.read(packet.data().getBytes(), query) : new DnsMessage.Reading.Foreign();
        if (reading instanceof DnsMessage.Reading.Truncated) {
            overTcp = true;
            connect();
        } else {
            judge(reading);
        }
    }

    private void judge(DnsMessage.Reading reading) {
        switch (reading) {
            case DnsMessage.Reading.Foreign _ ->
                course.doing("waiting for the answer, with " + ++foreign + " to another question");
            case DnsMessage.Reading.Malformed _ -> course.fail("a malformed answer");
            case DnsMessage.Reading.Truncated _ -> course.fail("an answer that is truncated over TCP");
            case DnsMessage.Reading.Answer answer -> judge(answer);
        }
    }

    private void judge(DnsMessage.Reading.Answer answer) {
        String rcode = ask.rcodes().get(answer.rcode());
        if (rcode == null) {
            course.fail("rcode " + answer.rcode() + ", expected "
                    + String.join(" or ", ask.rcodes().values()));
        } else if (ask.answer() != null && !answer.records().contains(ask.answer())) {
            course.fail(rcode + " without " + ask.answer() + " but "
                    + (answer.records().isEmpty() ? "nothing" : Words.fit(String.join(" ", answer.records()), 96)));
        } else {
            course.succeed(rcode);
            hangUp();
        }
    }

    private void connect() {
        course.doing("connecting for the whole answer");
        clients.sockets(probe)
                .connect(SocketAddress.inetSocketAddress(SocketAttempt.target(probe, null)))
                .onComplete(opened -> {
                    if (opened.failed()) {
                        Faults.end(course, "cannot connect", opened.cause());
                    } else {
                        ask(opened.result());
                    }
                });
    }

    private void ask(NetSocket opened) {
        connection = opened;
        if (course.decided()) {
            opened.close();
            return;
        }
        course.doing("waiting for the whole answer");
        opened.closeHandler(nothing -> course.fail("connection closed while " + course.doing()));
        opened.exceptionHandler(error -> Faults.end(course, "connection broken", error));
        opened.handler(this::heard);
        opened.write(Buffer.buffer().appendUnsignedShort(query.length).appendBytes(query));
    }

    /** At most one message of 64 KiB is kept. */
    private void heard(Buffer octets) {
        if (course.decided()) {
            return;
        }
        received.appendBuffer(octets);
        if (received.length() >= LENGTH_OCTETS) {
            int end = LENGTH_OCTETS + received.getUnsignedShort(0);
            if (received.length() >= end) {
                DnsMessage.Reading reading = DnsMessage.read(received.getBytes(LENGTH_OCTETS, end), query);
                if (reading instanceof DnsMessage.Reading.Foreign) {
                    course.fail("an answer to another question");
                } else {
                    judge(reading);
                }
            }
        }
    }

    private void hangUp() {
        if (connection != null) {
            connection.close();
        }
        datagrams.close().onComplete(closed -> course.release());
    }
}
