package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.proxima.geo.Geography;
import io.proxima.net.LookupTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many tables pools make of the same clients: one, or none where nothing asks where a client is. */
class ClientTablesTest {
    private static final int POOLS = 500;

    @TempDir
    static Path folder;

    private final Geography geography = TestNetworks.USUAL.geography(folder);

    private static Set<LookupTable> tables(List<TestPool> pools) {
        Set<LookupTable> tables = Collections.newSetFromMap(new IdentityHashMap<>());
        for (TestPool pool : pools) {
            for (PlanNode node : pool.plan.nodes) {
                if (node.clients != null) {
                    tables.add(node.clients);
                }
            }
        }
        return tables;
    }

    private List<TestPool> pools(String policy) {
        List<TestPool> pools = new ArrayList<>();
        for (int i = 0; i < POOLS; i++) {
            pools.add(TestPool.of(policy.replace("WEIGHT", Integer.toString(i + 1)), geography, i));
        }
        return pools;
    }

    @Test
    void poolsOverTheSameLinesShareOne() {
        List<TestPool> pools = pools("""
                pools:
                  edge:
                    choose: line
                    groups:
                      - {name: a, line: red, weight: WEIGHT, members: [192.0.2.1]}
                      - {name: b, line: green, members: [192.0.2.2]}
                      - {name: c, line: default, members: [192.0.2.3]}
                """);
        assertEquals(1, tables(pools).size());
        pools.forEach(pool -> assertNotNull(pool.plan.nodes[0].clients));
    }

    /** Clients near Shanghai and those of whom nobody knows are served in one order here, and are one class in the table. */
    @Test
    void poolsOverTheSameSitesShareOne() {
        List<TestPool> pools = pools("""
                sites:
                  shanghai: {at: [31.23, 121.47]}
                  frankfurt: {at: [50.11, 8.68]}
                members:
                  192.0.2.1: {site: shanghai, weight: WEIGHT}
                  192.0.2.2: {site: frankfurt}
                pools:
                  edge: {check: web, choose: nearest, members: [192.0.2.1, 192.0.2.2]}
                """);
        assertEquals(1, tables(pools).size());
        assertEquals("[[0, 1], [1, 0]]", sorted(pools.getFirst().plan.nodes[0].orders));
    }

    @Test
    void anotherOrderOfGroupsIsAnotherOrderOverTheSameTable() {
        String groups = """
                pools:
                  edge:
                    choose: line
                    groups:
                """;
        String red = "      - {name: a, line: red, members: [192.0.2.1]}\n";
        String other = "      - {name: b, line: default, members: [192.0.2.2]}\n";
        TestPool one = TestPool.of(groups + red + other, geography, 1);
        TestPool two = TestPool.of(groups + other + red, geography, 1);
        assertEquals(
                List.of("[[0, 1], [1, 0]]", "[[0, 1], [1, 0]]"),
                List.of(sorted(one.plan.nodes[0].orders), sorted(two.plan.nodes[0].orders)));
        assertEquals(1, tables(List.of(one, two)).size());
    }

    private static String sorted(int[][] orders) {
        return Arrays.stream(orders).map(Arrays::toString).sorted().toList().toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failover", "weighted", "round-robin", "random", "all", "consistent-hash"})
    void whatIsNotGeographicHasNone(String rule) {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    check: web
                    choose: RULE
                    groups:
                      - {name: a, weight: 1, members: [192.0.2.1, 192.0.2.2]}
                      - {name: b, weight: 2, members: [192.0.2.3]}
                """.replace("RULE", rule), geography, 1);
        assertEquals(0, tables(List.of(pool)).size());
        for (PlanNode node : pool.plan.nodes) {
            assertNull(node.clients, node.name);
        }
    }
}
