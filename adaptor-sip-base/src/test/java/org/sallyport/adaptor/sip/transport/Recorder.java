package org.sallyport.adaptor.sip.transport;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Notes what a transport hands up and does with requests what the test wants. */
final class Recorder implements SipMessages {
    static final long SOON_SECONDS = 20;

    final BlockingQueue<InboundRequest> requests = new LinkedBlockingQueue<>();
    final BlockingQueue<SipLink> ups = new LinkedBlockingQueue<>();
    final BlockingQueue<SipLink> downs = new LinkedBlockingQueue<>();
    private final Consumer<InboundRequest> reaction;

    Recorder(Consumer<InboundRequest> reaction) {
        this.reaction = reaction;
    }

    static Recorder answering(int status) {
        return new Recorder(request -> request.respond(status));
    }

    static Recorder silent() {
        return new Recorder(request -> {});
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(SOON_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    @Override
    public void onRequest(InboundRequest request) {
        requests.add(request);
        reaction.accept(request);
    }

    @Override
    public void onLinkChange(SipLink link, boolean up) {
        (up ? ups : downs).add(link);
    }
}
