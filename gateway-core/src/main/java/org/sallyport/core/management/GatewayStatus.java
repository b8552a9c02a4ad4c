package org.sallyport.core.management;

import java.time.Instant;
import java.util.List;
import org.sallyport.core.pipeline.Totals;
import org.sallyport.core.plugin.PluginInfo;

/**
 * How a gateway is at one instant.
 *
 * @param node the node's name
 * @param version the gateway's version
 * @param state where it is in its life
 * @param since when it was started
 * @param reasons why it is degraded, one sentence each; empty if it is not
 * @param adaptors the sides, in file order
 * @param chain the names of mappers and filters, in the order of work
 * @param plugins the plugins that were loaded
 * @param totals the account of packets
 */
public record GatewayStatus(
        String node,
        String version,
        State state,
        Instant since,
        List<String> reasons,
        List<AdaptorView> adaptors,
        List<String> chain,
        List<PluginInfo> plugins,
        Totals totals) {
    /** Copies what it is given. */
    public GatewayStatus {
        reasons = List.copyOf(reasons);
        adaptors = List.copyOf(adaptors);
        chain = List.copyOf(chain);
        plugins = List.copyOf(plugins);
    }

    /** Where a gateway is in its life. */
    public enum State {
        /** Listeners are being opened. */
        STARTING,
        /** All is well. */
        RUNNING,
        /** Traffic flows, but something an operator relies on does not work. */
        DEGRADED,
        /** Nothing new is taken; what is under way goes on. */
        DRAINING,
        /** Over. */
        STOPPED;

        /** Whether new traffic is taken. */
        public boolean ready() {
            return this == RUNNING || this == DEGRADED;
        }
    }
}
