package io.proxima.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The names of response codes, as the RFCs write them. */
class RcodeTest {
    @Test
    void everyCodeThatIsAnsweredHasItsName() {
        assertEquals(
                List.of(
                        "NOERROR",
                        "FORMERR",
                        "SERVFAIL",
                        "NXDOMAIN",
                        "NOTIMP",
                        "REFUSED",
                        "YXDOMAIN",
                        "RCODE7",
                        "RCODE8",
                        "NOTAUTH"),
                IntStream.rangeClosed(0, 9).mapToObj(Rcode::mnemonic).toList());
        assertEquals("BADVERS", Rcode.mnemonic(16));
        assertEquals("BADCOOKIE", Rcode.mnemonic(23));
        assertEquals("RCODE4095", Rcode.mnemonic(4095));
    }
}
