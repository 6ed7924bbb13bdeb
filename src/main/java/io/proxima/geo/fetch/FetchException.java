package io.proxima.geo.fetch;

/** A set could not be fetched; the message is a sentence for the operator, and no file of the set was touched. */
public final class FetchException extends Exception {
    private static final long serialVersionUID = 1;

    FetchException(String message) {
        super(message);
    }

    FetchException(String message, Throwable cause) {
        super(message, cause);
    }
}
