package org.sallyport.adaptor.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.adaptor.sip.transport.Recorder.next;
import static org.sallyport.adaptor.sip.transport.TransportBench.OURS;
import static org.sallyport.adaptor.sip.transport.TransportBench.OUR_HOST;
import static org.sallyport.adaptor.sip.transport.TransportBench.THEIRS;
import static org.sallyport.adaptor.sip.transport.TransportBench.THEIR_HOST;
import static org.sallyport.adaptor.sip.transport.TransportBench.message;
import static org.sallyport.adaptor.sip.transport.TransportBench.peer;
import static org.sallyport.adaptor.sip.transport.TransportBench.soon;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TransportTest {
    @TempDir
    Path folder;

    private TransportBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new TransportBench(folder);
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void theFirstMessageOfANewConnectionArrivesAndIsAnswered() throws Exception {
        Recorder edge = Recorder.answering(200);
        TransportBench.Side theirs = bench.theirs(TransportLimits.DEFAULTS, peer(OURS, OUR_HOST, 0));
        theirs.transport().start(edge);
        TransportBench.Side ours = bench.ours(TransportLimits.DEFAULTS, peer(THEIRS, THEIR_HOST, theirs.port()));
        ours.transport().start(Recorder.silent());
        Answers answers = new Answers();

        ours.transport()
                .send(
                        new OutboundRequest(
                                message(OURS, THEIRS, "first", 1), peer(THEIRS, THEIR_HOST, theirs.port()), soon()),
                        answers);

        InboundRequest request = next(edge.requests);
        assertThat(new String(request.body(), java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("hello 1");
        assertThat(request.fromDomain()).isEqualTo(OURS);
        assertThat(next(answers.finals).status()).isEqualTo(200);
    }
}
