package io.proxima;

/** The program's door: hands the command line what it may start. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        if (args.length == 0) {
            throw new IllegalArgumentException("no command");
        }
    }
}
