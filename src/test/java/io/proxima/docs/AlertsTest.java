package io.proxima.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.metrics.Exposition;
import io.proxima.metrics.Histogram;
import io.proxima.metrics.Metric;
import io.proxima.metrics.Reading;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/alerts.yml} and {@code docs/dashboard.json} name metrics and labels that there are, and Prometheus takes them. */
class AlertsTest {
    private static final Path ALERTS = Path.of("docs/alerts.yml");
    private static final Path DASHBOARD = Path.of("docs/dashboard.json");
    private static final Pattern NAME = Pattern.compile("\\b(?:proxima|jvm|process)_[a-z0-9_]+");
    private static final Pattern SELECTED = Pattern.compile("([a-z][a-z0-9_]*)\\{([^}]*)}");
    private static final Pattern MATCHED = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");
    private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");

    /** What Prometheus adds to every series. */
    private static final Set<String> ADDED = Set.of("instance", "job", "le");

    private record Rule(String name, String expression, Map<?, ?> all) {}

    private static List<Rule> rules() throws IOException {
        Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(ALERTS));
        List<Rule> rules = new ArrayList<>();
        for (Object group : (List<?>) file.get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                Map<?, ?> read = (Map<?, ?>) rule;
                rules.add(new Rule(String.valueOf(read.get("alert")), String.valueOf(read.get("expr")), read));
            }
        }
        assertTrue(rules.size() > 10, "rules were read");
        return rules;
    }

    private static List<String> dashboardExpressions() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
        List<String> expressions = new ArrayList<>();
        dashboard
                .path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> expressions.add(target.path("expr").asString())));
        dashboard.path("templating").path("list").forEach(variable -> {
            String query = variable.path("query").path("query").asString("");
            if (!query.isEmpty()) {
                expressions.add(query.replaceFirst("label_values\\((\\w+), (\\w+)\\)", "sum by ($2) ($1)"));
            }
        });
        assertTrue(expressions.size() > 20, "expressions were read");
        return expressions;
    }

    /** The metric of a name as an expression has it: a histogram's parts are its own. */
    private static Metric metric(String name) {
        return Arrays.stream(Metric.values())
                .filter(metric -> name.equals(metric.scraped())
                        || ((metric.type() == Metric.Type.HISTOGRAM || metric.type() == Metric.Type.SUMMARY)
                                && name.matches(Pattern.quote(metric.scraped()) + "_(bucket|count|sum)")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in the catalogue"));
    }

    private static void names(String expression) {
        Set<String> known = new HashSet<>(ADDED);
        Matcher names = NAME.matcher(expression);
        while (names.find()) {
            known.addAll(metric(names.group()).labels());
        }
        Matcher selected = SELECTED.matcher(expression);
        while (selected.find()) {
            Set<String> ofIts = new HashSet<>(ADDED);
            if (!selected.group(1).equals("up")) {
                ofIts.addAll(metric(selected.group(1)).labels());
            }
            Matcher matched = MATCHED.matcher(selected.group(2));
            while (matched.find()) {
                assertTrue(ofIts.contains(matched.group(1)), () -> matched.group(1) + " in " + expression);
            }
        }
        Matcher by = BY.matcher(expression);
        while (by.find()) {
            for (String label : by.group(1).split(",\\s*", -1)) {
                assertTrue(known.contains(label), () -> label + " in " + expression);
            }
        }
    }

    @Test
    void alertsNameMetricsAndLabelsThatThereAre() throws IOException {
        for (Rule rule : rules()) {
            names(rule.expression());
        }
    }

    @Test
    void dashboardNamesMetricsAndLabelsThatThereAre() throws IOException {
        for (String expression : dashboardExpressions()) {
            assertTrue(NAME.matcher(expression).find(), expression);
            names(expression);
        }
    }

    @Test
    void alertsAreWholeAndTheirNamesUnique() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (Rule rule : rules()) {
            assertTrue(rule.name().matches("Proxima[A-Za-z]+") && seen.add(rule.name()), rule.name());
            assertFalse(rule.expression().isBlank(), rule.name());
            assertTrue(
                    Set.of("critical", "warning")
                            .contains(String.valueOf(((Map<?, ?>) rule.all().get("labels")).get("severity"))),
                    rule.name());
            assertEquals(
                    Set.of("summary", "description"),
                    ((Map<?, ?>) rule.all().get("annotations")).keySet(),
                    rule.name());
        }
    }

    @Test
    void prometheusTakesTheRulesAndRaisesThem(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(installed(), "promtool is not installed");
        Files.copy(ALERTS, folder.resolve("alerts.yml"));
        Files.copy(Path.of("src/test/resources/alerts/alerts-test.yml"), folder.resolve("alerts-test.yml"));
        run(folder, "promtool", "check", "rules", "alerts.yml");
        run(folder, "promtool", "test", "rules", "alerts-test.yml");
    }

    @Test
    void prometheusTakesThePage(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(installed(), "promtool is not installed");
        Files.writeString(
                folder.resolve("page"),
                new Exposition().page(everyMetric(), null).text());
        String said = run(folder, "sh", "-c", "promtool check metrics < page");
        // Micrometer's own names are not ours to mend.
        List<String> ours =
                said.lines().filter(line -> !line.startsWith("jvm_")).toList();
        assertEquals(List.of(), ours);
    }

    @Test
    void configurationOfThePageScrapesTheJobThatTheRulesName(@TempDir Path folder)
            throws IOException, InterruptedException {
        Matcher snippet = Pattern.compile("```yaml\n# prometheus.yml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/metrics.md")));
        assertTrue(snippet.find());
        Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(snippet.group(1));
        Map<?, ?> job = (Map<?, ?>) ((List<?>) file.get("scrape_configs")).getFirst();
        assertEquals("proxima", job.get("job_name"));
        assertEquals(List.of(ALERTS.getFileName().toString()), file.get("rule_files"));
        assumeTrue(installed(), "promtool is not installed");
        Files.writeString(folder.resolve("prometheus.yml"), snippet.group(1));
        Files.copy(ALERTS, folder.resolve("alerts.yml"));
        run(folder, "promtool", "check", "config", "prometheus.yml");
    }

    private static List<Reading> everyMetric() {
        return Arrays.stream(Metric.values())
                .filter(metric -> metric.scraped().startsWith("proxima_"))
                .<Reading>map(metric -> {
                    List<String> labels =
                            metric.labels().stream().map(label -> "some").toList();
                    return metric.type() == Metric.Type.HISTOGRAM
                            ? new Reading.Distribution(metric, labels, Histogram.ofRequests())
                            : new Reading.Value(metric, labels, 1);
                })
                .toList();
    }

    private static boolean installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> new File(folder, "promtool").canExecute());
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        assertTrue(code == 0 || (code == 3 && command[0].equals("sh")), () -> code + ": " + said);
        return said;
    }
}
