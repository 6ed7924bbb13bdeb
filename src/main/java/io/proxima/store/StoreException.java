package io.proxima.store;

/** What was asked for is not kept, or damaged; the message is a sentence for the operator. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
