package org.sallyport.app.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.error.GatewayException;
import org.sallyport.app.base.CommandFailure;
import org.sallyport.app.base.ExitCode;
import org.sallyport.app.process.RunFile;
import org.sallyport.core.management.Tokens;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Where the gateway of a configuration file is asked, and with which token. Reads only what it
 * needs of the file, and no plugin: it must work, and be quick, also when the file was broken
 * meanwhile.
 *
 * @param address where the management API listens
 * @param token what it is asked with
 */
public record ManagementTarget(HostPort address, String token) {
    /** The environment variable with a token, for those who may not read the token file. */
    public static final String TOKEN_VARIABLE = "SALLYPORT_TOKEN";

    private static final int DEFAULT_PORT = 9480;
    private static final String DEFAULT_DATA = "../data";

    /**
     * Finds the gateway.
     *
     * @throws CommandFailure if there is nothing to find it by
     */
    public static ManagementTarget find(Path config, Map<String, String> environment) {
        JsonNode root = read(config);
        Path folder = Optional.ofNullable(config.toAbsolutePath().getParent()).orElse(Path.of("/"));
        Path dataDir = folder.resolve(text(root.path("data-dir"), DEFAULT_DATA)).normalize();
        Optional<RunFile.Running> running = RunFile.read(dataDir);
        HostPort address =
                running.map(RunFile.Running::management).orElseGet(() -> configured(root));
        Path tokens =
                running.map(RunFile.Running::tokens)
                        .orElseGet(() ->
                                folder.resolve(
                                        text(
                                                root.path("management").path("tokens"),
                                                dataDir + "/tokens")));
        if (address.port() == 0) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no-gateway",
                    "no gateway is running with " + config + "; start one with 'sallyport run'");
        }
        String fromEnvironment = environment.get(TOKEN_VARIABLE);
        return new ManagementTarget(
                address,
                fromEnvironment != null ? fromEnvironment : token(tokens, running.isPresent()));
    }

    /** The token stays out of everything that is printed. */
    @Override
    public String toString() {
        return address.toString();
    }

    private static String token(Path tokens, boolean running) {
        if (!Files.exists(tokens)) {
            String why =
                    running
                            ? "the token file " + tokens + " is gone"
                            : "no gateway is running here";
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no-gateway",
                    why + "; start one with 'sallyport run', or set " + TOKEN_VARIABLE);
        }
        try {
            return Tokens.read(tokens)
                    .clear()
                    .orElseThrow(() ->
                            CommandFailure.configuration(
                                    "no token stands in clear in "
                                            + tokens
                                            + "; set "
                                            + TOKEN_VARIABLE));
        } catch (GatewayException e) {
            throw CommandFailure.configuration(e.getMessage() + "; or set " + TOKEN_VARIABLE);
        }
    }

    private static HostPort configured(JsonNode root) {
        try {
            return HostPort.parse(
                    text(root.path("management").path("listen"), "127.0.0.1:" + DEFAULT_PORT));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.configuration(
                    "management.listen is not host:port; see 'sallyport config check'");
        }
    }

    private static JsonNode read(Path config) {
        try {
            return YAMLMapper.builder().build().readTree(Files.readString(config));
        } catch (IOException e) {
            throw CommandFailure.configuration(
                    "cannot read the configuration file "
                            + config
                            + "; name it with --config or SALLYPORT_CONFIG");
        } catch (JacksonException e) {
            throw CommandFailure.configuration(
                    config + " is not YAML; see 'sallyport config check'");
        }
    }

    private static String text(JsonNode node, String fallback) {
        return node.isString() ? node.asString() : fallback;
    }
}
