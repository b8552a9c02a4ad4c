package org.sallyport.app.command;

import java.util.concurrent.Callable;
import org.sallyport.app.base.ExitCode;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code drain}. */
@Command(
        name = "drain",
        description =
                "Let the gateway take nothing new and end what is under way; it goes on running until it is stopped.")
final class DrainCommand implements Callable<Integer> {
    private final SallyportCommand root;

    DrainCommand(SallyportCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        JsonNode status = root.client().post("/v1/drain");
        if (root.json()) {
            root.print(status);
        } else {
            root.say(
                    "draining; packets in flight: "
                            + status.path("packets").path("in-flight").asString("unknown"));
        }
        return ExitCode.OK;
    }
}
