package io.proxima.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** That {@link EveryPath} takes the ways it says it does. */
class EveryPathTest {
    @Test
    void everyKindOfResponseComes() throws IOException {
        TestServer server = new TestServer(EveryPath.catalog());
        Set<String> kinds = new TreeSet<>();
        for (byte[] query : EveryPath.queries()) {
            Message response = new Message(server.answer(query, false));
            kinds.add(kind(response));
            OPTRecord opt = response.getOPT();
            if (opt != null && !opt.getOptions(8).isEmpty()) {
                kinds.add("client subnet");
            }
        }
        assertEquals(
                Set.of(
                        "answer",
                        "client subnet",
                        "FORMERR",
                        "NODATA",
                        "NOTIMP",
                        "NXDOMAIN",
                        "REFUSED",
                        "SERVFAIL",
                        "BADVERS",
                        "referral",
                        "truncated",
                        "alias"),
                kinds);
    }

    private static String kind(Message response) {
        if (response.getHeader().getFlag(Flags.TC)) {
            return "truncated";
        }
        if (response.getRcode() != Rcode.NOERROR) {
            return response.getRcode() == Rcode.BADVERS ? "BADVERS" : Rcode.string(response.getRcode());
        }
        if (response.getHeader().getCount(Section.ANSWER) > 0) {
            return response.getSection(Section.ANSWER).getLast().getType() == org.xbill.DNS.Type.CNAME
                    ? "alias"
                    : "answer";
        }
        return response.getHeader().getFlag(Flags.AA) ? "NODATA" : "referral";
    }
}
