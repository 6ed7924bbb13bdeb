package io.proxima.policy;

import io.proxima.wire.Name;
import java.util.List;
import java.util.Map;

/**
 * One policy file, whole and consistent in itself: every check, site, member and own pool it names exists.
 *
 * <p>All maps keep the order of the file.
 *
 * @param zone the apex of the zone it stands beside
 * @param file the path as the operator knows it
 * @param maintenance in the order of the file
 */
public record Policy(
        Name zone,
        String file,
        Map<String, Check> checks,
        Map<String, Member> members,
        Map<String, Site> sites,
        Map<String, Pool> pools,
        Map<Name, SteeredName> names,
        List<Maintenance> maintenance) {

    /** The apex as text, by which pools and members are known outside of policies. */
    public String zoneName() {
        return zone.toString();
    }
}
