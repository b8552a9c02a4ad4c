package org.sallyport.core.config;

import org.sallyport.api.event.EventListener;
import org.sallyport.api.plugin.EventListenerFactory;
import org.sallyport.api.plugin.PluginContext;
import org.sallyport.core.plugin.Offer;

/**
 * One entry of {@code listeners:} that makes an event listener.
 *
 * @param name the key, which is the name of the factory
 * @param instance the name of this instance; the key unless {@code name:} says otherwise
 * @param offer who makes it
 * @param config the plugin's record
 * @param <C> the plugin's record
 */
public record ListenerSection<C extends Record>(
        String name, String instance, Offer<EventListenerFactory<C>> offer, C config) {
    /** Makes the event listener. */
    public EventListener create(PluginContext context) {
        return offer.call(() -> offer.factory().create(config, context));
    }
}
