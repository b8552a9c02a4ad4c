package org.sallyport.simulator.edge;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sallyport.simulator.edge.presence.Notified;
import org.sallyport.simulator.edge.presence.Presentity;

/** How a user is, whom she watches, and what she was told. Thread-safe. */
final class UserPresence {
    private final Switchboard board;
    private final Map<String, Watch> watches = new HashMap<>();
    private final BlockingQueue<Notified> notified = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> prompts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<Integer> replies = new ConcurrentLinkedQueue<>();
    private Presentity now;

    UserPresence(Switchboard board, Presentity first) {
        this.board = board;
        this.now = first;
    }

    BlockingQueue<Notified> notified() {
        return notified;
    }

    BlockingQueue<String> prompts() {
        return prompts;
    }

    BlockingQueue<Integer> ends() {
        return ends;
    }

    void script(Collection<Integer> statuses) {
        replies.addAll(statuses);
    }

    Optional<Integer> nextReply() {
        return Optional.ofNullable(replies.poll());
    }

    /** Only for the Edge's thread. */
    Presentity now() {
        return now;
    }

    void change(SimulatedUser user, UnaryOperator<Presentity> change) {
        board.core()
                .run(() -> {
                    Presentity before = now;
                    now = change.apply(before);
                    if (!now.equals(before)) {
                        board.presence().changed(user, before, now);
                    }
                });
    }

    CompletableFuture<Sent> watch(SimulatedUser user, String contact) {
        check(contact);
        CompletableFuture<Sent> end = new CompletableFuture<>();
        board.core().run(() -> of(user, contact).start(end));
        return end;
    }

    CompletableFuture<Sent> unwatch(SimulatedUser user, String contact) {
        check(contact);
        CompletableFuture<Sent> end = new CompletableFuture<>();
        board.core().run(() -> of(user, contact).stop(end));
        return end;
    }

    void refresh(SimulatedUser user, String contact) {
        check(contact);
        board.core().run(() -> of(user, contact).refresh());
    }

    int watchers(SimulatedUser user) {
        return wait(() -> board.presence().watchers(user));
    }

    void loseWatchers(SimulatedUser user) {
        int left =
                wait(() -> {
                    board.presence().forgetWatchers(user);
                    return board.presence().watchers(user);
                });
        if (left != 0) {
            throw new IllegalStateException("watchers are left");
        }
    }

    private int wait(Supplier<Integer> task) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        board.core().run(() -> result.complete(task.get()));
        return result.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static void check(String contact) {
        if (contact.indexOf('@') < 1) {
            throw new IllegalArgumentException("an address has a user and a domain");
        }
    }

    private Watch of(SimulatedUser user, String contact) {
        return watches.computeIfAbsent(
                contact.toLowerCase(Locale.ROOT), peer -> new Watch(board.presence(), user, peer));
    }
}
