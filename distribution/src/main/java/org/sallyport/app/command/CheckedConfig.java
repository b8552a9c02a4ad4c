package org.sallyport.app.command;

import java.util.List;
import org.sallyport.app.base.Clean;
import org.sallyport.app.base.CommandFailure;
import org.sallyport.app.base.ExitCode;
import org.sallyport.core.config.ConfigResult;
import org.sallyport.core.config.GatewayConfig;
import org.sallyport.core.config.Problem;
import org.sallyport.core.plugin.PluginCatalog;

/**
 * Loads the configuration for commands that need a good one; tells all problems on standard error.
 */
final class CheckedConfig {
    private final SallyportCommand root;

    CheckedConfig(SallyportCommand root) {
        this.root = root;
    }

    /**
     * What was loaded.
     *
     * @param config the configuration
     * @param warnings what an administrator should look at
     * @param catalog the plugins that it was checked against
     */
    record Good(GatewayConfig config, List<Problem> warnings, PluginCatalog catalog) {}

    /**
     * @throws CommandFailure if anything is wrong, after all of it was told
     */
    Good load() {
        PluginCatalog catalog = root.catalog();
        ConfigResult result = root.load(catalog);
        catalog.problems()
                .forEach(problem -> root.surface().err().println(Clean.of("plugins: " + problem)));
        boolean warnings = result instanceof ConfigResult.Loaded;
        result.problems()
                .forEach(problem -> root.surface().err().println(Lines.of(problem, warnings)));
        if (!catalog.problems().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.WRONG,
                    "bad-plugin",
                    "a plugin cannot be loaded; repair or remove it, all are listed above");
        }
        return switch (result) {
            case ConfigResult.Loaded(GatewayConfig config, List<Problem> told) ->
                    new Good(config, told, catalog);
            case ConfigResult.Refused(List<Problem> problems) ->
                    throw CommandFailure.configuration(
                            problems.size()
                                    + " things are wrong in "
                                    + root.configFile()
                                    + "; all are listed above");
        };
    }
}
