package org.sallyport.simulator.edge;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The sessions that stand, and what is needed to speak in them. Belongs to the Edge's thread. */
final class Switchboard {
    /** A dialog and the conversation it serves. */
    record Session(Dialog dialog, Conversation conversation) {}

    private final EdgeCore core;
    private final Transactions transactions;
    private final Requests requests;
    private final PresenceDesk presence;
    private final Map<String, Session> sessions = new HashMap<>();

    Switchboard(EdgeCore core, Transactions transactions, Requests requests) {
        this.core = core;
        this.transactions = transactions;
        this.requests = requests;
        this.presence = new PresenceDesk(core, transactions, requests);
    }

    EdgeCore core() {
        return core;
    }

    Transactions transactions() {
        return transactions;
    }

    PresenceDesk presence() {
        return presence;
    }

    Requests requests() {
        return requests;
    }

    void add(Dialog dialog, Conversation conversation) {
        sessions.put(dialog.key(), new Session(dialog, conversation));
    }

    void remove(Dialog dialog) {
        dialog.die();
        sessions.remove(dialog.key());
    }

    Optional<Session> find(String callId, String localTag, String remoteTag) {
        return Optional.ofNullable(sessions.get(Dialog.key(callId, localTag, remoteTag)));
    }

    int size() {
        return sessions.size();
    }

    static String domain(String address) {
        return address.substring(address.indexOf('@') + 1);
    }
}
