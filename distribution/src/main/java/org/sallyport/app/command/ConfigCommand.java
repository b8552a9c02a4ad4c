package org.sallyport.app.command;

import org.sallyport.app.base.CommandFailure;
import picocli.CommandLine.Command;

/** {@code config}: only together with what shall be done. */
@Command(
        name = "config",
        description = "Check or show the configuration.",
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {
    @Override
    public void run() {
        throw CommandFailure.usage("name what to do: check, show or schema");
    }
}
