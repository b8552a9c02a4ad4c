package org.sallyport.app.process;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.sallyport.app.base.Installation;
import org.sallyport.core.config.GatewayConfig;
import org.sallyport.core.gateway.Gateway;
import org.sallyport.core.gateway.Surroundings;
import org.sallyport.core.log.Redacted;
import org.sallyport.core.management.ManagementServer;
import org.sallyport.core.management.Tokens;
import org.sallyport.core.plugin.PluginCatalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway with its management API and its data directory. Closing it drains for at most
 * {@code limits.drain}.
 */
public final class GatewayProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayProcess.class);

    private final RunFile runFile;
    private final Gateway gateway;
    private final ManagementServer management;

    private GatewayProcess(RunFile runFile, Gateway gateway, ManagementServer management) {
        this.runFile = runFile;
        this.gateway = gateway;
        this.management = management;
    }

    /**
     * Starts everything: first the management API, which says "starting", then the adaptors.
     *
     * @throws org.sallyport.api.error.GatewayException if something cannot start; nothing is left
     *     open
     * @throws org.sallyport.app.base.CommandFailure if the data directory cannot be used
     */
    public static GatewayProcess start(GatewayConfig config, PluginCatalog catalog) {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
                LOG.error("thread ended: thread={}", thread.getName(), Redacted.of(failure)));
        RunFile runFile = RunFile.lock(config.dataDir());
        try {
            return start(config, catalog, runFile);
        } catch (RuntimeException | Error e) {
            runFile.close();
            throw e;
        }
    }

    private static GatewayProcess start(
            GatewayConfig config, PluginCatalog catalog, RunFile runFile) {
        Path tokenFile =
                config.settings().management().tokens().orElse(config.dataDir().resolve("tokens"));
        Tokens tokens = Tokens.readOrCreate(tokenFile, new SecureRandom());
        Gateway gateway =
                Gateway.assemble(config, catalog, Surroundings.of(Installation.version()));
        gateway.metrics().withJvm();
        ManagementServer management;
        try {
            management =
                    ManagementServer.start(
                            config.settings().management().listen(),
                            tokens,
                            gateway,
                            gateway.addresses());
        } catch (RuntimeException | Error e) {
            gateway.close();
            throw e;
        }
        GatewayProcess process = new GatewayProcess(runFile, gateway, management);
        try {
            runFile.write(
                    new RunFile.Running(
                            ProcessHandle.current().pid(),
                            management.address(),
                            tokenFile.toAbsolutePath()));
            gateway.start();
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
        LOG.info(
                "gateway running: node={} management={} {}",
                config.node(),
                management.address(),
                ports(gateway));
        return process;
    }

    /** The gateway. */
    public Gateway gateway() {
        return gateway;
    }

    /** The management API. */
    public ManagementServer management() {
        return management;
    }

    /** Drains, then closes everything. Repeatable. */
    @Override
    public void close() {
        // Management last: it says "draining" until the end.
        gateway.close();
        management.close();
        runFile.close();
    }

    private static String ports(Gateway gateway) {
        StringBuilder ports = new StringBuilder();
        gateway.status()
                .adaptors()
                .forEach(adaptor ->
                        adaptor.listeners().entrySet().stream()
                                .sorted(java.util.Map.Entry.comparingByKey())
                                .forEach(listener ->
                                        ports.append(ports.isEmpty() ? "" : " ")
                                                .append(adaptor.name())
                                                .append('.')
                                                .append(listener.getKey())
                                                .append('=')
                                                .append(listener.getValue())));
        return ports.toString();
    }
}
