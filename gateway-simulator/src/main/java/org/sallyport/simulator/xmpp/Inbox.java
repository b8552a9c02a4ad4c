package org.sallyport.simulator.xmpp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** What has arrived, in order, for a test to wait on. Thread-safe. */
public final class Inbox<T> {
    private static final int CAPACITY = 1_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<T> items = new ArrayList<>();
    private int read;

    Inbox() {}

    void add(T item) {
        lock.lock();
        try {
            if (items.size() == CAPACITY) {
                throw new IllegalStateException("inbox is full");
            }
            items.add(item);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All that arrived so far, read or not. */
    public List<T> all() {
        lock.lock();
        try {
            return List.copyOf(items);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next item nobody has taken yet.
     *
     * @throws TimeoutException if none came in time
     */
    public T next(Duration limit) throws TimeoutException, InterruptedException {
        lock.lock();
        try {
            awaitSize(read + 1, limit);
            return items.get(read++);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until this many items have arrived since the start, and returns all.
     *
     * @throws TimeoutException if there are fewer in time; the message says how many
     */
    public List<T> awaitCount(int count, Duration limit)
            throws TimeoutException, InterruptedException {
        lock.lock();
        try {
            awaitSize(count, limit);
            return List.copyOf(items);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The first item since the start that fits; it does not count as taken.
     *
     * @throws TimeoutException if none came in time
     */
    public T await(Predicate<T> wanted, Duration limit)
            throws TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        lock.lock();
        try {
            int next = 0;
            while (true) {
                for (; next < items.size(); next++) {
                    if (wanted.test(items.get(next))) {
                        return items.get(next);
                    }
                }
                if (changed.awaitNanos(deadline - System.nanoTime()) <= 0) {
                    throw new TimeoutException("none of " + items.size() + " items fits");
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitSize(int count, Duration limit)
            throws TimeoutException, InterruptedException {
        long left = limit.toNanos();
        while (items.size() < count) {
            if (left <= 0) {
                throw new TimeoutException(items.size() + " items instead of " + count);
            }
            left = changed.awaitNanos(left);
        }
    }
}
