/** What adaptors, filters and other plugins of Sallyport are written against. */
module org.sallyport.api {
    requires static org.jspecify;

    exports org.sallyport.api.adaptor;
    exports org.sallyport.api.address;
    exports org.sallyport.api.config;
    exports org.sallyport.api.error;
    exports org.sallyport.api.event;
    exports org.sallyport.api.filter;
    exports org.sallyport.api.link;
    exports org.sallyport.api.metrics;
    exports org.sallyport.api.name;
    exports org.sallyport.api.network;
    exports org.sallyport.api.outcome;
    exports org.sallyport.api.packet;
    exports org.sallyport.api.plugin;
}
