package io.proxima.control;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the tokens in force, read again when it changes. A changed file that cannot be read as one leaves the tokens
 * before in force, and the log says so.
 */
public final class TokenFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final long LOOK_MILLIS = 1_000;
    private static final int MOST_OCTETS = 1 << 20;
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("----w-rw-");

    private final Path file;
    private volatile Tokens tokens;
    private String text;

    private TokenFile(Path file, String text, Tokens tokens) {
        this.file = file;
        this.text = text;
        this.tokens = tokens;
    }

    /**
     * Reads the file.
     *
     * @throws ControlException with FILE:LINE and what is wrong
     */
    public static TokenFile read(Path file) throws ControlException {
        String text = text(file);
        return new TokenFile(file, text, parse(file, text));
    }

    /** Looks at the file once a second, on a thread that may wait, until Vert.x is closed. */
    public void watch(Vertx vertx) {
        vertx.setPeriodic(LOOK_MILLIS, _ -> {
            var _ = vertx.executeBlocking(() -> look());
        });
    }

    /** Looks whether the file changed; one thread at a time. */
    synchronized boolean look() {
        try {
            String now = text(file);
            if (now.equals(text)) {
                return false;
            }
            text = now;
            tokens = parse(file, now);
            LOG.info("{} has {} tokens, which are in force", file, tokens.size());
            return true;
        } catch (ControlException e) {
            LOG.warn("{}: the tokens before stay in force", e.getMessage());
            return false;
        }
    }

    /** Those in force. */
    Tokens tokens() {
        return tokens;
    }

    /** Who else than its owner may do what with the file, for a warning; empty where nobody may. */
    public String exposed() {
        try {
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
            granted.retainAll(OTHERS);
            return granted.isEmpty() ? "" : file + " can be read or written by others (chmod 640 " + file + ")";
        } catch (IOException | UnsupportedOperationException e) {
            return file + " may be open to others: its permissions cannot be read: " + e;
        }
    }

    private static String text(Path file) throws ControlException {
        try {
            if (Files.size(file) > MOST_OCTETS) {
                throw new ControlException(file + ":1: is larger than a file of tokens can be");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new ControlException(file + ":1: cannot be read: " + e, e);
        }
    }

    private static Tokens parse(Path file, String text) throws ControlException {
        try {
            return Tokens.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ControlException(file + ":" + e.getMessage(), e);
        }
    }
}
