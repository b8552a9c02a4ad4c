package org.sallyport.core.management;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sallyport.api.address.AddressRenderer;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the management API under {@code /v1}: HTTP and JSON, on its own few platform threads, so
 * that it answers when the carriers of virtual threads are busy. Sizes and times of requests are
 * bounded.
 */
public final class ManagementServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final int BACKLOG = 32;
    private static final String SERVER = "sun.net.httpserver.";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private ManagementServer(HttpServer server, ThreadPoolExecutor threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts listening.
     *
     * @param listen where; port 0 takes a free one
     * @param tokens who may ask what
     * @param view whom to ask
     * @param addresses how addresses of users are shown
     * @throws GatewayException with {@code BAD_CONFIGURATION} if the port cannot be had
     */
    public static ManagementServer start(
            HostPort listen, Tokens tokens, ManagementView view, AddressRenderer addresses) {
        bound();
        ThreadPoolExecutor threads = threads();
        try {
            InetSocketAddress where =
                    new InetSocketAddress(InetAddress.getByName(listen.host()), listen.port());
            HttpServer server = HttpServer.create(where, BACKLOG);
            server.setExecutor(threads);
            Routes routes = new Routes(view, new Documents(addresses));
            server.createContext(
                    "/", new Gatekeeper(routes.all(), tokens, new HostCheck(listen.host())));
            server.start();
            warnIfRemote(where);
            return new ManagementServer(server, threads);
        } catch (UnknownHostException e) {
            threads.shutdownNow();
            throw new GatewayException(
                    ErrorCode.BAD_CONFIGURATION,
                    "management.listen: the host " + listen.host() + " is not known; check it");
        } catch (IOException e) {
            threads.shutdownNow();
            throw new GatewayException(
                    ErrorCode.BAD_CONFIGURATION,
                    "management.listen: cannot listen on "
                            + listen
                            + "; is another gateway running? choose another port");
        }
    }

    /** Where it listens. */
    public HostPort address() {
        InetSocketAddress bound = server.getAddress();
        return new HostPort(bound.getAddress().getHostAddress(), bound.getPort());
    }

    /** Stops at once. Repeatable. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static ThreadPoolExecutor threads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(WAITING),
                        task ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("sallyport-management-" + number.incrementAndGet())
                                        .unstarted(task));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * The server of the JDK takes its bounds from system properties, when its first class is used.
     */
    private static void bound() {
        setDefault("maxReqTime", "10");
        setDefault("maxRspTime", "10");
        setDefault("idleInterval", "30");
        setDefault("maxReqHeaders", "50");
        setDefault("maxReqHeaderSize", "16384");
        if (System.getProperty("jdk.httpserver.maxConnections") == null) {
            System.setProperty("jdk.httpserver.maxConnections", "100");
        }
    }

    private static void setDefault(String name, String value) {
        if (System.getProperty(SERVER + name) == null) {
            System.setProperty(SERVER + name, value);
        }
    }

    private static void warnIfRemote(InetSocketAddress where) {
        if (!where.getAddress().isLoopbackAddress()) {
            LOG.warn(
                    "management API listens beyond loopback and tokens cross the network in clear: listen={}",
                    where);
        }
    }
}
