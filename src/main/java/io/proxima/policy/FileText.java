package io.proxima.policy;

import java.nio.file.Path;

/** The text of a file that a policy names, as it was when the policy was read; prints as the file's name alone. */
public record FileText(Path file, String text) {

    /** The name: the text may be a secret. */
    @Override
    public String toString() {
        return file.toString();
    }
}
