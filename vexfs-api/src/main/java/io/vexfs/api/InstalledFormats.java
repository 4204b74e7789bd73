package io.vexfs.api;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** The formats that were found when the first file was asked about. */
final class InstalledFormats {
    static final List<VectorFormat> ALL =
            ServiceLoader.load(VectorFormat.class, VectorFormat.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .sorted(Comparator.comparing(VectorFormat::suffix))
                    .toList();

    private InstalledFormats() {}

    static Optional<VectorFormat> ofName(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(format -> last.endsWith(format.suffix())
                        && last.length() > format.suffix().length())
                .max(Comparator.comparingInt(format -> format.suffix().length()));
    }
}
