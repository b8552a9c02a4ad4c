package org.sallyport.app.demo;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sallyport.app.base.ExitCode;
import org.sallyport.app.base.Json;
import org.sallyport.app.base.Surface;
import org.sallyport.app.log.LogSetup;
import org.sallyport.app.process.StopRequest;
import org.sallyport.core.config.LogSettings;
import org.sallyport.core.log.AddressForm;
import org.sallyport.core.pipeline.Totals;
import org.sallyport.core.plugin.PluginCatalog;
import org.sallyport.simulator.xmpp.Security;

/** Plays the demonstration. */
public final class Demo {
    private final Surface surface;
    private final PluginCatalog catalog;
    private final Manner manner;

    /**
     * How it is played.
     *
     * @param once whether it ends after the conversation; otherwise it goes on until a signal
     * @param json whether only one document is printed at the end
     */
    public record Manner(boolean once, boolean json) {}

    /** A demonstration with these plugins. */
    public Demo(Surface surface, PluginCatalog catalog, Manner manner) {
        this.surface = surface;
        this.catalog = catalog;
        this.manner = manner;
    }

    /**
     * Plays it.
     *
     * @return 0 only if every text arrived, every refusal was told and nothing was lost
     * @throws org.sallyport.app.base.CommandFailure if it cannot be played
     */
    public int play() {
        long begin = System.nanoTime();
        StopRequest stop = StopRequest.onSignals();
        // Answers go to standard output; what the gateway warns of does not belong among them.
        LogSetup.configure(
                new LogSettings(LogSettings.Format.TEXT, LogSettings.Level.WARN, AddressForm.FULL),
                surface.err());
        Consumer<String> show = manner.json() ? line -> {} : surface.out()::println;
        show.accept("Sallyport demonstration: everything runs in this process, on 127.0.0.1.");
        DemoWorld world = DemoWorld.start(catalog);
        try {
            introduce(world, show);
            boolean good = converse(world, show, begin);
            if (!manner.once()) {
                invite(world, show);
                stop.await();
            }
            return good ? ExitCode.OK : ExitCode.NOT_OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.NOT_OK;
        } finally {
            world.close();
        }
    }

    private boolean converse(DemoWorld world, Consumer<String> show, long begin)
            throws InterruptedException {
        Tally tally = new Conversation(world, show).play();
        Totals totals = world.gateway().gateway().totals();
        int violations = world.xmpp().violations().size() + world.edge().violations().size();
        show.accept("");
        show.accept(tally.line(violations));
        world.xmpp()
                .violations()
                .forEach(violation -> surface.err().println("broken rule: " + violation));
        world.edge()
                .violations()
                .forEach(violation -> surface.err().println("broken rule: " + violation));
        if (manner.json()) {
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            surface.out().println(Json.line(tally.document(totals, violations, took)));
        }
        return tally.isGood(totals, violations);
    }

    private static void introduce(DemoWorld world, Consumer<String> show) {
        show.accept(
                "  "
                        + DemoWorld.XMPP_DOMAIN
                        + "  simulated XMPP server, port "
                        + world.xmpp().address(Security.STARTTLS).getPort());
        show.accept(
                "  gateway       XMPP "
                        + world.listener("xmpp", "starttls")
                        + ", SIP "
                        + world.listener("sip", "listen")
                        + ", management "
                        + world.gateway().management().address());
        show.accept(
                "  "
                        + DemoWorld.SIP_DOMAIN
                        + "   simulated Skype for Business Edge, port "
                        + world.edge().address().getPort());
    }

    private static void invite(DemoWorld world, Consumer<String> show) {
        show.accept("");
        show.accept("The gateway goes on running. Look at it from another terminal:");
        show.accept("  sallyport status --config " + world.config());
        show.accept("  sallyport peers " + DemoWorld.SIP_DOMAIN + " --config " + world.config());
        show.accept("Ctrl-C ends it.");
    }
}
