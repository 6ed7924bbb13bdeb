package io.proxima.control;

import java.io.IOException;

/** The control address cannot be listened on, its tokens cannot be read, or nobody answers there as a control server does. */
public final class ControlException extends IOException {
    private static final long serialVersionUID = 1L;

    public ControlException(String message) {
        super(message);
    }

    public ControlException(String message, Throwable cause) {
        super(message, cause);
    }
}
