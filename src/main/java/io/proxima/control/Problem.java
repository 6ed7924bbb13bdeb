package io.proxima.control;

/**
 * What is wrong with a request, as {@code application/problem+json} (RFC 9457) says it.
 *
 * @param status of the response, 400 to 599
 * @param title what kind of thing is wrong, the same for all of the kind
 * @param detail what is wrong with this one, and how to mend it
 * @param field the member of the body, or the parameter, that is wrong; empty where it is none
 */
public record Problem(int status, String title, String detail, String field) {

    /** A request that cannot be understood. */
    static Problem badRequest(String detail, String field) {
        return new Problem(400, "Bad request", detail, field);
    }

    /** Nothing is there. */
    static Problem notFound(String detail) {
        return new Problem(404, "Not found", detail, "");
    }

    /** What is asked contradicts the state of things. */
    static Problem conflict(String detail, String field) {
        return new Problem(409, "Conflict", detail, field);
    }

    /** What is asked is understood, but there is nothing to say of it. */
    public static Problem untold(String detail) {
        return new Problem(422, "Cannot be told", detail, "");
    }
}
