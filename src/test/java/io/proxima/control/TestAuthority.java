package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Signs certificates, by the JDK's keytool. */
final class TestAuthority {
    private static final String PASSWORD = "secret";

    private final Path folder;
    private final String name;
    private final Path store;

    /** A certificate and its key, as PEM files. */
    record Pair(Path certificate, Path key) {}

    TestAuthority(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        this.store = folder.resolve(name + ".p12");
        keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "bc:c");
    }

    /** Its own certificate. */
    Path certificate() {
        Path file = folder.resolve(name + ".pem");
        keytool("-exportcert", "-alias", "ca", "-rfc", "-file", file.toString());
        return file;
    }

    /**
     * Signs one.
     *
     * @param algorithm EC or RSA
     * @param names as keytool reads them: {@code dns:ns1.example.net,ip:127.0.0.1}
     * @param begin when it begins to be valid: {@code -1d}
     */
    Pair sign(String alias, String algorithm, String names, String begin, int days) {
        Path request = folder.resolve(alias + ".csr");
        Path certificate = folder.resolve(alias + ".pem");
        keytool("-genkeypair", "-alias", alias, "-keyalg", algorithm, "-dname", "CN=" + alias);
        keytool("-certreq", "-alias", alias, "-file", request.toString());
        keytool(
                "-gencert",
                "-alias",
                "ca",
                "-rfc",
                "-ext",
                "SAN=" + names,
                "-startdate",
                begin,
                "-validity",
                String.valueOf(days),
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString());
        try {
            byte[] key = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray())
                    .getKey(alias, PASSWORD.toCharArray())
                    .getEncoded();
            Path file = folder.resolve(alias + ".key");
            Files.writeString(
                    file,
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                            + "\n-----END PRIVATE KEY-----\n");
            return new Pair(certificate, file);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void keytool(String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(arguments));
        line.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString()));
        Path said = folder.resolve("keytool.log");
        try {
            Process keytool = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            keytool.getOutputStream().close();
            assertTrue(keytool.waitFor(30, TimeUnit.SECONDS));
            assertEquals(0, keytool.exitValue(), Files.readString(said));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
