package org.sallyport.core.management;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sallyport.core.log.Redacted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in front of every route: who may ask what is decided here and nowhere else. Thread-safe.
 */
final class Gatekeeper implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LARGEST_BODY = 4096;
    private static final String SCHEME = "bearer ";
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final List<Route> routes;
    private final Tokens tokens;
    private final HostCheck hosts;
    private final AtomicLong lastRefusal = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    Gatekeeper(List<Route> routes, Tokens tokens, HostCheck hosts) {
        this.routes = List.copyOf(routes);
        this.tokens = tokens;
        this.hosts = hosts;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (RuntimeException e) {
                LOG.error("management request failed", Redacted.of(e));
                answer =
                        Answer.error(
                                500,
                                "gateway-error",
                                "the gateway failed to answer; its log says more");
            }
            send(exchange, answer);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        if (!hosts.allows(
                Optional.ofNullable(headers.getFirst("Host")), headers.containsKey("Origin"))) {
            return refuse(
                    403,
                    "foreign-origin",
                    "the request comes from a web page or names a foreign host",
                    exchange);
        }
        if (exchange.getRequestBody().readNBytes(LARGEST_BODY + 1).length > LARGEST_BODY) {
            return Answer.error(
                    413, "too-large", "the request has more than " + LARGEST_BODY + " octets");
        }
        String path = exchange.getRequestURI().getRawPath();
        String method = exchange.getRequestMethod();
        Route route = find(method, path == null ? "" : path);
        if (route != null && route.role().isEmpty()) {
            return route.handler().answer("anybody", "");
        }
        Optional<Operator> operator = bearer(headers).flatMap(tokens::find);
        if (operator.isEmpty()) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            return refuse(
                    401,
                    "not-authorized",
                    "send the token of an operator as 'Authorization: Bearer TOKEN'",
                    exchange);
        }
        return route == null
                ? missing(exchange, path == null ? "" : path)
                : allowed(operator.get(), route, exchange);
    }

    private Answer allowed(Operator operator, Route route, HttpExchange exchange) {
        Role wanted = route.role().orElse(Role.ADMIN);
        if (!operator.role().includes(wanted)) {
            return refuse(403, "forbidden", "this needs the role " + wanted.token(), exchange);
        }
        String last = route.match(exchange.getRequestURI().getRawPath());
        return route.handler().answer(operator.name(), last == null ? "" : decoded(last));
    }

    private Answer missing(HttpExchange exchange, String path) {
        List<String> methods =
                routes.stream()
                        .filter(route -> route.match(path) != null)
                        .map(Route::method)
                        .distinct()
                        .toList();
        if (methods.isEmpty()) {
            return Answer.error(404, "not-found", "there is nothing under this path");
        }
        exchange.getResponseHeaders().set("Allow", String.join(", ", methods));
        return Answer.error(405, "method-not-allowed", "use " + String.join(" or ", methods));
    }

    private @Nullable Route find(String method, String path) {
        for (Route route : routes) {
            if (route.method().equals(method) && route.match(path) != null) {
                return route;
            }
        }
        return null;
    }

    private static Optional<String> bearer(Headers headers) {
        String value = headers.getFirst("Authorization");
        if (value == null || !value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        return Optional.of(value.substring(SCHEME.length()).strip());
    }

    /** Percent-decoding that never throws; what cannot be decoded is no domain either. */
    private static String decoded(String segment) {
        try {
            return java.net.URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Refusals are told, but somebody who tries all day must not fill the log. */
    private Answer refuse(int status, String code, String message, HttpExchange exchange) {
        long now = System.nanoTime();
        long last = lastRefusal.get();
        if (now - last >= QUIET_NANOS && lastRefusal.compareAndSet(last, now)) {
            LOG.warn(
                    "management request refused: code={} from={}",
                    code,
                    exchange.getRemoteAddress());
        }
        return Answer.error(status, code, message);
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = JSON.writeValueAsBytes(answer.document());
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }
}
