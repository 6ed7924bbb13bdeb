package io.proxima.wire;

/**
 * Response codes (RFC 1035 section 4.1.1, RFC 2136 section 2.2, RFC 6891 section 6.1.3, RFC 7873 section 5.4, RFC 8945
 * section 5.2).
 */
public final class Rcode {
    public static final int NOERROR = 0;
    public static final int FORMERR = 1;
    public static final int SERVFAIL = 2;
    public static final int NXDOMAIN = 3;
    public static final int NOTIMP = 4;
    public static final int REFUSED = 5;
    public static final int YXDOMAIN = 6;
    public static final int NOTAUTH = 9;
    public static final int BADVERS = 16;
    public static final int BADCOOKIE = 23;

    private Rcode() {}

    /** A code's name as RFCs write it; {@code RCODE} and its number where we never answer it. */
    public static String mnemonic(int rcode) {
        return switch (rcode) {
            case NOERROR -> "NOERROR";
            case FORMERR -> "FORMERR";
            case SERVFAIL -> "SERVFAIL";
            case NXDOMAIN -> "NXDOMAIN";
            case NOTIMP -> "NOTIMP";
            case REFUSED -> "REFUSED";
            case YXDOMAIN -> "YXDOMAIN";
            case NOTAUTH -> "NOTAUTH";
            case BADVERS -> "BADVERS";
            case BADCOOKIE -> "BADCOOKIE";
            default -> "RCODE" + rcode;
        };
    }
}
