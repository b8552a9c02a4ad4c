package org.sallyport.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sallyport.app.base.Clean;
import org.sallyport.app.base.ExitCode;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code status}. */
@Command(
        name = "status",
        description =
                "Show how the gateway is. Exit code 0 only if it is running and not degraded.")
final class StatusCommand implements Callable<Integer> {
    private final SallyportCommand root;

    StatusCommand(SallyportCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        JsonNode status = root.client().get("/v1/status");
        if (root.json()) {
            root.print(status);
        } else {
            text(status).lines().map(Clean::of).forEach(root::say);
        }
        return status.path("state").asString("").equals("running") ? ExitCode.OK : ExitCode.NOT_OK;
    }

    static String text(JsonNode status) {
        StringBuilder text = new StringBuilder();
        text.append("gateway ")
                .append(status.path("node").asString(""))
                .append(" is ")
                .append(status.path("state").asString(""))
                .append(" since ")
                .append(status.path("since").asString(""))
                .append(", version ")
                .append(status.path("version").asString(""))
                .append('\n');
        status.path("reasons")
                .forEach(reason -> text.append("because ").append(reason.asString()).append('\n'));
        List<String> counts = new ArrayList<>();
        status.path("packets")
                .properties()
                .forEach(entry ->
                        counts.add(
                                entry.getKey().replace('-', ' ')
                                        + " "
                                        + entry.getValue().asString()));
        text.append("packets: ").append(String.join(", ", counts)).append('\n');
        List<String> chain = new ArrayList<>();
        status.path("chain").forEach(name -> chain.add(name.asString()));
        text.append("chain: ")
                .append(chain.isEmpty() ? "none" : String.join(", ", chain))
                .append('\n');
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ADAPTOR", "TYPE", "STATE", "SERVES", "LISTENS"));
        status.path("adaptors").forEach(adaptor -> rows.add(row(adaptor)));
        return text.append(Lines.table(rows)).toString();
    }

    private static List<String> row(JsonNode adaptor) {
        List<String> serves = new ArrayList<>();
        adaptor.path("serves").forEach(domain -> serves.add(domain.asString()));
        List<String> listens = new ArrayList<>();
        adaptor.path("listeners")
                .properties()
                .forEach(entry -> listens.add(entry.getKey() + " " + entry.getValue().asString()));
        return List.of(
                adaptor.path("name").asString(""),
                adaptor.path("type").asString(""),
                adaptor.path("state").asString(""),
                String.join(", ", serves),
                String.join(", ", listens));
    }
}
