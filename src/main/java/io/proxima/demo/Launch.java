package io.proxima.demo;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a further process of this program is started: with this one's Java, options and classes. */
public final class Launch {
    /** The property that makes {@code serve} end with its standard input. */
    public static final String ENDS_WITH_INPUT = "proxima.ends-with-input";

    private Launch() {}

    /**
     * The command line of a replica, which ends when the process that started it does.
     *
     * @param mainClass what is run where this process was not started from a jar
     */
    public static List<String> serve(String mainClass, Path config) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-agentlib:"))
                .forEach(command::add);
        command.add("-D" + ENDS_WITH_INPUT + "=true");
        String classes = System.getProperty("java.class.path");
        // Only with -jar does the manifest open what Vert.x and Hazelcast need of the JDK.
        if (classes.endsWith(".jar") && !classes.contains(System.getProperty("path.separator"))) {
            command.addAll(List.of("-jar", classes));
        } else {
            command.addAll(List.of("-cp", classes, mainClass));
        }
        command.addAll(List.of("serve", "--config", config.toString()));
        return command;
    }
}
