package io.proxima.control;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;

/**
 * {@code GET /v1/explain?name=NAME&type=A&client=PREFIX&resolver=ADDRESS&at=INSTANT}: why this server answers a question as it does,
 * by the catalog, the verdicts and the overrides in force, or as of an instant by its journal; an {@link Explanation}.
 */
public final class ExplainDesk implements ControlServer.Desk {
    private static final String LOOPBACK = "127.0.0.1";

    private final Now now;
    private final Then then;
    private final Workbench explaining = new Workbench("explaining");
    private final Workbench recalling = new Workbench("reading the journal");

    /** Explains by what is in force. */
    @FunctionalInterface
    public interface Now {
        Explanation explain(Explainer.Question question);
    }

    /** Explains by the journal; throws {@link ProblemException} where nothing can be said of then. */
    @FunctionalInterface
    public interface Then {
        Explanation explain(Explainer.Question question, Instant at);
    }

    /** Both are called on a thread that may wait. */
    public ExplainDesk(Now now, Then then) {
        this.now = now;
        this.then = then;
    }

    @Override
    public void open(Routes routes) {
        routes.get("/v1/explain", Role.READ, this::answer);
    }

    private void answer(RoutingContext context) {
        MultiMap asked = context.queryParams();
        String name = asked.get("name");
        if (name == null) {
            throw new ProblemException(Problem.badRequest("name: must be there", "name"));
        }
        Explainer.Question question;
        try {
            question = Explainer.Question.parse(
                    name,
                    Objects.requireNonNullElse(asked.get("type"), "A"),
                    asked.get("client"),
                    Objects.requireNonNullElse(asked.get("resolver"), LOOPBACK));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest(String.valueOf(e.getMessage()), ""));
        }
        String at = asked.get("at");
        if (at == null) {
            explaining.answer(context, () -> now.explain(question));
            return;
        }
        Instant instant;
        try { // a plus sign that was not escaped comes as a space
            instant = When.parse(at.replace(' ', '+'), ZonedDateTime.now(ZoneId.systemDefault()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest("--at: " + e.getMessage(), "at"));
        }
        recalling.answer(context, () -> then.explain(question, instant));
    }
}
