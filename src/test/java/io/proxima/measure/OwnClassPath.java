package io.proxima.measure;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a second virtual machine needs to find the classes of this one, however they were loaded. */
public final class OwnClassPath {
    private OwnClassPath() {}

    /** As {@code -cp} takes it. */
    public static String text() {
        String path = System.getProperty("java.class.path");
        return OwnClassPath.class.getClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(":")) + ":" + path
                : path;
    }
}
