package org.sallyport.app;

import org.sallyport.app.base.Installation;
import org.sallyport.app.base.Surface;
import org.sallyport.app.command.Program;
import org.sallyport.core.plugin.PluginCatalog;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Program program =
                new Program(Surface.ofProcess(), Installation.find(), PluginCatalog::load);
        System.exit(program.execute(arguments));
    }
}
