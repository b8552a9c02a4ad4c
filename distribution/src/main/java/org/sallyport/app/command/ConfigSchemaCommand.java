package org.sallyport.app.command;

import java.util.concurrent.Callable;
import org.sallyport.app.base.ExitCode;
import org.sallyport.core.config.ConfigSchema;
import picocli.CommandLine.Command;

/** {@code config schema}. */
@Command(
        name = "schema",
        description = "Print the JSON schema of the configuration, with that of every plugin.")
final class ConfigSchemaCommand implements Callable<Integer> {
    private final SallyportCommand root;

    ConfigSchemaCommand(SallyportCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        root.say(ConfigSchema.of(root.catalog()).stripTrailing());
        return ExitCode.OK;
    }
}
