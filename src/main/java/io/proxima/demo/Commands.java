package io.proxima.demo;

import java.io.IOException;
import java.time.Duration;

/** What can be told to a running demo, typed or by HTTP. Any thread may use it. */
final class Commands {
    private static final String KNOWN = "stop NAME, start NAME, edges, quit";

    /**
     * What came of a command.
     *
     * @param done whether it was done
     */
    record Reply(String text, boolean done) {
        static Reply refused(String text) {
            return new Reply(text, false);
        }
    }

    private final Edges edges;
    private final Replicas replicas;
    private final Runnable quit;

    Commands(Edges edges, Replicas replicas, Runnable quit) {
        this.edges = edges;
        this.replicas = replicas;
        this.quit = quit;
    }

    /** Does what a line says. */
    Reply run(String line) {
        String[] words = line.strip().split("\\s+", 2);
        String name = words.length == 1 ? "" : words[1];
        try {
            return switch (words[0]) {
                case "stop" -> stop(name);
                case "start" -> start(name);
                case "edges" -> list();
                case "quit" -> {
                    quit.run();
                    yield new Reply("ending", true);
                }
                default -> Reply.refused("known: " + KNOWN);
            };
        } catch (IOException e) {
            return Reply.refused(String.valueOf(e.getMessage()));
        }
    }

    private Reply stop(String name) {
        if (replicas.has(name)) {
            replicas.stop(name);
            return new Reply(name + " is told to end", true);
        }
        return edges.has(name)
                ? new Reply(name + " is stopped: answers leave it out within " + seconds(edges.stop(name)), true)
                : unknown(name);
    }

    private Reply start(String name) throws IOException {
        if (replicas.has(name)) {
            replicas.start(name);
            return new Reply(name + " is starting", true);
        }
        return edges.has(name)
                ? new Reply(name + " is started: answers name it again within " + seconds(edges.start(name)), true)
                : unknown(name);
    }

    private Reply list() {
        return new Reply(String.join("\n", edges.lines()) + "\n" + String.join("\n", replicas.lines()), true);
    }

    private Reply unknown(String name) {
        return Reply.refused("nothing here is called " + name + "\n" + list().text());
    }

    static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
