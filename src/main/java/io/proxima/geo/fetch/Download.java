package io.proxima.geo.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/** Gets things over HTTP, bounded in size. */
final class Download {
    private static final int TEXT_AT_MOST = 1 << 22;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(15))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final Progress progress;

    Download(Progress progress) {
        this.progress = progress;
    }

    /** A small text. */
    String text(URI uri) throws FetchException {
        try (InputStream in = open(uri).body()) {
            byte[] octets = in.readNBytes(TEXT_AT_MOST + 1);
            if (octets.length > TEXT_AT_MOST) {
                throw new FetchException(uri + " is larger than " + TEXT_AT_MOST + " octets");
            }
            return new String(octets, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new FetchException(uri + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes a file.
     *
     * @return the digest of what was written
     */
    byte[] file(URI uri, Path target, long octetsAtMost, String algorithm) throws FetchException {
        HttpResponse<InputStream> response = open(uri);
        long size = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        try (InputStream in = response.body();
                OutputStream out = Files.newOutputStream(target)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] buffer = new byte[1 << 16];
            long done = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                done += read;
                if (done > octetsAtMost) {
                    throw new FetchException(uri + " is larger than " + octetsAtMost + " octets");
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                progress.at(String.valueOf(target.getFileName()), done, size);
            }
            return digest.digest();
        } catch (IOException e) {
            throw new FetchException(uri + ": " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    private HttpResponse<InputStream> open(URI uri) throws FetchException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .header("User-Agent", "proxima")
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
                throw new FetchException(uri + " answers " + response.statusCode());
            }
            return response;
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new FetchException(uri + " cannot be reached: " + reason, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchException("interrupted", e);
        }
    }
}
