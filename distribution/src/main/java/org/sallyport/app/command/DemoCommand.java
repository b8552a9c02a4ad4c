package org.sallyport.app.command;

import java.util.concurrent.Callable;
import org.sallyport.app.base.CommandFailure;
import org.sallyport.app.base.ExitCode;
import org.sallyport.app.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
        name = "demo",
        sortOptions = false,
        description =
                "Run a gateway between a simulated XMPP domain and a simulated Skype for Business Edge, and show a "
                        + "conversation as it crosses.")
final class DemoCommand implements Callable<Integer> {
    private final SallyportCommand root;

    @Option(
            names = "--once",
            description = "Stop after the conversation; exit code 0 only if every text arrived.")
    private boolean once;

    DemoCommand(SallyportCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        try {
            Class.forName(
                    "org.sallyport.simulator.edge.SimulatedEdge",
                    false,
                    DemoCommand.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new CommandFailure(
                    ExitCode.WRONG,
                    "no-simulator",
                    "the simulators are not installed; restore the folder lib/simulator of the archive");
        }
        return new Demo(root.surface(), root.catalog(), new Demo.Manner(once, root.json())).play();
    }
}
