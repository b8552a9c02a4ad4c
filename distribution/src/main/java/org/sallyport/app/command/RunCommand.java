package org.sallyport.app.command;

import java.util.concurrent.Callable;
import org.sallyport.app.base.ExitCode;
import org.sallyport.app.log.LogSetup;
import org.sallyport.app.process.GatewayProcess;
import org.sallyport.app.process.StopRequest;
import picocli.CommandLine.Command;

/** {@code run}. */
@Command(
        name = "run",
        description =
                "Run the gateway until SIGTERM or SIGINT; then drain: the first signal loses nothing, the second cuts.")
final class RunCommand implements Callable<Integer> {
    private final SallyportCommand root;

    RunCommand(SallyportCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        CheckedConfig.Good good = new CheckedConfig(root).load();
        LogSetup.configure(good.config().settings().log(), root.surface().out());
        StopRequest stop = StopRequest.onSignals();
        GatewayProcess process = GatewayProcess.start(good.config(), good.catalog());
        try {
            stop.await();
        } finally {
            process.close();
        }
        return stop.cut() ? ExitCode.NOT_OK : ExitCode.OK;
    }
}
