package org.sallyport.app.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import org.sallyport.api.error.GatewayException;
import org.sallyport.app.base.Clean;
import org.sallyport.app.base.CommandFailure;
import org.sallyport.app.base.ExitCode;
import org.sallyport.app.base.Installation;
import org.sallyport.app.base.Json;
import org.sallyport.app.base.Surface;
import org.sallyport.core.log.Redacted;
import org.sallyport.core.plugin.PluginCatalog;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Runs one command line. */
public final class Program {
    private final SallyportCommand root;
    private final Surface surface;
    private final CommandLine line;

    /** A program whose plugins are loaded by {@code loader}. */
    public Program(
            Surface surface, Installation installation, Function<Path, PluginCatalog> loader) {
        this.surface = surface;
        this.root = new SallyportCommand(surface, installation, loader);
        this.line =
                new CommandLine(root)
                        .addSubcommand(new RunCommand(root))
                        .addSubcommand(new DemoCommand(root))
                        .addSubcommand(
                                new CommandLine(new ConfigCommand())
                                        .addSubcommand(new ConfigCheckCommand(root))
                                        .addSubcommand(new ConfigShowCommand(root))
                                        .addSubcommand(new ConfigSchemaCommand(root)))
                        .addSubcommand(new StatusCommand(root))
                        .addSubcommand(new PeersCommand(root))
                        .addSubcommand(new DrainCommand(root))
                        .addSubcommand(new VersionCommand(root))
                        .addSubcommand(new CompletionCommand(root))
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOut(new PrintWriter(surface.out(), true, StandardCharsets.UTF_8))
                        .setErr(new PrintWriter(surface.err(), true, StandardCharsets.UTF_8))
                        // Nothing here needs colours, and looking for a terminal takes time.
                        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                        .setParameterExceptionHandler((e, _) -> usage(e))
                        .setExecutionExceptionHandler((e, _, _) -> failed(e));
    }

    /** Runs a command and says how it ended; see {@link ExitCode}. */
    public int execute(String... arguments) {
        try {
            return line.execute(arguments);
        } catch (Error e) {
            // A jar that is missing or does not fit, for example.
            return fault(e);
        }
    }

    private int usage(CommandLine.ParameterException e) {
        String help = e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        return tell(ExitCode.WRONG, "usage", e.getMessage() + "; see '" + help + "'");
    }

    private int failed(Exception e) {
        return switch (e) {
            case CommandFailure failure ->
                    tell(failure.exitCode(), failure.code(), String.valueOf(failure.getMessage()));
            case GatewayException failure ->
                    tell(
                            ExitCode.WRONG,
                            failure.code().token(),
                            String.valueOf(failure.getMessage()));
            default -> fault(e);
        };
    }

    /**
     * Our own mistake: types and frames help whoever gets the report; messages might quote a user.
     */
    private int fault(Throwable e) {
        StackTraceElement[] frames = e.getStackTrace();
        String where = frames.length == 0 ? "nowhere" : frames[0].toString();
        return tell(
                ExitCode.NOT_OK,
                "program-error",
                "a fault of this program: "
                        + Redacted.of(e)
                        + " at "
                        + where
                        + "; please report it");
    }

    private int tell(int exit, String code, String message) {
        String oneLine = Clean.of(message.replaceAll("\\R", " "));
        surface.err().println("sallyport: " + code + ": " + oneLine);
        if (root.json()) {
            surface.out().println(Json.line(Json.error(code, oneLine)));
        }
        return exit;
    }
}
