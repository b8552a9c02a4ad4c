package org.sallyport.simulator.edge;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sallyport.simulator.sip.SipConnection;
import org.sallyport.simulator.sip.SipTransport;

/**
 * The connections the Edge opens, up to four for each partner (MS-SIP §1.2), and the list of all
 * that are open.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what whenComplete starts reports by itself
final class Wire {
    private static final class Slot {
        private @Nullable SipConnection connection;
        private final Deque<Consumer<@Nullable SipConnection>> waiting = new ArrayDeque<>();
        private boolean dialling;
    }

    private final EdgeCore core;
    private final SipTransport transport;
    private final Map<String, Slot> slots = new HashMap<>();
    private final Set<SipConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean paused;
    private int turn;

    Wire(EdgeCore core, SipTransport transport) {
        this.core = core;
        this.transport = transport;
    }

    /**
     * Gives the connection on which a request of this dialog shall go, or null when the partner
     * cannot be reached.
     */
    void connection(String domain, String callId, Consumer<@Nullable SipConnection> use) {
        Dialect dialect = core.config().dialect();
        int number = dialect.spread() ? turn++ : callId.hashCode();
        Slot slot =
                slots.computeIfAbsent(
                        domain + " " + Math.floorMod(number, dialect.connections()),
                        key -> new Slot());
        SipConnection connection = slot.connection;
        if (connection != null && connection.open()) {
            use.accept(connection);
            return;
        }
        slot.waiting.add(use);
        if (!slot.dialling) {
            slot.dialling = true;
            dial(domain, slot);
        }
    }

    private void dial(String domain, Slot slot) {
        Optional<Partner> partner = core.partner(domain);
        Optional<String> name = partner.filter(this::allowed).flatMap(core::serverName);
        Optional<InetSocketAddress> address = partner.flatMap(Partner::address);
        if (name.isEmpty() || address.isEmpty()) {
            finish(slot, null);
            return;
        }
        transport
                .connect(address.get(), name.get())
                .whenComplete((connection, error) ->
                        core.run(() -> {
                            boolean good = error == null && connection.peerIs(name.get());
                            if (error == null && !good) {
                                core.violation("certificate-name", null, connection);
                                connection.reset();
                            }
                            finish(slot, good ? connection : null);
                        }));
    }

    private boolean allowed(Partner partner) {
        return switch (partner.mode()) {
            case BLOCKED -> false;
            case DYNAMIC -> core.config().federation().discovery();
            case DIRECT, ENHANCED -> true;
        };
    }

    private static void finish(Slot slot, @Nullable SipConnection connection) {
        slot.dialling = false;
        slot.connection = connection;
        while (!slot.waiting.isEmpty()) {
            slot.waiting.removeFirst().accept(connection);
        }
    }

    void opened(SipConnection connection) {
        open.add(connection);
        if (paused) {
            connection.reading(false);
        }
    }

    void closed(SipConnection connection) {
        open.remove(connection);
    }

    Set<SipConnection> open() {
        return open;
    }

    void reading(boolean wanted) {
        paused = !wanted;
        open.forEach(connection -> connection.reading(wanted));
    }
}
