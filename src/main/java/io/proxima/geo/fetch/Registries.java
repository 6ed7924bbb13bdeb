package io.proxima.geo.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Where packages come from: the public registries, unless npm or Maven are set up for others.
 *
 * @param npm ends with a slash
 * @param maven ends with a slash
 */
public record Registries(URI npm, URI maven) {
    private static final String NPM = "https://registry.npmjs.org/";
    private static final String MAVEN = "https://repo.maven.apache.org/maven2/";

    public Registries {
        npm = withSlash(npm);
        maven = withSlash(maven);
    }

    /** The registry whose URLs other registries hand on as they are. */
    static String publicNpm() {
        return NPM;
    }

    /**
     * What npm and Maven would use: {@code npm_config_registry}, {@code ~/.npmrc} with the packages' scope before the rest, and
     * the mirror of central in {@code ~/.m2/settings.xml}. Credentials are not looked at.
     *
     * @throws FetchException if one of them is no URL
     */
    public static Registries configured(Map<String, String> environment, Path home) throws FetchException {
        Map<String, String> npmrc = npmrc(home.resolve(".npmrc"));
        String npm = environment.getOrDefault(
                "npm_config_registry",
                environment.getOrDefault(
                        "NPM_CONFIG_REGISTRY",
                        npmrc.getOrDefault("@ip-location-db:registry", npmrc.getOrDefault("registry", NPM))));
        return new Registries(
                url(npm), url(mirror(home.resolve(".m2/settings.xml")).orElse(MAVEN)));
    }

    /**
     * Reads a registry's URL.
     *
     * @throws FetchException if it is none that can be asked
     */
    public static URI url(String text) throws FetchException {
        if (!text.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
            throw new FetchException("\"" + text + "\" is no http or https URL of a registry");
        }
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new FetchException("\"" + text + "\" is no URL", e);
        }
    }

    private static URI withSlash(URI uri) {
        return uri.toString().endsWith("/") ? uri : URI.create(uri + "/");
    }

    private static Map<String, String> npmrc(Path file) throws FetchException {
        Map<String, String> values = new HashMap<>();
        if (Files.isRegularFile(file)) {
            try {
                for (String line : Files.readAllLines(file)) {
                    int equals = line.indexOf('=');
                    if (equals > 0
                            && !line.strip().startsWith(";")
                            && !line.strip().startsWith("#")) {
                        String value = line.substring(equals + 1).strip();
                        values.put(line.substring(0, equals).strip(), value.replaceAll("^\"|\"$", ""));
                    }
                }
            } catch (IOException e) {
                throw new FetchException(file + " cannot be read: " + e, e);
            }
        }
        return values;
    }

    /** The URL of the mirror that stands for central. */
    private static Optional<String> mirror(Path file) throws FetchException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document settings = factory.newDocumentBuilder().parse(file.toFile());
            NodeList mirrors = settings.getElementsByTagName("mirror");
            for (int i = 0; i < mirrors.getLength(); i++) {
                if (mirrors.item(i) instanceof Element mirror
                        && text(mirror, "mirrorOf").matches("(.*,)?\\s*(\\*|external:\\*|central)\\s*(,.*)?")) {
                    return Optional.of(text(mirror, "url"));
                }
            }
            return Optional.empty();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new FetchException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(Element parent, String name) {
        NodeList children = parent.getElementsByTagName(name);
        return children.getLength() == 0
                ? ""
                : children.item(0).getTextContent().strip();
    }
}
