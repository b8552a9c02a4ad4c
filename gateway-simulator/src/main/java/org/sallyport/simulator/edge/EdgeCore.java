package org.sallyport.simulator.edge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sallyport.simulator.sip.SipConnection;
import org.sallyport.simulator.sip.SipMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all parts of one Edge share: its configuration, one thread for all SIP state, time, and the
 * list of violations.
 */
final class EdgeCore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EdgeCore.class);

    private final EdgeConfig config;
    private final Speech speech;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("simulated-edge").daemon().factory());
    private final Map<String, Partner> partners = new ConcurrentHashMap<>();
    private final Map<String, SimulatedUser> users = new ConcurrentHashMap<>();
    private final List<Violation> violations = new CopyOnWriteArrayList<>();
    private final AtomicLong tokens = new AtomicLong(0x1A2B3C00L);
    private final long seed = System.nanoTime();
    private volatile InetSocketAddress address =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 5061);

    EdgeCore(EdgeConfig config) {
        this.config = config;
        this.speech = new Speech(config);
    }

    EdgeConfig config() {
        return config;
    }

    /** How this Edge's side writes. */
    Speech speech() {
        return speech;
    }

    /** Runs a task on the one thread that owns all dialogs and transactions. */
    void run(Runnable task) {
        try {
            thread.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            log.debug("task after the end left out");
        }
    }

    // An error of the simulator itself must fail the test that met it.
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            StackTraceElement[] frames = e.getStackTrace();
            Object where = frames.length == 0 ? "nowhere" : frames[0];
            log.warn("simulator failed: error={} at={}", e.getClass().getName(), where);
            violations.add(
                    new Violation(
                            "simulator-error " + e.getClass().getSimpleName() + " " + where,
                            "",
                            0));
        }
    }

    SimulatorClock.Timer after(Duration delay, Runnable task) {
        return config.clock().schedule(delay, () -> run(task));
    }

    long nanos() {
        return config.clock().nanos();
    }

    InetSocketAddress address() {
        return address;
    }

    void address(InetSocketAddress listening) {
        address = listening;
    }

    void violation(String rule, @Nullable SipMessage message, @Nullable SipConnection connection) {
        String method = "";
        if (message != null) {
            boolean readable = message.isRequest() || message.header("CSeq").isPresent();
            method =
                    !readable
                            ? ""
                            : message.isRequest()
                                    ? message.method()
                                    : "response-" + message.method();
        }
        violations.add(new Violation(rule, method, connection == null ? 0 : connection.number()));
        log.debug("protocol violation: rule={} method={}", rule, method);
    }

    List<Violation> violations() {
        return violations;
    }

    void partner(Partner partner) {
        partners.put(partner.domain(), partner);
    }

    Optional<Partner> partner(String domain) {
        return Optional.ofNullable(partners.get(domain.toLowerCase(Locale.ROOT)));
    }

    /**
     * The name that the partner's certificate must carry; empty when DNS gives none that may be
     * used.
     */
    Optional<String> serverName(Partner partner) {
        if (partner.fqdn().isPresent()) {
            return partner.fqdn();
        }
        // MS-SIP §1.1: the SRV target must lie in exactly the SIP domain.
        return Optional.ofNullable(config.federation().srv().get(partner.domain()))
                .filter(target ->
                        target.indexOf('.') > 0
                                && target.substring(target.indexOf('.') + 1)
                                        .equals(partner.domain()));
    }

    SimulatedUser user(SimulatedUser made) {
        SimulatedUser before = users.putIfAbsent(made.address(), made);
        return before == null ? made : before;
    }

    Optional<SimulatedUser> user(String address) {
        return Optional.ofNullable(users.get(address));
    }

    Iterable<SimulatedUser> users() {
        return users.values();
    }

    boolean serves(String domain) {
        return config.name().domains().contains(domain);
    }

    /** Eight or more hexadecimal digits nobody else of this process has. */
    String token() {
        return HexFormat.of().withUpperCase().toHexDigits((int) tokens.incrementAndGet());
    }

    /** A Call-ID or branch part of 32 hexadecimal digits. */
    String longToken() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(seed) + hex.toHexDigits(tokens.incrementAndGet());
    }

    @Override
    public void close() {
        config.clock().close();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
