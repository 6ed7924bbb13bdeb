package io.proxima;

import io.proxima.config.ServerConfig;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.ServerCookies;
import io.proxima.wire.ServerCookies.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Where the secrets of server cookies come from: a file, else the cluster's key, else chance. */
final class CookieSecrets {
    private static final byte[] PURPOSE = "proxima dns cookies 1".getBytes(StandardCharsets.US_ASCII);

    private CookieSecrets() {}

    /**
     * What answers cookies; null where they are not answered, or where a finding says what is wrong.
     *
     * @param clusterKey the same for all replicas, so that each takes the cookies of the others; null where this one is alone
     */
    static @Nullable ServerCookies cookies(
            ServerConfig.Cookies config, @Nullable SecretKey clusterKey, Findings findings) throws IOException {
        if (!config.answer()) {
            return null;
        }
        Path file = config.secretsFile();
        List<Secret> secrets =
                file != null ? read(file, findings) : List.of(clusterKey != null ? derived(clusterKey) : random());
        return secrets.isEmpty() ? null : new ServerCookies(InstantSource.system(), secrets);
    }

    private static List<Secret> read(Path file, Findings findings) throws IOException {
        List<Secret> secrets = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    secrets.add(Secret.parse(line));
                } catch (IllegalArgumentException e) {
                    findings.error(
                            new Place(file.toString(), i + 1, 1),
                            String.valueOf(e.getMessage()),
                            "openssl rand -hex 16");
                }
            }
        }
        if (secrets.isEmpty() && !findings.hasErrors()) {
            findings.error(Place.start(file.toString()), "there is no cookie secret in it", "openssl rand -hex 16");
        }
        return secrets;
    }

    private static Secret derived(SecretKey clusterKey) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(clusterKey);
            return secret(mac.doFinal(PURPOSE));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static Secret random() {
        byte[] octets = new byte[16];
        new SecureRandom().nextBytes(octets);
        return secret(octets);
    }

    private static Secret secret(byte[] octets) {
        ByteBuffer words = ByteBuffer.wrap(octets);
        return new Secret(words.getLong(), words.getLong());
    }
}
