package org.sallyport.api.plugin;

import org.sallyport.api.event.EventListener;

/**
 * Makes an event listener from its section in {@code listeners:}.
 *
 * @param <C> the record of the section
 */
public interface EventListenerFactory<C extends Record> {
    /** The key in {@code listeners:}. */
    String name();

    /** The record of the section. */
    Class<C> config();

    /** Makes a listener. */
    EventListener create(C config, PluginContext context);
}
