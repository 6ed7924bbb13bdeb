package io.proxima.control;

/** What a caller may do; each may do what those before it may. */
public enum Role {
    /** Nothing but what is open to all, or asks for credentials of its own. */
    OPEN,
    /** Look at everything. */
    READ,
    /** Say something of members. */
    OPERATE,
    /** Change what is served. */
    ADMIN;

    /** Whether this role may do what another may. */
    public boolean covers(Role wanted) {
        return compareTo(wanted) >= 0;
    }
}
