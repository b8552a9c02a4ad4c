package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A text on its way out, with how often it was tried. Belongs to the Edge's thread, but for the
 * future.
 */
final class Outgoing {
    private final String text;
    private final TextForm form;
    private final long order;
    private final long begun;
    private final CompletableFuture<Sent> end = new CompletableFuture<>();
    private int invites;
    private int messages;
    private int resends;

    Outgoing(String text, TextForm form, long order, long begun) {
        this.text = text;
        this.form = form;
        this.order = order;
        this.begun = begun;
    }

    String text() {
        return text;
    }

    TextForm form() {
        return form;
    }

    long order() {
        return order;
    }

    CompletableFuture<Sent> end() {
        return end;
    }

    void invited() {
        invites++;
    }

    void messaged() {
        messages++;
    }

    /** Whether it may be sent once more; counts it if so. */
    boolean again(int limit) {
        return resends++ < limit;
    }

    void finish(Answer answer, long now) {
        end.complete(
                new Sent(
                        answer.status(),
                        answer.local(),
                        answer.diagnostics(),
                        invites,
                        messages,
                        Duration.ofNanos(Math.max(0, now - begun))));
    }

    @Override
    public String toString() {
        return "Outgoing";
    }
}
