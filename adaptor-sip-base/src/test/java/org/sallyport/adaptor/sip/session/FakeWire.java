package org.sallyport.adaptor.sip.session;

import java.util.ArrayList;
import java.util.List;
import org.sallyport.adaptor.sip.transport.SendFailure;
import org.sallyport.api.address.Domain;
import org.sallyport.api.outcome.Outcome;

/** A wire whose other end is the test. */
final class FakeWire implements Wire {
    final List<Out> sent = new ArrayList<>();
    final List<WireRequest> stateless = new ArrayList<>();

    /** One request that was sent. */
    static final class Out {
        final WireRequest request;
        private final Answers answers;
        boolean cancelled;

        Out(WireRequest request, Answers answers) {
            this.request = request;
            this.answers = answers;
        }

        /** Answers; headers are given as {@code Name: value}. */
        void answerWith(int status, String reason, String... headers) {
            answers.onFinal(new Answered(request, status, reason, List.of(headers)));
        }

        void answer(int status, String... headers) {
            answerWith(status, "", headers);
        }

        /** A 200 as Skype for Business gives it (example 33). */
        void accept(String tag, String... more) {
            List<String> headers =
                    new ArrayList<>(
                            List.of(
                                    "To: <sip:bob@sfb.example>;tag=" + tag + ";epid=5f0c9a7e11",
                                    "Record-Route: <sip:fepool.int.sfb.example:5061;transport=tls;ms-fe=fe01;opaque=state:T;lr>",
                                    "Record-Route: <sip:sip.sfb.example:5061;transport=tls;lr;ms-key-info=AAEAA==;ms-route-sig=a,b>;tag=A1B2",
                                    "Contact: <sip:bob@sfb.example;opaque=user:epid:kQ0SPexampleEpidAAAA;gruu>"));
            headers.addAll(List.of(more));
            answerWith(200, "OK", headers.toArray(String[]::new));
        }

        void fail(SendFailure.Reason reason, Outcome.Certainty certainty) {
            answers.onFailure(new SendFailure(reason, certainty, "as the test wishes"));
        }
    }

    private record Answered(WireRequest request, int status, String reason, List<String> lines)
            implements WireAnswer {
        @Override
        public List<String> headers(String name) {
            List<String> given =
                    lines.stream()
                            .filter(line ->
                                    line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                            .map(line -> line.substring(name.length() + 1).strip())
                            .toList();
            String copied = request.header(name);
            boolean copies =
                    List.of("From", "To", "Call-ID", "CSeq").contains(name) && !copied.isEmpty();
            return given.isEmpty() && copies ? List.of(copied) : given;
        }
    }

    @Override
    public Sent send(WireRequest request, Answers answers) {
        Out out = new Out(request, answers);
        sent.add(out);
        if (request.method().equals("BYE")) {
            out.answer(200);
        }
        return () -> out.cancelled = true;
    }

    @Override
    public void sendStateless(WireRequest request) {
        stateless.add(request);
    }

    @Override
    public String hostFor(Domain served) {
        return "sip." + served.value();
    }

    @Override
    public int port() {
        return 5061;
    }

    /** The only request of that method that was sent since the last look; forgets it. */
    Out next(String method) {
        Out found =
                sent.stream()
                        .filter(out -> out.request.method().equals(method))
                        .findFirst()
                        .orElseThrow(() ->
                                new AssertionError(
                                        "no "
                                                + method
                                                + " was sent but "
                                                + sent.stream()
                                                        .map(out -> out.request.method())
                                                        .toList()));
        sent.remove(found);
        return found;
    }
}
