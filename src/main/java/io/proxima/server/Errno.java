package io.proxima.server;

import java.util.List;

/** Error numbers of Linux that the listeners meet, and the system's words for them; alike on x86_64 and aarch64. */
final class Errno {
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EBUSY = 16;

    static final String PERMISSION_DENIED = "permission denied";
    static final String TOO_MANY_FILES = "too many open files";
    static final String NO_FAMILY = "address family not supported";
    static final String IN_USE = "address already in use";
    static final String NOT_AVAILABLE = "cannot assign requested address";

    /** The words that a message of the JDK or of Netty may hold. */
    static final List<String> TEXTS = List.of(PERMISSION_DENIED, TOO_MANY_FILES, NO_FAMILY, IN_USE, NOT_AVAILABLE);

    private Errno() {}

    static String text(int errno) {
        return switch (errno) {
            case 1, 13 -> PERMISSION_DENIED;
            case 23, 24 -> TOO_MANY_FILES;
            case 97 -> NO_FAMILY;
            case 98 -> IN_USE;
            case 99 -> NOT_AVAILABLE;
            default -> "system error " + errno;
        };
    }
}
