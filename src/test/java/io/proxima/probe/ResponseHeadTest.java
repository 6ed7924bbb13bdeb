package io.proxima.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseHeadTest {
    private static int feed(String... parts) {
        ResponseHead head = new ResponseHead();
        int status = ResponseHead.INCOMPLETE;
        for (String part : parts) {
            assertEquals(ResponseHead.INCOMPLETE, status);
            status = head.feed(Buffer.buffer(part, "ISO-8859-1"));
        }
        return status;
    }

    @Test
    void statusOfAWholeHead() {
        assertEquals(200, feed("HTTP/1.1 200 OK\r\nServer: x\r\n\r\nbody"));
        assertEquals(503, feed("HTTP/1.0 503 \r\n\r\n"));
        assertEquals(204, feed("HTTP/1.1 204\r\n\r\n"));
    }

    @Test
    void octetByOctet() {
        assertEquals(204, feed("HTTP/1.1 204 No Content\r\nA: b\r\n\r\n".split("(?<=.)", -1)));
    }

    @Test
    void interimResponsesArePassedOver() {
        assertEquals(404, feed("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 ", "404 Not Found\r\n\r\n"));
        assertEquals(ResponseHead.INCOMPLETE, feed("HTTP/1.1 100 Continue\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH",
                "HTTX",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nnonsense",
            })
    void whatIsNoHttp(String octets) {
        assertEquals(ResponseHead.MALFORMED, feed(octets));
    }

    @Test
    void aHeadWithoutEndIsGivenUp() {
        ResponseHead head = new ResponseHead();
        int status = head.feed(Buffer.buffer("HTTP/1.1 200 OK\r\n"));
        for (int i = 0; i < 2000 && status == ResponseHead.INCOMPLETE; i++) {
            status = head.feed(Buffer.buffer("X-Padding: 0123456789\r\n"));
        }
        assertEquals(ResponseHead.MALFORMED, status);
    }

    @Test
    void garbageNeverThrows() {
        Random random = new Random(6);
        for (int i = 0; i < 5000; i++) {
            byte[] octets = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            for (int j = 0; j < 3; j++) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            new ResponseHead().feed(Buffer.buffer(octets));
        }
    }
}
