package io.proxima.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;

/**
 * One client's connection (RFC 7766): messages behind a two-octet length, as many as the client likes, pipelined.
 *
 * <p>Octets wait in one array until they make a message. It grows with what has arrived, never with what a length
 * claims, and is given back when it is empty, so that an idle connection has none. Responses leave in the order of the queries, several in a segment. While the
 * client does not take them, nothing more of it is read or answered: what waits is at most one buffer of the transport
 * and one message in, the write queue and one message out.
 *
 * <p>Alive is who completes a message or takes responses: a client that sends an octet now and then is not.
 */
final class TcpConnection {
    /** A DNS header; nothing shorter is a message, and a stream that claims one is out of step. */
    private static final int HEADER_OCTETS = 12;

    private static final int WRITE_QUEUE_OCTETS = 64 * 1024;
    private static final int WRITE_OCTETS = 16 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final NetSocket socket;
    private final InetAddress client;
    private final TcpAnswers answers;
    private byte[] waiting = NOTHING;
    private int start;
    private int end;
    private boolean closing;
    private long aliveNanos;

    TcpConnection(NetSocket socket, InetAddress client, TcpAnswers answers, long nowNanos) {
        this.socket = socket;
        this.client = client;
        this.answers = answers;
        aliveNanos = nowNanos;
    }

    /** Begins to read. */
    void open() {
        socket.setWriteQueueMaxSize(WRITE_QUEUE_OCTETS);
        socket.drainHandler(ignored -> drained());
        socket.handler(this::receive);
    }

    /** Whether the client has not been alive for {@code idleNanos}. */
    boolean idle(long nowNanos, long idleNanos) {
        return nowNanos - aliveNanos > idleNanos;
    }

    /** Closes the connection after the responses that are under way. */
    void close() {
        closing = true;
        socket.close();
    }

    /** Closes the connection at once: whoever does not take responses must not be waited for. */
    void cut() {
        closing = true;
        var _ = ((NetSocketInternal) socket).channelHandlerContext().close();
    }

    private void receive(Buffer data) {
        append(data);
        answerWaiting();
    }

    private void drained() {
        aliveNanos = System.nanoTime();
        answerWaiting();
        if (!socket.writeQueueFull()) {
            socket.resume();
        }
    }

    private void append(Buffer data) {
        int size = end - start;
        if (end + data.length() > waiting.length) {
            byte[] to = size + data.length() > waiting.length ? new byte[grown(size + data.length())] : waiting;
            System.arraycopy(waiting, start, to, 0, size);
            waiting = to;
            start = 0;
            end = size;
        }
        data.getBytes(waiting, end);
        end += data.length();
    }

    /** Half as much again as is needed, so that a message that comes octet by octet is not copied for each. */
    private static int grown(int needed) {
        return needed + needed / 2;
    }

    private void answerWaiting() {
        if (closing) {
            return;
        }
        Answering batch = answers.answering();
        if (!batch.begin()) {
            close();
            return;
        }
        Buffer replies = Buffer.buffer();
        boolean inStep = true;
        while (!socket.writeQueueFull()) {
            int length = nextLength();
            inStep = length < 0 || length >= HEADER_OCTETS;
            if (!inStep || length < 0 || end - start < TcpAnswers.LENGTH_OCTETS + length) {
                break;
            }
            answers.answer(waiting, start + TcpAnswers.LENGTH_OCTETS, length, client, replies);
            start += TcpAnswers.LENGTH_OCTETS + length;
            aliveNanos = System.nanoTime();
            if (replies.length() >= WRITE_OCTETS) {
                write(replies);
                replies = Buffer.buffer();
            }
        }
        if (replies.length() > 0) {
            write(replies);
        }
        batch.end();
        shrink();
        if (!inStep) {
            close();
        } else if (socket.writeQueueFull()) {
            socket.pause();
        }
    }

    /** The length of the message that comes next, or -1 where it has not arrived. */
    private int nextLength() {
        if (end - start < TcpAnswers.LENGTH_OCTETS) {
            return -1;
        }
        return (waiting[start] & 0xff) << 8 | (waiting[start + 1] & 0xff);
    }

    private void write(Buffer replies) {
        Answering batch = answers.answering();
        batch.hold();
        socket.write(replies).onComplete(ignored -> batch.end());
    }

    private void shrink() {
        if (start == end) {
            start = 0;
            end = 0;
            waiting = NOTHING;
        }
    }
}
