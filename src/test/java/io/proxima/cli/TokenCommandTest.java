package io.proxima.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A token is printed apart from the line that lets it in. */
class TokenCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        Console console = new Console(new PrintWriter(out), new PrintWriter(err));
        return new CommandLine(new TokenCommand(console))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void lineHasTheTokensDigest() throws Exception {
        assertEquals(0, run("ann", "--role", "operate"));
        String token = out.toString().strip();
        assertEquals(43, token.length());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "ann operate " + HexFormat.of().formatHex(digest),
                err.toString().strip());
    }

    @Test
    void wrongRoleAndNameAreSaid() {
        assertEquals(2, run("ann", "--role", "open"));
        assertTrue(err.toString().contains("--role is read, operate or admin, not \"open\""), err.toString());
        assertEquals(2, run("a/b", "--role", "read"));
        assertTrue(err.toString().contains("a name has at most 63 letters"), err.toString());
        assertEquals("", out.toString());
    }
}
