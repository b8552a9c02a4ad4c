package org.sallyport.adaptor.sip;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.simulator.edge.Behaviour;
import org.sallyport.simulator.edge.InviteReply;
import org.sallyport.simulator.edge.MessageReply;
import org.slf4j.LoggerFactory;

/**
 * No words of a user in any log line, exception, event, metric or answer, at the noisiest level.
 */
@Timeout(60)
class CanaryTest {
    private static final String CANARY = "CanaryWordsThatNobodyMaySee";
    private static final String ENCODED = "Q2FuYXJ5V29yZHNUaGF0Tm9ib2R5TWF5U2Vl";

    @TempDir Path folder;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    lines.add(event.getLoggerName() + " " + event.getFormattedMessage());
                    for (IThrowableProxy t = event.getThrowableProxy();
                            t != null;
                            t = t.getCause()) {
                        lines.add(t.getClassName() + " " + t.getMessage());
                    }
                }
            };

    @BeforeEach
    void listen() {
        appender.start();
        root.setLevel(Level.TRACE);
        // What the simulator and Netty's own wire logs say is not ours; everything else is.
        root.addAppender(appender);
        PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
    }

    @AfterEach
    void stop() {
        root.detachAppender(appender);
        root.setLevel(Level.INFO);
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void keepsEveryWordToItself() throws Exception {
        try (EdgeRig rig = new EdgeRig(folder)) {
            rig.says(CANARY);
            rig.bob.repliesToTexts(
                    MessageReply.refuse(500, "Server Error"),
                    MessageReply.refuse(606, "No"),
                    MessageReply.refuse(481, "Gone"));
            for (int i = 0; i < 4; i++) {
                lines.add(rig.says(CANARY + i).toString());
            }
            rig.bob.repliesToTexts(new MessageReply.ShowAndReset());
            lines.add(rig.says(CANARY + "reset").toString());
            rig.edge
                    .user("carol@sfb.example")
                    .behaves(Behaviour.answers().with(InviteReply.refuse(488, "No")));
            lines.add(rig.says(CANARY.repeat(400)).toString());
            rig.bob.says("alice@xmpp.example", CANARY).get(10, TimeUnit.SECONDS);
            lines.add(rig.sink.next().packet().toString());
            rig.sink.answerWith(packet -> Outcome.notTaken(ErrorCode.UNKNOWN_USER, "because"));
            lines.add(
                    rig.bob
                            .says("alice@xmpp.example", CANARY)
                            .get(10, TimeUnit.SECONDS)
                            .diagnostics());
            byte[] broken =
                    ("<" + CANARY + "><!DOCTYPE " + CANARY).getBytes(StandardCharsets.UTF_8);
            rig.bob
                    .sendsRaw("alice@xmpp.example", "INFO", "application/xml", broken)
                    .get(10, TimeUnit.SECONDS);
            rig.bob
                    .sendsRaw(
                            "alice@xmpp.example",
                            "MESSAGE",
                            "multipart/alternative;boundary=" + CANARY,
                            broken)
                    .get(10, TimeUnit.SECONDS);
            rig.context.published().forEach(event -> lines.add(event.toString()));
            rig.adaptor.peers().forEach(peer -> lines.add(peer.toString()));
        }
        assertThat(lines).isNotEmpty();
        lines.add(printed.toString(StandardCharsets.UTF_8));
        assertThat(lines.stream().filter(line -> line.contains(CANARY) || line.contains(ENCODED)))
                .isEmpty();
    }
}
