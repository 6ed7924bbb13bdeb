package io.proxima.control;

import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.source.Fields;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code /v1/overrides}: what operators say of members above their checks. GET tells what is in force, POST says something
 * and tells the registers it touched.
 *
 * @param list what is in force; never waited for
 * @param change carries out an order; fails with a {@link ProblemException} where it cannot be
 * @param clock the wall clock
 */
public record OverrideDesk(
        Supplier<CompletableFuture<OverrideReport>> list,
        Function<OverrideOrder, CompletableFuture<OverrideReport>> change,
        InstantSource clock)
        implements ControlServer.Desk {
    private static final String UNDRAIN = "undrain";
    private static final List<String> WORDS = List.of("drain", UNDRAIN, "force-up", "force-down", "auto");
    private static final List<String> KEYS = List.of("target", "word", "for", "until", "why", "owner", "force");

    @Override
    public void open(Routes routes) {
        routes.get("/v1/overrides", Role.READ, context -> Routes.answer(context, list.get()));
        routes.post("/v1/overrides", Role.OPERATE, context -> Routes.answer(context, change.apply(order(context))));
    }

    private OverrideOrder order(RoutingContext context) {
        JsonNode body = Json.body(context);
        if (!body.isObject()) {
            throw bad("the body is no object: {\"target\": \"edge/a\", \"word\": \"drain\"}", "");
        }
        body.propertyNames().forEach(key -> {
            if (!KEYS.contains(key)) {
                throw bad("unknown key \"" + key + "\" (" + Fields.hint(key, KEYS) + ")", key);
            }
        });
        String target = required(body, "target");
        String said = required(body, "word");
        boolean undrain = said.equals(UNDRAIN);
        OverrideWord word = undrain
                ? OverrideWord.AUTO
                : OverrideWord.of(said)
                        .orElseThrow(() -> bad(
                                "\"" + said + "\" is no word for a member (" + Fields.hint(said, WORDS) + ")", "word"));
        Instant now = clock.instant();
        long untilMillis = until(body, now);
        if (word == OverrideWord.AUTO && untilMillis != MemberOverride.NO_END) {
            throw bad(said + " takes a word back, for which no time can be set", body.has("for") ? "for" : "until");
        }
        String owner = text(body, "owner");
        String why = text(body, "why");
        MemberOverride override = new MemberOverride(
                word, untilMillis, Caller.signed(context, owner), why == null ? "" : why, now.toEpochMilli(), false);
        return new OverrideOrder(target, override, undrain, flag(body, "force"));
    }

    private static long until(JsonNode body, Instant now) {
        String lasting = text(body, "for");
        String until = text(body, "until");
        if (lasting != null && until != null) {
            throw bad("either \"for\" or \"until\", not both", "until");
        }
        if (lasting != null) {
            return now.plus(duration(lasting)).toEpochMilli();
        }
        if (until == null) {
            return MemberOverride.NO_END;
        }
        Instant end = instant(until);
        if (!end.isAfter(now)) {
            throw bad("\"until\" is over: " + end + ", and it is " + now, "until");
        }
        return end.toEpochMilli();
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Fields.parseDuration(text);
            if (duration.isZero() || duration.toDays() > 3660) {
                throw bad("\"for\" must be more than nothing and at most ten years, not \"" + text + "\"", "for");
            }
            return duration;
        } catch (IllegalArgumentException e) {
            throw bad("\"for\" " + e.getMessage(), "for");
        }
    }

    private static Instant instant(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (instant.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
                throw bad("\"until\" must be an instant before the year 9999, not \"" + text + "\"", "until");
            }
            return instant;
        } catch (DateTimeException e) {
            throw bad(
                    "\"until\" must be an instant such as 2026-11-08T06:00:00Z or 2026-11-08T14:00+08:00, not \"" + text
                            + "\"",
                    "until");
        }
    }

    private static String required(JsonNode body, String key) {
        String text = text(body, key);
        if (text == null || text.isBlank()) {
            throw bad("\"" + key + "\" is missing", key);
        }
        return text;
    }

    private static @Nullable String text(JsonNode body, String key) {
        JsonNode value = body.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw bad("\"" + key + "\" must be a string", key);
        }
        return value.asString();
    }

    private static boolean flag(JsonNode body, String key) {
        JsonNode value = body.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw bad("\"" + key + "\" must be true or false", key);
        }
        return value.asBoolean();
    }

    private static ProblemException bad(String detail, String field) {
        return new ProblemException(Problem.badRequest(detail, field));
    }
}
