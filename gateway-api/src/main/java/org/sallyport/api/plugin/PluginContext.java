package org.sallyport.api.plugin;

import org.sallyport.api.adaptor.AdaptorState;
import org.sallyport.api.event.EventSink;
import org.sallyport.api.metrics.Metrics;
import org.sallyport.api.network.NetworkServices;

/**
 * What the gateway gives to one instance of an adaptor, filter, mapper or listener. Everything that
 * a test may want to replace comes from here: time, randomness, names, threads. Thread-safe.
 */
public interface PluginContext {
    /** Who this instance is. */
    InstanceInfo instance();

    /** Ids, secrets and the form in which addresses are shown. */
    Identifiers identifiers();

    /** Time and threads. */
    TimeServices time();

    /** Names, certificates and policies. */
    NetworkServices network();

    /** Counters, gauges and timers of this instance. */
    Metrics metrics();

    /** What this instance keeps over a restart. */
    AdaptorState state();

    /** Where to tell what happens. */
    EventSink events();
}
