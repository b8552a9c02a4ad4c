package org.sallyport.app.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sallyport.app.base.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}. */
@Command(
        name = "completion",
        description = "Print completion for bash and zsh: source <(sallyport completion)")
final class CompletionCommand implements Callable<Integer> {
    private final SallyportCommand root;

    @Spec private @Nullable CommandSpec spec;

    CompletionCommand(SallyportCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        CommandSpec own = java.util.Objects.requireNonNull(spec, "picocli sets this");
        root.say(AutoComplete.bash("sallyport", own.root().commandLine()));
        return ExitCode.OK;
    }
}
