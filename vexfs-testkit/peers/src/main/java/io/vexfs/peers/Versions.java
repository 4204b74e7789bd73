package io.vexfs.peers;

import java.io.File;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions by the names of the jars on the class path. */
final class Versions {
    private Versions() {}

    static String of(String artifact) {
        Matcher jar = Pattern.compile("(?:^|[/" + File.pathSeparator + "])" + artifact + "-(\\d[^/]*)\\.jar")
                .matcher(System.getProperty("java.class.path"));
        return jar.find() ? jar.group(1) : "of unknown version";
    }
}
