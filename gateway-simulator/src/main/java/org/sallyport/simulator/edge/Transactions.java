package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sallyport.simulator.sip.SipConnection;
import org.sallyport.simulator.sip.SipMessage;

/**
 * Our requests that wait for their final response, with RFC 3261's timers for reliable transports.
 */
final class Transactions {
    /** 64 times T1: Timers B and F, RFC 3261 §17.1. */
    static final Duration GIVE_UP = Duration.ofSeconds(32);

    /** Timer C, RFC 3261 §16.6. */
    private static final Duration RINGING_LIMIT = Duration.ofMinutes(3);

    private static final int REMEMBERED = 10_000;

    /** One request under way. */
    static final class Running {
        private final SipMessage request;
        private final Consumer<Answer> handler;
        private @Nullable SipConnection connection;
        private SimulatorClock.Timer timer = () -> {};
        private boolean provisional;
        private boolean cancelWanted;
        private boolean ended;

        private Running(SipMessage request, Consumer<Answer> handler) {
            this.request = request;
            this.handler = handler;
        }

        boolean invite() {
            return request.method().equals("INVITE");
        }
    }

    private final EdgeCore core;
    private final Wire wire;
    private final Requests requests;
    private final Map<String, Running> running = new HashMap<>();
    // Their answers may come over a new connection (RFC 3261 §18.2.2); nobody waits for them, and
    // they are no fault.
    private final Map<String, Boolean> lost =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            };
    private Consumer<SipMessage> lateSuccess = response -> {};

    Transactions(EdgeCore core, Wire wire, Requests requests) {
        this.core = core;
        this.wire = wire;
        this.requests = requests;
    }

    /** Who gets 2xx responses to INVITE that come again or too late. */
    void onLateSuccess(Consumer<SipMessage> consumer) {
        lateSuccess = consumer;
    }

    /** Sends a request; the handler gets each provisional answer and exactly one final one. */
    Running start(String domain, SipMessage request, Consumer<Answer> handler) {
        Running transaction = new Running(request, handler);
        wire.connection(
                domain,
                request.callId(),
                connection -> {
                    if (connection == null) {
                        end(transaction, Answer.madeUp(504));
                        return;
                    }
                    transaction.connection = connection;
                    running.put(key(request.branch(), request.method()), transaction);
                    transaction.timer =
                            core.after(GIVE_UP, () -> end(transaction, Answer.madeUp(408)));
                    connection.send(request);
                });
        return transaction;
    }

    /** Sends something that gets no response: ACK. */
    void sendOnly(String domain, SipMessage request) {
        wire.connection(
                domain,
                request.callId(),
                connection -> {
                    if (connection != null) {
                        connection.send(request);
                    }
                });
    }

    /** Gives an INVITE up; the CANCEL waits for a provisional response (RFC 3261 §9.1). */
    void cancel(Running invite) {
        if (invite.ended || invite.cancelWanted) {
            return;
        }
        invite.cancelWanted = true;
        if (invite.provisional) {
            sendCancel(invite);
        }
    }

    private void sendCancel(Running invite) {
        SipConnection connection = invite.connection;
        if (connection == null) {
            return;
        }
        SipMessage cancel = requests.cancel(invite.request);
        Running transaction = new Running(cancel, answer -> {});
        transaction.connection = connection;
        running.put(key(cancel.branch(), "CANCEL"), transaction);
        transaction.timer = core.after(GIVE_UP, () -> end(transaction, Answer.madeUp(408)));
        invite.timer.cancel();
        invite.timer = core.after(GIVE_UP, () -> end(invite, Answer.madeUp(408)));
        connection.send(cancel);
    }

    void response(SipConnection connection, SipMessage response) {
        Running transaction = running.get(key(response.branch(), response.method()));
        if (transaction == null) {
            if (response.method().equals("INVITE") && response.status() < 300) {
                lateSuccess.accept(response);
            } else if (!lost.containsKey(key(response.branch(), response.method()))) {
                core.violation("response-unmatched", response, connection);
            }
            return;
        }
        if (connection != transaction.connection) {
            core.violation("response-connection", response, connection);
        }
        EchoCheck.fault(transaction.request, response)
                .ifPresent(rule -> core.violation(rule, response, connection));
        if (response.status() < 200) {
            provisional(transaction, response);
            return;
        }
        if (transaction.invite() && response.status() >= 300) {
            connection.send(requests.ackOfRefusal(transaction.request, response));
        }
        end(transaction, Answer.of(response));
    }

    private void provisional(Running transaction, SipMessage response) {
        if (transaction.invite()) {
            transaction.timer.cancel();
            transaction.timer = core.after(RINGING_LIMIT, () -> cancel(transaction));
            if (transaction.cancelWanted && !transaction.provisional) {
                sendCancel(transaction);
            }
        }
        transaction.provisional = true;
        transaction.handler.accept(Answer.of(response));
    }

    private void end(Running transaction, Answer answer) {
        if (transaction.ended) {
            return;
        }
        transaction.ended = true;
        transaction.timer.cancel();
        running.remove(key(transaction.request.branch(), transaction.request.method()));
        transaction.handler.accept(answer);
    }

    /** Ends what waits on a connection that is gone (RFC 3261 §8.1.3.1; a user then sees 504). */
    void lost(SipConnection connection) {
        List<Running> hit = new ArrayList<>(running.values());
        hit.removeIf(transaction -> transaction.connection != connection);
        hit.forEach(transaction -> {
            lost.put(key(transaction.request.branch(), transaction.request.method()), true);
            end(transaction, Answer.madeUp(504));
        });
    }

    private static String key(String branch, String method) {
        return branch + " " + method;
    }
}
