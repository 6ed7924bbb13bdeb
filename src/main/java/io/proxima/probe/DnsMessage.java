package io.proxima.probe;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The one question that a probe asks, and what came as its answer (RFC 1035 §4).
 *
 * <p>Answers are read strictly: pointers lead backwards only, names end within 255 octets, records within the message.
 */
final class DnsMessage {
    private static final int HEADER_OCTETS = 12;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final int OPCODE = 0x7800;
    private static final int TRUNCATED = 0x0200;
    private static final int RCODE = 0x000f;
    private static final int CLASS_IN = 1;
    private static final int POINTER = 0xc0;
    private static final int MAX_NAME_OCTETS = 255;
    private static final int MAX_RECORDS = 512;

    private static final int A = 1;
    private static final int NS = 2;
    private static final int CNAME = 5;
    private static final int PTR = 12;
    private static final int MX = 15;
    private static final int TXT = 16;
    private static final int AAAA = 28;

    private DnsMessage() {}

    /** What a message is to whoever asked a question. */
    sealed interface Reading {
        /** Not the answer to this question: of someone else, or made up. */
        record Foreign() implements Reading {}

        /** An answer, but broken. */
        record Malformed() implements Reading {}

        /** An answer too large for UDP: it is to be had over TCP. */
        record Truncated() implements Reading {}

        /**
         * The answer.
         *
         * @param records those of the type asked for, as {@code Ask.Dns} writes them
         */
        record Answer(int rcode, List<String> records) implements Reading {}
    }

    /**
     * A query for one name and type, recursion desired.
     *
     * @param name absolute, in presentation format
     */
    static byte[] query(int id, String name, int type) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, id);
        put(out, RECURSION_DESIRED);
        put(out, 1);
        put(out, 0);
        put(out, 0);
        put(out, 0);
        out.writeBytes(name(name));
        put(out, type);
        put(out, CLASS_IN);
        return out.toByteArray();
    }

    /** What a message says to one that asked {@code query}. */
    static Reading read(byte[] message, byte[] query) {
        int questionOctets = query.length - HEADER_OCTETS;
        if (message.length < query.length) {
            return isAnswerTo(message, query) ? new Reading.Malformed() : new Reading.Foreign();
        }
        ByteBuffer in = ByteBuffer.wrap(message);
        int flags = in.getShort(2) & 0xffff;
        if (!isAnswerTo(message, query) || in.getShort(4) != 1 || !sameQuestion(message, query, questionOctets)) {
            return new Reading.Foreign();
        }
        if ((flags & TRUNCATED) != 0) {
            return new Reading.Truncated();
        }
        int type = ByteBuffer.wrap(query).getShort(query.length - 4) & 0xffff;
        try {
            in.position(query.length);
            return new Reading.Answer(flags & RCODE, records(in, in.getShort(6) & 0xffff, type));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return new Reading.Malformed();
        }
    }

    private static boolean isAnswerTo(byte[] message, byte[] query) {
        return message.length >= HEADER_OCTETS
                && message[0] == query[0]
                && message[1] == query[1]
                && (((message[2] & 0xff) << 8) & (RESPONSE | OPCODE)) == RESPONSE;
    }

    /** Octet for octet but for the case of ASCII letters, which a server may change. */
    private static boolean sameQuestion(byte[] message, byte[] query, int octets) {
        for (int i = HEADER_OCTETS; i < HEADER_OCTETS + octets; i++) {
            if (lower(message[i]) != lower(query[i])) {
                return false;
            }
        }
        return true;
    }

    private static List<String> records(ByteBuffer in, int count, int type) {
        if (count > MAX_RECORDS) {
            throw new IllegalArgumentException("more records than anyone sends");
        }
        List<String> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            name(in);
            int ownType = in.getShort() & 0xffff;
            int ownClass = in.getShort() & 0xffff;
            in.getInt();
            int end = (in.getShort() & 0xffff) + in.position();
            if (end > in.limit()) {
                throw new IllegalArgumentException("data beyond the end");
            }
            if (ownType == type && ownClass == CLASS_IN) {
                records.add(data(in, type, end));
            }
            in.position(end);
        }
        return records;
    }

    private static String data(ByteBuffer in, int type, int end) {
        return switch (type) {
            case A -> address(in, 4, end);
            case AAAA -> address(in, 16, end);
            case NS, CNAME, PTR -> name(in);
            case MX -> (in.getShort() & 0xffff) + " " + name(in);
            case TXT -> strings(in, end);
            default -> ""; // nothing is compared with it
        };
    }

    private static String address(ByteBuffer in, int octets, int end) {
        if (end - in.position() != octets) {
            throw new IllegalArgumentException("an address of another length");
        }
        byte[] address = new byte[octets];
        in.get(address);
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String strings(ByteBuffer in, int end) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (in.position() < end) {
            byte[] octets = new byte[Math.min(in.get() & 0xff, end - in.position())];
            in.get(octets);
            text.writeBytes(octets);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** The name at the position, absolute and in lower case; the position moves behind it. */
    private static String name(ByteBuffer in) {
        StringBuilder text = new StringBuilder();
        int at = in.position();
        int behind = -1;
        int octets = 0;
        for (int length = octet(in, at); length != 0; length = octet(in, at)) {
            if ((length & POINTER) == POINTER) {
                int target = ((length & ~POINTER) << 8) | octet(in, at + 1);
                if (target >= at) {
                    throw new IllegalArgumentException("a pointer that leads forward");
                }
                behind = behind < 0 ? at + 2 : behind;
                at = target;
                continue;
            }
            octets += length + 1;
            if ((length & POINTER) != 0 || octets >= MAX_NAME_OCTETS) {
                throw new IllegalArgumentException("no name");
            }
            for (int i = at + 1; i <= at + length; i++) {
                escape(text, octet(in, i));
            }
            text.append('.');
            at += length + 1;
        }
        in.position(behind < 0 ? at + 1 : behind);
        return text.isEmpty() ? "." : text.toString().toLowerCase(Locale.ROOT);
    }

    private static int octet(ByteBuffer in, int at) {
        if (at >= in.limit()) {
            throw new BufferUnderflowException();
        }
        return in.get(at) & 0xff;
    }

    private static void escape(StringBuilder text, int octet) {
        if (".\\\";@$".indexOf(octet) >= 0) {
            text.append('\\').append((char) octet);
        } else if (octet <= ' ' || octet >= 0x7f) {
            text.append(String.format("\\%03d", octet));
        } else {
            text.append((char) octet);
        }
    }

    /** The octets of a name that the policy's reader has found to be one. */
    private static byte[] name(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream label = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (label.size() > 0) {
                    out.write(label.size());
                    out.writeBytes(label.toByteArray());
                    label.reset();
                }
            } else if (c == '\\' && Character.isDigit(text.charAt(i + 1))) {
                label.write(Integer.parseInt(text.substring(i + 1, i + 4)));
                i += 3;
            } else {
                label.write(c == '\\' ? text.charAt(++i) : c);
            }
        }
        out.write(0);
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, int word) {
        out.write(word >>> 8);
        out.write(word);
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }
}
