package org.sallyport.core.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.config.HostPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ManagementServerTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String READER = "reader-token-reader-token-1234";
    private static final String OPERATOR = "operator-token-operator-token-";
    private static final String ADMIN = "admin-token-admin-token-123456";

    @TempDir Path folder;

    private final FakeView view = new FakeView();
    private final HttpClient client = HttpClient.newHttpClient();
    private ManagementServer server;

    @BeforeEach
    void start() throws IOException {
        Path file = folder.resolve("tokens");
        Files.writeString(
                file, "r read " + READER + "\no operate " + OPERATOR + "\na admin " + ADMIN + "\n");
        Files.setPosixFilePermissions(
                file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        server =
                ManagementServer.start(
                        new HostPort("127.0.0.1", 0),
                        Tokens.read(file),
                        view,
                        address -> "@" + address.domain());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void deniesEveryRouteToStrangersExceptTheProbes() throws Exception {
        for (Route route : routes()) {
            int anonymous = status(route, null);
            int wrong = status(route, "wrong-token-wrong-token-wrong-token");
            if (List.of("/v1/live", "/v1/ready").contains(route.path())) {
                assertThat(anonymous).as(route.path()).isEqualTo(200);
            } else {
                assertThat(anonymous).as(route.path()).isEqualTo(401);
                assertThat(wrong).as(route.path()).isEqualTo(401);
            }
        }
    }

    @Test
    void asksEveryRouteForItsRole() throws Exception {
        Map<Role, String> tokens =
                Map.of(Role.READ, READER, Role.OPERATE, OPERATOR, Role.ADMIN, ADMIN);
        for (Route route : routes()) {
            for (Role role : Role.values()) {
                boolean allowed = route.role().map(role::includes).orElse(true);
                int status = status(route, tokens.get(role));
                assertThat(status == 403).as(route.path() + " as " + role).isEqualTo(!allowed);
            }
        }
    }

    @Test
    void tellsStrangersNothingOfPathsThatDoNotExist() throws Exception {
        assertThat(get("/v1/nothing", null).statusCode()).isEqualTo(401);
        assertThat(get("/v1/nothing", ADMIN).statusCode()).isEqualTo(404);
        assertThat(get("/", ADMIN).statusCode()).isEqualTo(404);
        assertThat(get("/v1/status/../drain", ADMIN).statusCode()).isEqualTo(404);
        assertThat(get("/v1/peers/", ADMIN).statusCode()).isEqualTo(404);
    }

    @Test
    void namesTheMethodsThatAPathKnows() throws Exception {
        HttpResponse<String> response = get("/v1/drain", ADMIN);
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
        assertThat(view.drainedBy).isEmpty();
    }

    @Test
    void showsTheStatus() throws Exception {
        JsonNode status = json(get("/v1/status", READER));
        assertThat(status.path("format").asInt()).isEqualTo(1);
        assertThat(status.path("state").asString()).isEqualTo("running");
        assertThat(status.path("packets").path("accepted").asInt()).isEqualTo(5);
        assertThat(status.path("packets").path("lost").asInt()).isZero();
        assertThat(status.path("adaptors").get(0).path("listeners").path("starttls").asString())
                .isEqualTo("127.0.0.1:5269");
        assertThat(status.path("plugins").get(0).path("name").asString()).isEqualTo("whitelist");
    }

    @Test
    void showsPeersAndWhatHappenedLastThroughTheRenderer() throws Exception {
        assertThat(json(get("/v1/peers", READER)).path("peers").get(0).path("domain").asString())
                .isEqualTo("xmpp.example");
        HttpResponse<String> response = get("/v1/peers/xmpp.example", READER);
        JsonNode peer = json(response);
        assertThat(peer.path("peers").get(0).path("connections").get(0).path("tls").asString())
                .isEqualTo("TLSv1.3");
        assertThat(peer.path("recent").get(0).path("code").asString())
                .isEqualTo("peer-unreachable");
        assertThat(peer.path("recent").get(0).path("from").asString()).isEqualTo("@xmpp.example");
        assertThat(response.body()).doesNotContain("alice").doesNotContain("bob");
    }

    @Test
    void saysWhichPeersItDoesNotKnow() throws Exception {
        HttpResponse<String> unknown = get("/v1/peers/other.example", READER);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).path("error").path("code").asString()).isEqualTo("unknown-peer");
        assertThat(get("/v1/peers/a%20b", READER).statusCode()).isEqualTo(400);
        assertThat(get("/v1/peers/%0d%0aX:%20y", READER).statusCode()).isEqualTo(400);
    }

    @Test
    void showsNumbers() throws Exception {
        view.metrics.core().counter("packets.accepted", Map.of()).increment();
        JsonNode metrics = json(get("/v1/metrics", READER)).path("metrics");
        assertThat(metrics.path("sallyport.packets.accepted").asInt()).isEqualTo(1);
    }

    @Test
    void drainsForOperators() throws Exception {
        HttpResponse<String> response =
                client.send(
                        request("/v1/drain", OPERATOR)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(json(response).path("state").asString()).isEqualTo("draining");
        assertThat(view.drainedBy).containsExactly("o");
        assertThat(get("/v1/ready", null).statusCode()).isEqualTo(503);
        assertThat(get("/v1/live", null).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesWhatAWebPageCouldSend() throws Exception {
        assertThat(raw("GET /v1/live HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .contains(" 403 ");
        assertThat(raw("GET /v1/live HTTP/1.1\r\nConnection: close\r\n\r\n")).contains(" 403 ");
        assertThat(
                        raw(
                                "GET /v1/live HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nConnection: close\r\n\r\n"))
                .contains(" 403 ");
        assertThat(raw("GET /v1/live HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n"))
                .contains(" 200 ");
        assertThat(raw("GET /v1/live HTTP/1.1\r\nHost: [::1]:1\r\nConnection: close\r\n\r\n"))
                .contains(" 200 ");
    }

    @Test
    void refusesLargeRequests() throws Exception {
        HttpRequest large =
                request("/v1/drain", ADMIN)
                        .POST(HttpRequest.BodyPublishers.ofString("x".repeat(10_000)))
                        .build();
        assertThat(client.send(large, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
        assertThat(view.drainedBy).isEmpty();
    }

    @Test
    void keepsItsFaultsToItself() throws Exception {
        view.broken = true;
        HttpResponse<String> response = get("/v1/status", READER);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .doesNotContain("secret")
                .doesNotContain("Exception")
                .doesNotContain("at org");
        assertThat(json(response).path("error").path("code").asString()).isEqualTo("gateway-error");
    }

    private List<Route> routes() {
        return new Routes(view, new Documents(address -> "x")).all();
    }

    private int status(Route route, @Nullable String token) throws Exception {
        HttpRequest.Builder request =
                request(route.path().replace("{domain}", "xmpp.example"), token);
        request.method(route.method(), HttpRequest.BodyPublishers.noBody());
        view.state = GatewayStatus.State.RUNNING;
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private HttpResponse<String> get(String path, @Nullable String token) throws Exception {
        return client.send(request(path, token).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + server.address() + path))
                        .timeout(SOON);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }
}
