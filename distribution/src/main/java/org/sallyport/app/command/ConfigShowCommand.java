package org.sallyport.app.command;

import java.util.Map;
import java.util.concurrent.Callable;
import org.sallyport.app.base.ExitCode;
import org.sallyport.app.base.Json;
import org.sallyport.core.config.ConfigPrinter;
import picocli.CommandLine.Command;

/** {@code config show}. */
@Command(name = "show", description = "Show the configuration with all defaults; secrets as ***.")
final class ConfigShowCommand implements Callable<Integer> {
    private final SallyportCommand root;

    ConfigShowCommand(SallyportCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        CheckedConfig.Good good = new CheckedConfig(root).load();
        if (root.json()) {
            Map<String, Object> document = Json.document();
            document.put(
                    "config", ConfigPrinter.tree(root.configFile(), good.catalog(), good.config()));
            root.print(document);
        } else {
            root.say(
                    ConfigPrinter.yaml(root.configFile(), good.catalog(), good.config())
                            .stripTrailing());
        }
        return ExitCode.OK;
    }
}
