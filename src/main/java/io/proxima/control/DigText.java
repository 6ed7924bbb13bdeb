package io.proxima.control;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A message in the form that dig prints. */
final class DigText {
    private static final List<String> SECTIONS = List.of("QUESTION", "ANSWER", "AUTHORITY", "ADDITIONAL");

    private DigText() {}

    static List<String> of(Message message) {
        List<String> lines = new ArrayList<>();
        lines.add(";; ->>HEADER<<- opcode: " + Opcode.string(message.getHeader().getOpcode()) + ", status: "
                + Rcode.string(message.getRcode()) + ", id: "
                + message.getHeader().getID());
        StringBuilder flags = new StringBuilder(";; flags:");
        IntStream.range(0, 16)
                .filter(Flags::isFlag)
                .filter(message.getHeader()::getFlag)
                .forEach(flag -> flags.append(' ').append(Flags.string(flag)));
        lines.add(flags + "; QUERY: " + message.getHeader().getCount(Section.QUESTION) + ", ANSWER: "
                + message.getHeader().getCount(Section.ANSWER) + ", AUTHORITY: "
                + message.getHeader().getCount(Section.AUTHORITY) + ", ADDITIONAL: "
                + message.getHeader().getCount(Section.ADDITIONAL));
        OPTRecord opt = message.getOPT();
        if (opt != null) {
            lines.add(";; OPT PSEUDOSECTION:");
            lines.add("; EDNS: version: " + opt.getVersion() + ", flags:; udp: " + opt.getPayloadSize());
            opt.getOptions().forEach(option -> lines.add("; " + option(option)));
        }
        for (int section = 0; section < SECTIONS.size(); section++) {
            List<Record> records = message.getSection(section).stream()
                    .filter(record -> !(record instanceof OPTRecord))
                    .toList();
            if (!records.isEmpty()) {
                lines.add(";; " + SECTIONS.get(section) + " SECTION:");
                String comment = section == Section.QUESTION ? ";" : "";
                records.forEach(record -> lines.add(comment + record.toString().strip()));
            }
        }
        return List.copyOf(lines);
    }

    private static String option(EDNSOption option) {
        return option instanceof ClientSubnetOption subnet
                ? "CLIENT-SUBNET: " + subnet.getAddress().getHostAddress() + "/" + subnet.getSourcePrefixLength() + "/"
                        + subnet.getScopePrefixLength()
                : option.toString();
    }
}
