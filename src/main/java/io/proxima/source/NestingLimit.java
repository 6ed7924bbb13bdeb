package io.proxima.source;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * YAML's events, refused where they nest too deep, since what composes nodes of them goes down by recursion; and where an
 * alias stands, since a value would then have two places.
 */
final class NestingLimit extends ParserImpl {
    private static final int MAX_DEPTH = 64;

    private int depth;

    NestingLimit(LoadSettings settings, String text) {
        super(settings, new StreamReader(settings, text));
    }

    @Override
    public Event next() {
        Event event = super.next();
        switch (event.getEventId()) {
            case MappingStart, SequenceStart -> {
                if (++depth > MAX_DEPTH) {
                    throw new ParserException("nested more than " + MAX_DEPTH + " deep", event.getStartMark());
                }
            }
            case MappingEnd, SequenceEnd -> depth--;
            case Alias ->
                throw new ParserException("an alias is not understood here; write the value out", event.getStartMark());
            default -> {}
        }
        return event;
    }
}
