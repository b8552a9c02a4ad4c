package org.sallyport.app.command;

import java.util.Map;
import java.util.concurrent.Callable;
import org.sallyport.api.plugin.ApiVersion;
import org.sallyport.app.base.ExitCode;
import org.sallyport.app.base.Installation;
import org.sallyport.app.base.Json;
import picocli.CommandLine.Command;

/** {@code version}. */
@Command(name = "version", description = "Say which version this is.")
final class VersionCommand implements Callable<Integer> {
    private final SallyportCommand root;

    VersionCommand(SallyportCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        String java = Runtime.version().toString();
        if (root.json()) {
            Map<String, Object> document = Json.document();
            document.put("version", Installation.version());
            document.put("api-version", ApiVersion.CURRENT.toString());
            document.put("java", java);
            root.print(document);
        } else {
            root.say(
                    "sallyport "
                            + Installation.version()
                            + ", plugin api "
                            + ApiVersion.CURRENT
                            + ", Java "
                            + java);
        }
        return ExitCode.OK;
    }
}
