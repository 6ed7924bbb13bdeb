package io.proxima.probe;

import io.proxima.policy.Ask;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One request and its response, as much of it as the check wants to see. */
final class HttpTalk implements Talk {
    /** So much of a body is taken before hanging up, and for so long, lest the server logs a reset for every probe. */
    private static final int DRAIN_OCTETS = 4096;

    private static final long DRAIN_MILLIS = 250;

    private final Probe probe;
    private final Ask.Http ask;
    private final Course course;
    private final Vertx vertx;
    private final Judge judge;
    private final boolean answered;
    private final ResponseHead head = new ResponseHead();
    private @Nullable NetSocket socket;
    private @Nullable ResponseBody body;
    private String status = "";
    private boolean judging;
    private int drained;

    HttpTalk(Probe probe, Ask.Http ask, Course course, Vertx vertx, Judge judge, boolean answered) {
        this.probe = probe;
        this.ask = ask;
        this.course = course;
        this.vertx = vertx;
        this.judge = judge;
        this.answered = answered;
    }

    @Override
    public void opened(NetSocket opened) {
        socket = opened;
        course.doing("waiting for the response");
        opened.write(Request.of(probe, ask));
    }

    @Override
    public void heard(Buffer octets) {
        if (course.decided() || judging) {
            drained += octets.length();
            if (drained > DRAIN_OCTETS) {
                hangUp();
            }
        } else if (body != null) {
            goOn(body, body.feed(octets));
        } else {
            readHead(octets);
        }
    }

    @Override
    public void closed() {
        if (judging) {
            return; // all was said
        }
        if (body != null) {
            goOn(body, body.end());
        }
        if (!judging) {
            course.fail("connection closed while " + course.doing());
        }
    }

    private void readHead(Buffer octets) {
        course.doing("reading the response head");
        int code = head.feed(octets);
        if (code == ResponseHead.MALFORMED) {
            course.fail("not an HTTP/1 response");
        } else if (code != ResponseHead.INCOMPLETE) {
            status = "status " + code;
            if (ask.expect().stream().noneMatch(statuses -> statuses.contains(code))) {
                conclude(", expected "
                        + ask.expect().stream().map(String::valueOf).collect(Collectors.joining(" or ")));
            } else if (ask.body() == null) {
                judge("");
            } else {
                course.doing("reading the body");
                ResponseBody begun =
                        new ResponseBody(head.fields(), ask.head() || code == 204 || code == 304, ask.bodyLimit());
                body = begun;
                goOn(begun, begun.feed(head.rest()));
            }
        }
    }

    private void goOn(ResponseBody read, ResponseBody.Progress progress) {
        switch (progress) {
            case INCOMPLETE -> {}
            case MALFORMED -> course.fail("a body that is framed wrong");
            case COMPLETE -> judge(read.text());
        }
    }

    private void judge(String text) {
        List<Judge.Case> cases = new ArrayList<>();
        ask.expectHeaders()
                .forEach((name, rule) -> cases.add(
                        new Judge.Case("header " + name, rule, head.fields().getOrDefault(name, ""))));
        if (ask.body() != null) {
            cases.add(new Judge.Case("body", ask.body(), text));
        }
        judging = true;
        course.doing("matching");
        judge.hear(
                cases,
                answered,
                course.deadlineNanos(),
                objection -> conclude(objection.isEmpty() ? "" : ", " + objection));
    }

    /** Says what came of it, then takes a little of what is still coming. */
    private void conclude(String objection) {
        if (objection.isEmpty()) {
            course.succeed(status);
        } else {
            course.refuse(status + objection);
        }
        vertx.setTimer(DRAIN_MILLIS, id -> hangUp());
    }

    private void hangUp() {
        if (socket != null) {
            socket.close();
        }
    }
}
