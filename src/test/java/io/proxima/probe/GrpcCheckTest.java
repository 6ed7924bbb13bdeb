package io.proxima.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.policy.Ask;
import io.proxima.policy.FileText;
import io.proxima.policy.Tls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of kind grpc. */
final class GrpcCheckTest {
    private static final String ONE_CALL = "HTTP_2 POST /grpc.health.v1.Health/Check application/grpc trailers";

    @AutoClose
    private final ProbeBed bed = new ProbeBed();

    private ProbeResult result(BiConsumer<HttpServerRequest, String> answer, int timeoutMillis) {
        try (GrpcServer server = new GrpcServer(bed.vertx, new HttpServerOptions(), answer)) {
            return bed.result(new Ask.Grpc(null, null, ""), server.port(), timeoutMillis);
        }
    }

    private ProbeResult result(BiConsumer<HttpServerRequest, String> answer) {
        return result(answer, ProbeBed.PATIENT_MILLIS);
    }

    @Test
    void servingIsASuccess() {
        String service = "proxima.example.Service".repeat(8); // its length takes two octets
        try (GrpcServer server = new GrpcServer(bed.vertx, new HttpServerOptions(), GrpcServer.status(1))) {
            ProbeResult whole = bed.result(new Ask.Grpc(null, null, ""), server.port());
            assertTrue(whole.success(), whole.reason());
            assertEquals("SERVING", whole.reason());
            assertEquals(ONE_CALL, server.headers.getFirst());
            assertEquals("", server.asked.getFirst());
            bed.result(new Ask.Grpc(null, null, "a.Service"), server.port());
            assertTrue(server.asked.contains("a.Service"), server.asked.toString());
        }
        assertEquals(5 + 3 + service.length(), HealthMessages.request(service).length());
    }

    @Test
    void overTlsWithTheNameThatTheCheckHas(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.make(folder, "grpc.example.com", "-1d", 30);
        Tls trusting = new Tls(true, new FileText(folder, certificate.certificate()), null, null);
        try (GrpcServer server = new GrpcServer(
                bed.vertx,
                new HttpServerOptions().setSsl(true).setUseAlpn(true).setKeyCertOptions(certificate.ofServer()),
                GrpcServer.status(1))) {
            ProbeResult right = bed.result(new Ask.Grpc(trusting, "grpc.example.com", ""), server.port());
            assertTrue(right.success(), right.reason());
            assertEquals(ONE_CALL, server.headers.getFirst());
            ProbeResult wrong = bed.result(new Ask.Grpc(trusting, "grpc.example.net", ""), server.port());
            assertFalse(wrong.success());
        }
    }

    @Test
    void whatIsNotServingFails() {
        assertEquals("NOT_SERVING", result(GrpcServer.status(2)).reason());
        assertFalse(result(GrpcServer.status(2)).success());
        assertEquals("SERVICE_UNKNOWN", result(GrpcServer.status(3)).reason());
        assertEquals(
                "UNKNOWN",
                result((request, service) -> GrpcServer.send(request, Buffer.buffer(), 0))
                        .reason());
    }

    @Test
    void statusOfTheCallIsSaid() {
        assertEquals(
                "grpc-status 12: no health here",
                result((request, service) -> request.response()
                                .putHeader("content-type", "application/grpc")
                                .putHeader("grpc-status", "12")
                                .putHeader("grpc-message", "no health here")
                                .end())
                        .reason());
        assertEquals(
                "grpc-status 5",
                result((request, service) -> GrpcServer.send(request, Buffer.buffer(), 5))
                        .reason());
    }

    @Test
    void whatIsNoGrpcFails() {
        assertEquals(
                "HTTP status 404, expected 200",
                result((request, service) ->
                                request.response().setStatusCode(404).end())
                        .reason());
        assertEquals(
                "no gRPC: the response has no grpc-status",
                result((request, service) -> request.response().end("hello")).reason());
        assertEquals(
                "a response that is no single message",
                result((request, service) ->
                                request.response().putHeader("grpc-status", "0").end("hello"))
                        .reason());
    }

    @Test
    void serverOfHttp1Fails() throws IOException {
        try (RawServer server = RawServer.answering(request -> RawServer.OK)) {
            ProbeResult result = bed.result(new Ask.Grpc(null, null, ""), server.port(), 2000);
            assertFalse(result.success());
        }
    }

    @Test
    void streamThatIsResetFails() {
        ProbeResult result = result((request, service) -> request.response().reset(8));
        assertFalse(result.success());
        assertEquals("the server reset the stream, error 8", result.reason());
    }

    /** What a server says frame by frame, whatever it is asked. */
    private ProbeResult frames(Buffer... frames) throws IOException {
        Buffer all = Buffer.buffer();
        for (Buffer frame : frames) {
            all.appendBuffer(frame);
        }
        try (RawServer server = RawServer.doing((head, client, out) -> out.write(all.getBytes()))) {
            return bed.result(new Ask.Grpc(null, null, ""), server.port(), 2000);
        }
    }

    private static Buffer octets(int... octets) {
        Buffer buffer = Buffer.buffer();
        for (int octet : octets) {
            buffer.appendByte((byte) octet);
        }
        return buffer;
    }

    private static Buffer goAway(int lastStream, int error) {
        return Http2.frame(
                Http2.GOAWAY, 0, 0, Buffer.buffer().appendInt(lastStream).appendInt(error));
    }

    private static Buffer settings() {
        return Http2.frame(Http2.SETTINGS, 0, 0, Buffer.buffer());
    }

    @Test
    void serverThatGoesAwayFails() throws IOException {
        assertEquals(
                "the server sent GOAWAY, error 11",
                frames(settings(), goAway(1, 11)).reason());
        assertEquals(
                "the server sent GOAWAY, error 0",
                frames(settings(), goAway(0, 0)).reason());
    }

    @Test
    void responseInManyFramesIsRead() throws IOException {
        Buffer status = octets(0x88); // :status 200, of the static table
        Buffer trailer = Buffer.buffer()
                .appendByte((byte) 0)
                .appendByte((byte) 11)
                .appendString("grpc-status")
                .appendByte((byte) 1)
                .appendString("0");
        ProbeResult result = frames(
                settings(),
                Http2.frame(Http2.PING, 0, 0, Buffer.buffer(new byte[8])),
                Http2.frame(Http2.SETTINGS, Http2.ACK, 0, Buffer.buffer()),
                goAway(1, 0), // it finishes what it has
                Http2.frame(0x77, 0, 1, octets(1, 2, 3)), // an extension
                Http2.frame(
                        Http2.HEADERS,
                        Http2.PADDED | Http2.END_HEADERS,
                        1,
                        octets(2).appendBuffer(status).appendBuffer(octets(0, 0))),
                Http2.frame(Http2.DATA, 0, 1, octets(0, 0, 0)),
                Http2.frame(Http2.DATA, Http2.PADDED, 1, octets(3, 0, 2, 8, 1, 9, 9, 9)),
                Http2.frame(
                        Http2.HEADERS,
                        Http2.END_STREAM | Http2.PRIORITY,
                        1,
                        octets(0, 0, 0, 0, 5).appendBuffer(trailer.getBuffer(0, 4))),
                Http2.frame(Http2.CONTINUATION, 0, 1, trailer.getBuffer(4, 9)),
                Http2.frame(Http2.CONTINUATION, Http2.END_HEADERS, 1, trailer.getBuffer(9, trailer.length())));
        assertTrue(result.success(), result.reason());
    }

    @Test
    void framesThatBreakTheRulesFail() throws IOException {
        assertEquals("not HTTP/2", frames(goAway(1, 0)).reason());
        assertEquals(
                "not HTTP/2",
                frames(settings(), octets(0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1)).reason());
        assertEquals(
                "headers that are interrupted",
                frames(settings(), Http2.frame(Http2.HEADERS, 0, 1, octets(0x88)), settings())
                        .reason());
        assertTrue(frames(settings(), Http2.frame(Http2.HEADERS, Http2.END_HEADERS, 1, octets(0xff, 0xff, 0xff)))
                .reason()
                .startsWith("headers that cannot be read"));
        assertEquals(
                "the server pushes although it was told not to",
                frames(settings(), Http2.frame(Http2.PUSH_PROMISE, 0, 1, octets(0, 0, 0, 2)))
                        .reason());
        assertEquals(
                "the server reset the stream, error none",
                frames(settings(), Http2.frame(Http2.RST_STREAM, 0, 1, octets()))
                        .reason());
    }

    @Test
    void endlessBodyIsCutOff() {
        ProbeResult result = result((request, service) ->
                request.response().putHeader("grpc-status", "0").end(Buffer.buffer(new byte[1 << 20])));
        assertEquals("a response larger than 4096 octets", result.reason());
    }

    @Test
    void serverThatNeverAnswersTimesOutAndIsHungUpOn() {
        int[] open = {0};
        try (GrpcServer server = new GrpcServer(bed.vertx, new HttpServerOptions(), (request, service) -> {
            open[0]++;
            request.connection().closeHandler(nothing -> open[0]--);
        })) {
            assertEquals(
                    "timed out after 1000 ms waiting for the response",
                    bed.result(new Ask.Grpc(null, null, ""), server.port(), 1000)
                            .reason());
            bed.prober.update(Map.of());
            await().atMost(ProbeBed.SOON).until(() -> open[0] == 0);
        }
    }

    @Test
    void unknownFieldsArePassedOverAndGarbageNeverThrows() {
        assertEquals(
                "SERVING",
                HealthMessages.status(framed(0x12, 2, 9, 9, 0x19, 0, 0, 0, 0, 0, 0, 0, 0, 8, 1, 0x25, 0, 0, 0, 0)));
        assertEquals("a malformed message", HealthMessages.status(framed(8)));
        assertEquals("a malformed message", HealthMessages.status(framed(0x12, 0xff, 0xff, 0xff, 0xff, 0x0f)));
        assertEquals("a malformed message", HealthMessages.status(framed(0x0b, 1)));
        assertEquals("status 300", HealthMessages.status(framed(8, 0xac, 2)));
        Random random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            int[] octets = random.ints(random.nextInt(24), 0, 256).toArray();
            assertFalse(HealthMessages.status(framed(octets)).isEmpty());
        }
    }

    private static Buffer framed(int... octets) {
        return Buffer.buffer().appendByte((byte) 0).appendInt(octets.length).appendBuffer(octets(octets));
    }
}
