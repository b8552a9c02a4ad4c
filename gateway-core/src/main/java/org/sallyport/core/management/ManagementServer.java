package org.sallyport.core.management;

/** Serves the management API. */
public final class ManagementServer {
    private ManagementServer() {}
}
