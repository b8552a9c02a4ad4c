package org.sallyport.app.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sallyport.app.base.CommandFailure;
import org.sallyport.app.base.Installation;
import org.sallyport.app.base.Json;
import org.sallyport.app.base.Surface;
import org.sallyport.app.client.ManagementClient;
import org.sallyport.app.client.ManagementTarget;
import org.sallyport.core.config.ConfigLoader;
import org.sallyport.core.config.ConfigResult;
import org.sallyport.core.plugin.PluginCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of all commands: the options that every command knows, and what commands share. */
@Command(
        name = "sallyport",
        description = "A gateway between XMPP and Skype for Business or Microsoft Teams.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 all is well, 1 the thing asked about is not, 2 the command or the configuration is wrong,",
            "3 there is no gateway to ask."
        })
public final class SallyportCommand implements Runnable {
    private static final String CONFIG_VARIABLE = "SALLYPORT_CONFIG";

    private final Surface surface;
    private final Installation installation;
    private final Function<Path, PluginCatalog> loader;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "Configuration file; default: $SALLYPORT_CONFIG, else conf/sallyport.yaml of the installation.")
    private @Nullable Path config;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            scope = ScopeType.INHERIT,
            defaultValue = "text",
            description = "text or json; default: text.")
    private OutputForm output = OutputForm.TEXT;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description =
                    "Folder with a folder for each plugin; default: plugins of the installation.")
    private @Nullable Path plugins;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say how this command is used.")
    @SuppressWarnings("UnusedVariable") // Picocli looks at it.
    private boolean help;

    /**
     * Makes the root.
     *
     * @param surface what is written to
     * @param installation where things are
     * @param loader loads plugins from a folder
     */
    public SallyportCommand(
            Surface surface, Installation installation, Function<Path, PluginCatalog> loader) {
        this.surface = surface;
        this.installation = installation;
        this.loader = loader;
    }

    @Override
    public void run() {
        throw CommandFailure.usage("name a command; 'sallyport --help' lists them");
    }

    Surface surface() {
        return surface;
    }

    Installation installation() {
        return installation;
    }

    Map<String, String> environment() {
        return surface.environment();
    }

    boolean json() {
        return output == OutputForm.JSON;
    }

    /** Prints a document as it is. */
    void print(Object document) {
        surface.out().println(Json.line(document));
    }

    void say(String line) {
        surface.out().println(line);
    }

    Path configFile() {
        if (config != null) {
            return config.toAbsolutePath().normalize();
        }
        String variable = surface.environment().get(CONFIG_VARIABLE);
        return variable == null || variable.isEmpty()
                ? installation.config()
                : Path.of(variable).toAbsolutePath();
    }

    Path pluginsFolder() {
        return plugins == null ? installation.plugins() : plugins.toAbsolutePath().normalize();
    }

    /** Every plugin; what cannot be loaded stands in its problems. */
    PluginCatalog catalog() {
        return loader.apply(pluginsFolder());
    }

    ConfigResult load(PluginCatalog catalog) {
        return ConfigLoader.load(configFile(), catalog);
    }

    ManagementClient client() {
        return new ManagementClient(ManagementTarget.find(configFile(), surface.environment()));
    }
}
