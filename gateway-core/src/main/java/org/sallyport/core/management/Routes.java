package org.sallyport.core.management;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.address.Domain;

/** Everything that can be asked, and the answers. What is not in this list does not exist. */
final class Routes {
    private final ManagementView view;
    private final Documents documents;

    Routes(ManagementView view, Documents documents) {
        this.view = view;
        this.documents = documents;
    }

    List<Route> all() {
        return List.of(
                Route.open("/v1/live", (_, _) -> live()),
                Route.open("/v1/ready", (_, _) -> ready()),
                Route.get("/v1/status", (_, _) -> Answer.ok(documents.status(view.status()))),
                Route.get("/v1/peers", (_, _) -> Answer.ok(documents.peers(view.peers()))),
                Route.get("/v1/peers/{domain}", (_, domain) -> peer(domain)),
                Route.get("/v1/metrics", (_, _) -> Answer.ok(MetricsDocument.of(view.metrics()))),
                Route.post("/v1/drain", Role.OPERATE, (operator, _) -> drain(operator)));
    }

    private Answer live() {
        Map<String, Object> document = Documents.versioned();
        document.put("live", true);
        return Answer.ok(document);
    }

    private Answer ready() {
        GatewayStatus.State state = view.status().state();
        Map<String, Object> document = Documents.versioned();
        document.put("ready", state.ready());
        document.put("state", Documents.word(state));
        return new Answer(state.ready() ? 200 : 503, document);
    }

    private Answer peer(String text) {
        Optional<Domain> domain = domain(text);
        if (domain.isEmpty()) {
            return Answer.error(
                    400, "bad-domain", "this is not a domain; write it as in the configuration");
        }
        return view.peer(domain.get())
                .map(details -> Answer.ok(documents.peer(details)))
                .orElseGet(() ->
                        Answer.error(
                                404,
                                "unknown-peer",
                                "no adaptor has this peer; 'sallyport peers' lists them"));
    }

    private static Optional<Domain> domain(String text) {
        try {
            return Optional.of(Domain.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Answer drain(String operator) {
        view.drain(operator);
        return new Answer(202, documents.status(view.status()));
    }
}
