package org.sallyport.core.management;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sallyport.api.address.AddressRenderer;
import org.sallyport.api.address.Domain;
import org.sallyport.api.event.GatewayEvent;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.core.pipeline.Totals;
import org.sallyport.core.plugin.PluginInfo;

/**
 * The JSON documents, in one place: their shape is what scripts rely on. Shows addresses through
 * the renderer only.
 */
final class Documents {
    /** The version of every document; raised when a key goes away or changes its meaning. */
    static final int FORMAT = 1;

    private final AddressRenderer addresses;

    Documents(AddressRenderer addresses) {
        this.addresses = addresses;
    }

    static Map<String, Object> versioned() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        return document;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Map<String, Object> status(GatewayStatus status) {
        Map<String, Object> document = versioned();
        document.put("node", status.node());
        document.put("version", status.version());
        document.put("state", word(status.state()));
        document.put("since", status.since().toString());
        document.put("reasons", status.reasons());
        document.put("packets", totals(status.totals()));
        document.put("adaptors", status.adaptors().stream().map(Documents::adaptor).toList());
        document.put("chain", status.chain());
        document.put("plugins", status.plugins().stream().map(Documents::plugin).toList());
        return document;
    }

    Map<String, Object> peers(List<PeerView> peers) {
        Map<String, Object> document = versioned();
        document.put("peers", peers.stream().map(Documents::view).toList());
        return document;
    }

    Map<String, Object> peer(PeerDetails details) {
        Map<String, Object> document = versioned();
        document.put("domain", details.domain().value());
        document.put("peers", details.views().stream().map(Documents::view).toList());
        List<Object> recent = new ArrayList<>();
        details.recent().forEach(event -> recent.add(event(event)));
        document.put("recent", recent);
        return document;
    }

    private static Map<String, Object> totals(Totals totals) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("accepted", totals.accepted());
        map.put("originated", totals.originated());
        map.put("delivered", totals.delivered());
        map.put("failed", totals.failed());
        map.put("dropped", totals.dropped());
        map.put("in-flight", totals.inFlight());
        map.put("lost", totals.lost());
        return map;
    }

    private static Map<String, Object> adaptor(AdaptorView adaptor) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", adaptor.name().value());
        map.put("type", adaptor.type());
        map.put("state", adaptor.state());
        map.put("serves", adaptor.served().stream().map(Domain::value).toList());
        Map<String, String> listeners = new TreeMap<>();
        adaptor.listeners().forEach((key, where) -> listeners.put(key, where.toString()));
        map.put("listeners", listeners);
        return map;
    }

    private static Map<String, Object> plugin(PluginInfo plugin) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", plugin.name());
        map.put("version", plugin.version());
        map.put("api-version", plugin.apiVersion());
        map.put("offers", plugin.offers());
        return map;
    }

    private static Map<String, Object> view(PeerView view) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("domain", view.status().peer().toString());
        map.put("adaptor", view.adaptor().value());
        map.put("state", word(view.status().state()));
        map.put("acknowledgement", view.status().acknowledgement());
        map.put("connections", view.status().connections().stream().map(TreeMap::new).toList());
        return map;
    }

    private Map<String, Object> event(GatewayEvent event) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("at", event.at().toString());
        switch (event) {
            case GatewayEvent.HandshakeStep step -> handshake(map, step);
            case GatewayEvent.LinkChanged change -> {
                map.put("event", "link-changed");
                map.put("adaptor", change.adaptor().value());
                map.put("peer", change.peer().value());
                map.put("up", change.up());
                map.put("detail", change.detail());
            }
            case GatewayEvent.PacketEnded ended -> packet(map, ended);
            case GatewayEvent.PolicyDecision decision -> {
                map.put("event", "policy-decision");
                map.put("id", decision.id().toString());
                map.put("filter", decision.filter());
                map.put("rule", decision.rule().value());
                map.put("told", decision.told());
            }
            case GatewayEvent.AdministrativeAct act -> {
                map.put("event", "administrative-act");
                map.put("operator", act.operator());
                map.put("act", act.act());
            }
            case GatewayEvent.LifeCycleChanged change -> {
                map.put("event", "life-cycle-changed");
                map.put("state", change.state());
                map.put("detail", change.detail());
            }
        }
        return map;
    }

    private static void handshake(Map<String, Object> map, GatewayEvent.HandshakeStep step) {
        map.put("event", "handshake-step");
        map.put("adaptor", step.adaptor().value());
        map.put("peer", step.peer().value());
        map.put("attempt", step.attempt());
        map.put("step", step.step());
        map.put("passed", step.passed());
        map.put("detail", step.detail());
    }

    private void packet(Map<String, Object> map, GatewayEvent.PacketEnded ended) {
        map.put("event", "packet-ended");
        map.put("id", ended.id().toString());
        map.put("kind", ended.kind().token());
        map.put("from", addresses.render(ended.from()));
        map.put("to", addresses.render(ended.to()));
        map.put("origin", ended.way().origin());
        map.put("target", ended.way().target());
        map.put("took-ms", ended.way().took().toMillis());
        switch (ended.outcome()) {
            case Outcome.Delivered delivered -> {
                map.put("outcome", "delivered");
                map.put("level", word(delivered.level()));
            }
            case Outcome.Failed failed -> {
                map.put("outcome", "failed");
                map.put("code", failed.code().token());
                map.put("act", word(failed.code().actor()));
                map.put("cause", failed.cause());
                map.put("certainty", word(failed.certainty()));
            }
            case Outcome.Dropped dropped -> {
                map.put("outcome", "dropped");
                map.put("rule", dropped.rule().value());
            }
        }
    }
}
