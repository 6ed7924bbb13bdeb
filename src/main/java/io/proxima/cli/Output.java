package io.proxima.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The standard output, which remembers that it broke: writers say so to nobody, and a result that was not written is none.
 */
public final class Output extends FilterOutputStream {
    private volatile @Nullable IOException broken;

    Output(OutputStream out) {
        super(out);
    }

    /** That of this process. */
    public static Output standard() {
        return new Output(new FileOutputStream(FileDescriptor.out));
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (broken != null) {
            return; // nobody reads it; the command goes on to its end
        }
        try {
            out.write(octets, offset, length);
        } catch (IOException e) {
            broken = e;
            throw e; // once, so that a command without end may look for it
        }
    }

    /**
     * The exit code of a command that came to an end with one: another where its result went nowhere. A reader that went away
     * (`| head`) is nothing to talk of.
     */
    public int exit(int code, Console console) {
        IOException failure = broken;
        if (failure == null) {
            return code;
        }
        if (String.valueOf(failure.getMessage()).contains("Broken pipe")) {
            return code == ExitCodes.DONE ? ExitCodes.OUTPUT_CLOSED : code;
        }
        console.warn("proxima: the output cannot be written: " + failure.getMessage());
        return code == ExitCodes.DONE ? ExitCodes.FAILED : code;
    }
}
