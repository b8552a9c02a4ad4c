package org.sallyport.app.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.sallyport.app.base.CommandFailure;
import org.sallyport.app.base.ExitCode;
import org.sallyport.app.base.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks a gateway. Each call is one connection; answers are bounded in size and time. */
public final class ManagementClient {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 15_000;
    private static final int LARGEST = 64 << 20;

    private final ManagementTarget target;

    /** Opens nothing yet. */
    public ManagementClient(ManagementTarget target) {
        this.target = target;
    }

    /**
     * Asks for a document.
     *
     * @throws CommandFailure if there is no answer, or the answer is an error
     */
    public JsonNode get(String path) {
        return ask("GET", path);
    }

    /**
     * Asks the gateway to do something.
     *
     * @throws CommandFailure if there is no answer, or the answer is an error
     */
    public JsonNode post(String path) {
        return ask("POST", path);
    }

    private JsonNode ask(String method, String path) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection)
                            URI.create("http://" + target.address() + path)
                                    .toURL()
                                    .openConnection(Proxy.NO_PROXY);
            connection.setRequestMethod(method);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Authorization", "Bearer " + target.token());
            int status = connection.getResponseCode();
            return document(
                    status,
                    status < 400 ? connection.getInputStream() : connection.getErrorStream());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no-gateway",
                    "no gateway answers at "
                            + target.address()
                            + "; start one with 'sallyport run', or look at its log");
        }
    }

    private JsonNode document(int status, @Nullable InputStream body) throws IOException {
        JsonNode document = parsed(body);
        if (status < 400 || document.path("ready").isBoolean()) {
            return document;
        }
        String code = document.path("error").path("code").asString("unknown");
        String message =
                document.path("error")
                        .path("message")
                        .asString("the gateway answered with status " + status);
        int exit =
                switch (status) {
                    case 401, 403 -> ExitCode.WRONG;
                    case 400, 404 -> ExitCode.NOT_OK;
                    default -> ExitCode.UNREACHABLE;
                };
        throw new CommandFailure(exit, code, message);
    }

    private JsonNode parsed(@Nullable InputStream body) throws IOException {
        try (InputStream in = body) {
            String text =
                    in == null ? "{}" : new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
            return Json.read(text);
        } catch (JacksonException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no-gateway",
                    "what answers at " + target.address() + " is no gateway; check the port");
        }
    }
}
