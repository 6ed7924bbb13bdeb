package io.proxima.answer;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.conformance.RawQuery;
import io.proxima.health.Verdict;
import io.proxima.source.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Type;

/** A release with every rule, and queries that take every way through it which a client can choose. */
public final class EveryPath {
    private static final Path FOLDER = Path.of("src/test/resources/accepted/releases/every-path");
    private static final String COOKIE = "000a00080123456789abcdef";
    /** Shanghai's unicom, the office, the rest of China, elsewhere in IPv6, and everybody. */
    private static final List<String> SUBNETS = List.of(
            "0008000700011800cb0071",
            "0008000700011800c63364",
            "0008000800011900cb007180",
            "0008000a0002300020010db80020",
            "0008000400010000");

    private static final List<String> STEERED = List.of(
            "line",
            "weighted",
            "turns",
            "random",
            "failover",
            "hash",
            "near",
            "within",
            "many",
            "nested",
            "resolver",
            "none",
            "refuse",
            "other",
            "flat",
            "x.shop",
            "alias",
            "nested.old");

    private EveryPath() {}

    /** The release compiled for China's clients; the members of two pools are down. */
    public static Catalog catalog() {
        ReleaseFiles files = new ReleaseFiles(FOLDER.resolve("zones"), List.of(), FOLDER.resolve("lines.yaml"), "CN");
        Findings findings = new Findings();
        Release release = new ReleaseReader(files)
                .read(findings)
                .orElseThrow(() -> new AssertionError(findings.sorted().toString()));
        Catalog catalog = new CatalogCompiler().compile(release);
        catalog.applyAll(
                pair -> pair.address().startsWith("192.0.2.2") ? new Verdict(false, true, 1) : Verdict.INITIAL,
                1_000_000_000);
        return catalog;
    }

    /** The queries, each of which is answered with something. */
    public static List<byte[]> queries() {
        List<byte[]> queries = new ArrayList<>();
        for (String host : STEERED) {
            String name = host + ".example.com.";
            for (int type : new int[] {Type.A, Type.AAAA, Type.HTTPS, Type.ANY}) {
                queries.add(RawQuery.of(name, type).toWire());
                queries.add(RawQuery.of(name, type).opt(1232, COOKIE).toWire());
                for (String subnet : SUBNETS) {
                    queries.add(RawQuery.of(name, type).opt(1232, subnet).toWire());
                    queries.add(
                            RawQuery.of(name, type).opt(1232, COOKIE + subnet).toWire());
                }
            }
        }
        for (String host : List.of(
                "example.com.",
                "x.cut.example.com.",
                "nowhere.example.com.",
                "beyond.example.com.",
                "large.example.com.",
                "example.org.",
                "shop.example.com.",
                "old.example.com.")) {
            for (int type : new int[] {Type.A, Type.NS, Type.MX, Type.TXT, Type.SOA, Type.DNAME, Type.AXFR}) {
                queries.add(RawQuery.of(host, type).toWire());
                queries.add(RawQuery.of(host, type)
                        .opt(4096, COOKIE + SUBNETS.getFirst())
                        .toWire());
            }
        }
        queries.add(RawQuery.empty().opcode(5).toWire());
        queries.add(RawQuery.of("line.example.com.", Type.A).octets((byte) 1).toWire());
        queries.add(RawQuery.of("line.example.com.", Type.A).opt(1232, 1, 0, "").toWire());
        queries.add(RawQuery.of("line.example.com.", Type.A)
                .opt(1232, "0008000700011800cb00ff")
                .toWire());
        return queries;
    }
}
