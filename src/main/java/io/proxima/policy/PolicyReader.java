package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Yaml;
import io.proxima.wire.Name;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a policy file as a whole: what it says, and all that is wrong with it as far as the file alone can tell.
 *
 * <p>What concerns the zone beside it, the lines of {@code lines.yaml} or other zones' pools is for those to judge who have
 * them. Stateless; safe for use by any thread.
 */
public final class PolicyReader {
    private PolicyReader() {}

    /**
     * Reads a file in UTF-8.
     *
     * @return as {@link #read(String, String, Name, Findings)}
     */
    public static Optional<Policy> read(Path file, Name apex, Findings findings) {
        Findings own = new Findings();
        Optional<Yaml> root = Yaml.read(file, own);
        return read(root, file.toString(), apex, own, findings);
    }

    /**
     * Reads a file's text.
     *
     * @param file the path as the operator knows it, for findings
     * @param apex the apex of the zone that the file stands beside
     * @param findings gets every error and warning
     * @return the policy; empty where there is an error
     */
    public static Optional<Policy> read(String file, String text, Name apex, Findings findings) {
        Findings own = new Findings();
        Optional<Yaml> root = Yaml.read(file, text, own);
        return read(root, file, apex, own, findings);
    }

    private static Optional<Policy> read(Optional<Yaml> root, String file, Name apex, Findings own, Findings findings) {
        Optional<Policy> policy =
                root.map(yaml -> policy(yaml, file, apex, own)).filter(read -> !own.hasErrors());
        findings.addAll(own);
        return policy;
    }

    private static Policy policy(Yaml root, String file, Name apex, Findings findings) {
        Fields fields = new Fields(root, "a policy file", findings);
        List<Yaml.Entry> checkEntries = fields.entries("checks");
        List<Yaml.Entry> memberEntries = fields.entries("members");
        List<Yaml.Entry> siteEntries = fields.entries("sites");
        List<Yaml.Entry> poolEntries = fields.entries("pools");
        List<Yaml.Entry> nameEntries = fields.entries("names");
        List<Yaml> maintenanceItems = fields.items("maintenance");
        fields.done();

        Declared declared = new Declared(findings);
        declared.declare(Declared.Kind.CHECK, checkEntries);
        declared.declare(Declared.Kind.SITE, siteEntries);
        declared.declare(Declared.Kind.POOL, poolEntries);
        PoolRefs refs = new PoolRefs(apex, declared, findings);
        MemberRegister register = new MemberRegister(apex, declared, findings);

        Map<String, Check> checks = new CheckReader(findings, folder(file)).read(checkEntries);
        Map<String, Site> sites = new SiteReader(findings).read(siteEntries);
        register.declare(memberEntries);
        Map<String, Pool> pools = new PoolReader(declared, register, refs, findings).read(poolEntries);
        Map<Name, SteeredName> names = new NameReader(apex, refs, findings).read(nameEntries);
        List<Maintenance> maintenance = new MaintenanceReader(findings).read(maintenanceItems);

        // In a file with errors, what seems unused is mostly what is misspelt elsewhere.
        if (!findings.hasErrors()) {
            declared.warnOfUnused(refs);
            register.warnOfUnused();
        }
        return new Policy(
                apex,
                file,
                Collections.unmodifiableMap(checks),
                Collections.unmodifiableMap(register.byKey()),
                Collections.unmodifiableMap(sites),
                Collections.unmodifiableMap(pools),
                Collections.unmodifiableMap(names),
                maintenance);
    }

    /** Where a policy's own paths begin. */
    private static Path folder(String file) {
        Path parent = Path.of(file).toAbsolutePath().getParent();
        return parent == null ? Path.of("").toAbsolutePath() : parent;
    }
}
