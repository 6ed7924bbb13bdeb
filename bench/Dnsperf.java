import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code dnsperf} said of a run as fast as it goes.
 *
 * @param completed how many queries were answered
 * @param rate how many a second
 */
record Dnsperf(long completed, double rate) {
    private static final Pattern COMPLETED = Pattern.compile("Queries completed: +(\\d+)");
    private static final Pattern RATE = Pattern.compile("Queries per second: +([0-9.]+)");

    /** The command that asks what is in a file over and over, from four sockets: a hundred outstanding by UDP, a thousand by TCP. */
    static List<String> command(String address, Path queries, boolean stream, int seconds) {
        return List.of(
                "dnsperf",
                "-s",
                address,
                "-p",
                "" + Server.PORT,
                "-d",
                queries.toString(),
                "-B",
                "-c",
                "4",
                "-T",
                "1",
                "-m",
                stream ? "tcp" : "udp",
                "-q",
                stream ? "1000" : "100",
                "-l",
                "" + seconds);
    }

    static Dnsperf of(String said) throws IOException {
        return new Dnsperf((long) number(COMPLETED, said), number(RATE, said));
    }

    private static double number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("dnsperf wrote: " + text);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
