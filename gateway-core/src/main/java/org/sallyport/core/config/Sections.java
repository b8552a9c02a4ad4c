package org.sallyport.core.config;

import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.AddressMapperFactory;
import org.sallyport.api.plugin.EventListenerFactory;
import org.sallyport.api.plugin.FilterFactory;
import org.sallyport.core.plugin.Offer;

/**
 * Joins factories with the records that were read for them. A record was bound with the factory's
 * own type.
 */
@SuppressWarnings("unchecked")
final class Sections {
    private Sections() {}

    static AdaptorSection<?> adaptor(Side side) {
        return adaptor(side, (PluginSection<?>) side.section());
    }

    private static <C extends Record> AdaptorSection<C> adaptor(
            Side side, PluginSection<?> section) {
        Offer<AdaptorFactory<C>> offer = (Offer<AdaptorFactory<C>>) section.offer();
        C config = (C) section.config();
        return new AdaptorSection<>(
                side.name(), section.key(), offer, config, side.served(), side.peers());
    }

    static MapperSection<?> mapper(PluginSection<?> section) {
        return mapperOf(section);
    }

    private static <C extends Record> MapperSection<C> mapperOf(PluginSection<?> section) {
        Offer<AddressMapperFactory<C>> offer = (Offer<AddressMapperFactory<C>>) section.offer();
        return new MapperSection<>(section.key(), section.instance(), offer, (C) section.config());
    }

    static FilterSection<?> filter(PluginSection<?> section) {
        return filterOf(section);
    }

    private static <C extends Record> FilterSection<C> filterOf(PluginSection<?> section) {
        Offer<FilterFactory<C>> offer = (Offer<FilterFactory<C>>) section.offer();
        return new FilterSection<>(section.key(), section.instance(), offer, (C) section.config());
    }

    static ListenerSection<?> listener(PluginSection<?> section) {
        return listenerOf(section);
    }

    private static <C extends Record> ListenerSection<C> listenerOf(PluginSection<?> section) {
        Offer<EventListenerFactory<C>> offer = (Offer<EventListenerFactory<C>>) section.offer();
        return new ListenerSection<>(
                section.key(), section.instance(), offer, (C) section.config());
    }
}
