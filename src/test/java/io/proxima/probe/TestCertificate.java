package io.proxima.probe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate that signs itself, made by the JDK's keytool, with its key; both as PEM. */
public record TestCertificate(String certificate, String key) {

    /**
     * Makes one.
     *
     * @param name the DNS name that it is for, and 127.0.0.1
     * @param begin when it begins to be valid, as keytool reads it: {@code -10d}
     * @param days how long it is valid
     */
    public static TestCertificate make(Path folder, String name, String begin, int days) {
        Path store = folder.resolve(name + begin + days + ".p12");
        try {
            Files.deleteIfExists(store);
            Process keytool = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "server",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=" + name,
                            "-ext",
                            "SAN=dns:" + name + ",ip:127.0.0.1",
                            "-startdate",
                            begin,
                            "-validity",
                            String.valueOf(days),
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            "secret",
                            "-keystore",
                            store.toString()))
                    .redirectErrorStream(true)
                    .start();
            keytool.getOutputStream().close();
            assertTrue(keytool.waitFor(30, TimeUnit.SECONDS));
            KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
            return new TestCertificate(
                    pem("CERTIFICATE", keys.getCertificate("server").getEncoded()),
                    pem(
                            "PRIVATE KEY",
                            keys.getKey("server", "secret".toCharArray()).getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    PemKeyCertOptions ofServer() {
        return new PemKeyCertOptions().addCertValue(Buffer.buffer(certificate)).addKeyValue(Buffer.buffer(key));
    }

    PemTrustOptions trusted() {
        return new PemTrustOptions().addCertValue(Buffer.buffer(certificate));
    }

    private static String pem(String what, byte[] octets) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets) + "\n-----END " + what
                + "-----\n";
    }
}
