package io.proxima.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The bearer tokens that a server knows (RFC 6750): names, roles and digests, {@code NAME ROLE SHA-256} a line.
 *
 * <p>The file has no token itself, so whoever reads it or a copy of it gets in nowhere. A token has 256 random bits; such a
 * one needs no slow hash. Immutable.
 */
public final class Tokens {
    /** The most tokens a file may have: all are compared with each one that is shown. */
    public static final int MOST = 1_000;

    private static final int OCTETS = 32;

    private final List<Entry> entries;

    private Tokens(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** A token that was made: it is shown once, the line goes into the file. */
    public record Made(String token, String line) {}

    /** A token's holder, and its SHA-256 in hexadecimal. */
    private record Entry(Caller caller, String digest) {}

    /**
     * Reads a file's text. Empty lines and those that begin with # are passed over.
     *
     * @throws IllegalArgumentException with the line and what is wrong with it; never with what may be a token
     */
    static Tokens parse(String text) {
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Entry entry = entry(i + 1, line.split("\\s+"));
            if (!names.add(entry.caller().name())) {
                throw wrong(i + 1, "there is a token named " + entry.caller().name() + " above");
            }
            if (entries.size() == MOST) {
                throw wrong(i + 1, "there are more than " + MOST + " tokens");
            }
            entries.add(entry);
        }
        if (entries.isEmpty()) {
            throw wrong(1, "there is no token (proxima token NAME --role read makes one)");
        }
        return new Tokens(entries);
    }

    private static Entry entry(int line, String[] words) {
        if (words.length != 3) {
            throw wrong(line, "write NAME ROLE SHA-256, as proxima token NAME prints it");
        }
        if (!isName(words[0])) {
            throw wrong(line, "a name has at most 63 letters, digits, dots, hyphens and underscores");
        }
        Role role = Role.of(words[1]).orElseThrow(() -> wrong(line, "a role is read, operate or admin"));
        if (!words[2].matches("[0-9a-fA-F]{64}")) {
            throw wrong(line, "the third word is the token's SHA-256, 64 hexadecimal digits, not the token");
        }
        return new Entry(new Caller(words[0], role), words[2].toLowerCase(Locale.ROOT));
    }

    private static IllegalArgumentException wrong(int line, String what) {
        return new IllegalArgumentException(line + ": " + what);
    }

    /** Whether a text may be a token's name. */
    public static boolean isName(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    }

    /** Makes a token. */
    public static Made make(String name, Role role, SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        return new Made(token, name + " " + role.word() + " " + HexFormat.of().formatHex(digest(token)));
    }

    /** Whose token is shown; all are compared, so that the time it takes says nothing of which is nearly right. */
    Optional<Caller> find(String shown) {
        byte[] digest = HexFormat.of().formatHex(digest(shown)).getBytes(StandardCharsets.US_ASCII);
        Optional<Caller> found = Optional.empty();
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(digest, entry.digest().getBytes(StandardCharsets.US_ASCII))) {
                found = Optional.of(entry.caller());
            }
        }
        return found;
    }

    int size() {
        return entries.size();
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
