package org.sallyport.app.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sallyport.app.base.Clean;
import org.sallyport.app.base.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code peers}. */
@Command(
        name = "peers",
        description =
                "List the peers, or show one with its connections and what happened last. "
                        + "Exit code 1 if the last attempt to reach it failed.")
final class PeersCommand implements Callable<Integer> {
    private final SallyportCommand root;

    @Parameters(
            arity = "0..1",
            paramLabel = "DOMAIN",
            description = "A domain that a peer is configured for.")
    private @Nullable String domain;

    PeersCommand(SallyportCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        String path =
                domain == null
                        ? "/v1/peers"
                        : "/v1/peers/" + URLEncoder.encode(domain, StandardCharsets.UTF_8);
        JsonNode document = root.client().get(path);
        if (root.json()) {
            root.print(document);
        } else {
            text(document, domain != null).lines().map(Clean::of).forEach(root::say);
        }
        return domain != null && failed(document) ? ExitCode.NOT_OK : ExitCode.OK;
    }

    private static boolean failed(JsonNode document) {
        for (JsonNode peer : document.path("peers")) {
            if (peer.path("state").asString("").equals("failed")) {
                return true;
            }
        }
        return false;
    }

    static String text(JsonNode document, boolean details) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("DOMAIN", "ADAPTOR", "STATE", "CONFIRMS", "CONNECTIONS"));
        for (JsonNode peer : document.path("peers")) {
            rows.add(
                    List.of(
                            peer.path("domain").asString(""),
                            peer.path("adaptor").asString(""),
                            peer.path("state").asString(""),
                            peer.path("acknowledgement").asString(""),
                            Integer.toString(peer.path("connections").size())));
        }
        StringBuilder text = new StringBuilder(Lines.table(rows)).append('\n');
        if (details) {
            for (JsonNode peer : document.path("peers")) {
                peer.path("connections")
                        .forEach(facts ->
                                text.append("connection ").append(pairs(facts)).append('\n'));
            }
            document.path("recent").forEach(event -> text.append(pairs(event)).append('\n'));
        }
        return text.toString();
    }

    private static String pairs(JsonNode facts) {
        List<String> pairs = new ArrayList<>();
        facts.properties()
                .forEach(entry -> pairs.add(entry.getKey() + "=" + entry.getValue().asString()));
        return String.join(" ", pairs);
    }
}
