package org.sallyport.app.base;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * Where the program is installed.
 *
 * @param home the folder with {@code bin}, {@code conf}, {@code lib} and {@code plugins}
 */
public record Installation(Path home) {
    /** The system property that {@code bin/sallyport} sets. */
    public static final String PROPERTY = "sallyport.home";

    /** The installation that this program runs from. */
    public static Installation find() {
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return new Installation(Path.of(property).toAbsolutePath().normalize());
        }
        Path jar = jar();
        Path lib = jar == null ? null : jar.getParent();
        Path home = lib == null ? null : lib.getParent();
        return new Installation(home == null ? Path.of("").toAbsolutePath() : home);
    }

    /** The configuration file, unless one is named. */
    public Path config() {
        return home.resolve("conf").resolve("sallyport.yaml");
    }

    /** The folder with one folder for each plugin. */
    public Path plugins() {
        return home.resolve("plugins");
    }

    /** The program's version, for example {@code 0.1.0}. */
    public static String version() {
        String version = Installation.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static @Nullable Path jar() {
        CodeSource source = Installation.class.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        try {
            Path path = location == null ? null : Path.of(location.toURI());
            return path != null && Files.isRegularFile(path) ? path : null;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }
}
