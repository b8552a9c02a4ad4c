package org.sallyport.core.config;

import java.nio.file.Path;
import org.sallyport.core.plugin.PluginCatalog;

/** Reads the configuration file: all problems at once, each with its place. */
public final class ConfigLoader {
    private ConfigLoader() {}

    /** Reads and checks {@code file} with the plugins of {@code catalog}. Never throws for anything a file can hold. */
    public static ConfigResult load(Path file, PluginCatalog catalog) {
        throw new UnsupportedOperationException(file + " " + catalog.plugins());
    }
}
