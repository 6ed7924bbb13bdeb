package io.proxima.control;

import io.proxima.answer.DebugQueries;
import io.proxima.catalog.Catalog;
import io.proxima.net.Prefix;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Explains a running server's answers, to HTTP or, from memory alone, in TXT records; for any thread.
 *
 * <p>A record a line, each with its number in front, since the records of an RRset have no order and no two are the same.
 *
 * @param nowMillis the wall clock
 */
public record LiveExplainer(Explainer explainer, LongSupplier nowMillis) implements DebugQueries.Explains {
    private static final Explanation.State STATE = new Explanation.State("server", null, null);
    private static final int STRING_OCTETS = 255;
    /** Well within one message. */
    private static final int OCTETS_AT_MOST = 60_000;

    private static final int RECORD_OCTETS = 12;

    /** Explains once, so that the first who asks does not wait for code to be loaded. */
    public void warm(Catalog catalog) {
        Prefix loopback = Prefix.parse("127.0.0.1/32");
        catalog.policies().stream()
                .flatMap(policy -> policy.names().keySet().stream())
                .limit(8)
                .forEach(name -> explain(catalog, name, RrType.A, loopback, loopback));
    }

    /** What a catalog answers as it stands now. */
    public Explanation explain(Catalog catalog, Explainer.Question question) {
        return explainer.explain(catalog, question, STATE, nowMillis.getAsLong());
    }

    @Override
    public List<byte[]> explain(Catalog catalog, Name name, int type, Prefix resolver, @Nullable Prefix subnet) {
        List<String> lines = ExplanationText.of(
                explain(catalog, new Explainer.Question(name, type, resolver, subnet, false)), false);
        int digits = Math.max(2, String.valueOf(lines.size()).length());
        List<byte[]> records = new ArrayList<>();
        int octets = 0;
        for (int i = 0; i < lines.size(); i++) {
            byte[] record = text(String.format("%0" + digits + "d ", i + 1) + lines.get(i));
            octets += RECORD_OCTETS + record.length;
            if (octets > OCTETS_AT_MOST) {
                records.add(text("and " + (lines.size() - i) + " more lines"));
                break;
            }
            records.add(record);
        }
        return records;
    }

    /** TXT RDATA: strings of at most 255 octets (RFC 1035 section 3.3.14). */
    private static byte[] text(String line) {
        byte[] octets = line.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream rdata = new ByteArrayOutputStream();
        for (int at = 0; at < octets.length; at += STRING_OCTETS) {
            int length = Math.min(STRING_OCTETS, octets.length - at);
            rdata.write(length);
            rdata.write(octets, at, length);
        }
        return rdata.toByteArray();
    }
}
