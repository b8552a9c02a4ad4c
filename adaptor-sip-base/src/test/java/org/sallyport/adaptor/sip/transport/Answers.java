package org.sallyport.adaptor.sip.transport;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Notes what became of one or more requests. */
final class Answers implements ResponseHandler {
    final BlockingQueue<InboundResponse> provisional = new LinkedBlockingQueue<>();
    final BlockingQueue<InboundResponse> finals = new LinkedBlockingQueue<>();
    final BlockingQueue<SendFailure> failures = new LinkedBlockingQueue<>();

    @Override
    public void onProvisional(InboundResponse response) {
        provisional.add(response);
    }

    @Override
    public void onFinal(InboundResponse response) {
        finals.add(response);
    }

    @Override
    public void onFailure(SendFailure failure) {
        failures.add(failure);
    }
}
