package org.sallyport.core.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.plugin.ApiVersion;
import org.sallyport.api.plugin.GatewayPlugin;
import org.sallyport.core.log.Redacted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads {@code plugins/<name>/*.jar}. No class of a plugin is touched before its api version was
 * found to fit. One bad plugin is a problem and leaves the others alone.
 */
final class PluginFolders {
    private static final Logger LOG = LoggerFactory.getLogger(PluginFolders.class);
    private static final String ENTRY = "META-INF/services/" + GatewayPlugin.class.getName();
    private static final Attributes.Name API_VERSION =
            new Attributes.Name(ApiVersion.MANIFEST_ATTRIBUTE);

    private final CatalogBuilder catalog = new CatalogBuilder();

    /** What the manifest of the jar with the entry point says. */
    private record Identity(String version, @Nullable String apiVersion) {}

    static PluginCatalog load(Path folder) {
        PluginFolders loading = new PluginFolders();
        for (Path plugin : loading.list(folder, "*", true)) {
            loading.plugin(plugin);
        }
        return loading.catalog.build();
    }

    private List<Path> list(Path folder, String glob, boolean folders) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
                for (Path entry : entries) {
                    boolean hidden = name(entry).startsWith(".");
                    if (!hidden && Files.isDirectory(entry) == folders) {
                        found.add(entry);
                    }
                }
            } catch (IOException | java.nio.file.DirectoryIteratorException e) {
                catalog.problem("the folder " + folder + " cannot be read; check its permissions");
            }
            found.sort(null);
        }
        return found;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private void plugin(Path folder) {
        String name = name(folder);
        List<Path> jars = list(folder, "*.jar", false);
        if (jars.isEmpty()) {
            catalog.problem(
                    "plugin "
                            + name
                            + " has no jar in "
                            + folder
                            + "; put one there or remove the folder");
            return;
        }
        Optional<Identity> identity = identity(name, jars);
        if (identity.isPresent() && fits(name, identity.get().apiVersion())) {
            instances(name, jars, identity.get().version());
        }
    }

    private Optional<Identity> identity(String name, List<Path> jars) {
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                if (file.getEntry(ENTRY) != null) {
                    Manifest manifest = file.getManifest();
                    Attributes main =
                            manifest == null ? new Attributes() : manifest.getMainAttributes();
                    String version = main.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
                    return Optional.of(
                            new Identity(
                                    version == null ? "unknown" : version,
                                    main.getValue(API_VERSION)));
                }
            } catch (IOException | RuntimeException e) {
                catalog.problem(
                        "plugin "
                                + name
                                + ": "
                                + name(jar)
                                + " is not a readable jar; put it there again");
                return Optional.empty();
            }
        }
        catalog.problem(
                "plugin "
                        + name
                        + " has no jar with "
                        + ENTRY
                        + "; this is no plugin, remove the folder");
        return Optional.empty();
    }

    private boolean fits(String name, @Nullable String written) {
        if (written == null) {
            catalog.problem(
                    "plugin "
                            + name
                            + " does not say which api it was built for; its manifest needs "
                            + ApiVersion.MANIFEST_ATTRIBUTE
                            + ", and this gateway has "
                            + ApiVersion.CURRENT);
            return false;
        }
        try {
            if (ApiVersion.CURRENT.fits(ApiVersion.parse(written))) {
                return true;
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        catalog.problem(
                "plugin "
                        + name
                        + " was built for api "
                        + printable(written)
                        + " and this gateway has api "
                        + ApiVersion.CURRENT
                        + "; use the version of the plugin for this gateway");
        return false;
    }

    private void instances(String name, List<Path> jars, String version) {
        PluginClassLoader loader =
                new PluginClassLoader(name, urls(jars), PluginFolders.class.getClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            for (GatewayPlugin plugin : ServiceLoader.load(GatewayPlugin.class, loader)) {
                catalog.add(new CatalogBuilder.Loaded(name, version, loader, plugin));
            }
        } catch (ServiceConfigurationError
                | RuntimeException
                | LinkageError
                | StackOverflowError e) {
            LOG.warn("plugin cannot be loaded: plugin={}", name, Redacted.of(e));
            Throwable cause =
                    e instanceof ServiceConfigurationError && e.getCause() != null
                            ? e.getCause()
                            : e;
            catalog.problem(
                    "plugin "
                            + name
                            + " cannot be loaded ("
                            + cause.getClass().getSimpleName()
                            + missing(cause)
                            + "); it is broken or lacks a jar, ask its maker");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The names of missing classes help and hold nothing secret. */
    private static String missing(Throwable cause) {
        boolean named =
                cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException;
        return named ? ": " + printable(String.valueOf(cause.getMessage())) : "";
    }

    private static String printable(String text) {
        String shown = text.replaceAll("[^\\x20-\\x7e]", "?");
        return shown.length() > 120 ? shown.substring(0, 120) + "…" : shown;
    }

    private static List<URL> urls(List<Path> jars) {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            try {
                urls.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException("every file has a URL", e);
            }
        }
        return urls;
    }
}
