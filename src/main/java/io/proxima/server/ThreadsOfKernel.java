package io.proxima.server;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The threads of this process as Linux sees them, those of the JVM's own among them, and how nice each is.
 *
 * <p>A thread may be made nicer by anybody in the process; the kernel asks for a privilege for the way back.
 */
public final class ThreadsOfKernel {
    private static final Path TASKS = Path.of("/proc/self/task");
    /** Of what follows the name in {@code stat}, the field of the nice value (proc_pid_stat(5), field 19). */
    private static final int NICE = 16;

    /** The nicest there is. */
    public static final int NICEST = 19;

    /**
     * A thread.
     *
     * @param id the kernel's number of it
     * @param name its first 15 octets; the JVM's own have one each, such as {@code C2 CompilerThre}
     * @param nice from -20 to 19: who is nicer gets less of a core that others want
     */
    public record Seen(int id, String name, int nice) {}

    private ThreadsOfKernel() {}

    /** Whether this machine is one where this can be known and changed. */
    public static boolean supported() {
        return NativeUdpListener.supported() && Files.isDirectory(TASKS);
    }

    /**
     * The threads there are; one that ends meanwhile is left out.
     *
     * @throws IOException if they cannot be listed
     */
    public static List<Seen> all() throws IOException {
        List<Seen> seen = new ArrayList<>();
        try (var tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                seen(task).ifPresent(seen::add);
            }
        }
        return seen;
    }

    /** One of them; nothing where it has ended, and reading its file says that there is no such process. */
    private static Optional<Seen> seen(Path task) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            int end = stat.lastIndexOf(')');
            String[] fields = stat.substring(end + 2).split(" ", -1);
            return Optional.of(new Seen(
                    Integer.parseInt(String.valueOf(task.getFileName())),
                    stat.substring(stat.indexOf('(') + 1, end),
                    Integer.parseInt(fields[NICE])));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Sets how nice a thread is; gives whether the kernel let it. */
    public static boolean renice(Seen thread, int nice) {
        try (Arena arena = Arena.ofConfined()) {
            return new Libc(arena).setpriority(thread.id(), nice) == 0;
        }
    }
}
