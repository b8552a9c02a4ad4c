package org.sallyport.simulator.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.sallyport.simulator.sip.SipDecoder;

/**
 * What comes in on one connection: MESSAGEs and their answers at once, everything else to {@link
 * SipSessions}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be written is lost with the connection
final class SipLoadHandler extends ChannelInboundHandlerAdapter {
    /** What all connections count together. */
    record Tally(
            LoadScore outgoing,
            LoadScore incoming,
            LatencyHistogram answers,
            Map<Integer, LongAdder> refusals) {
        Tally(LoadScore outgoing, LoadScore incoming) {
            this(outgoing, incoming, new LatencyHistogram(), new ConcurrentHashMap<>());
        }
    }

    private final SipSessions sessions;
    private final Tally tally;

    SipLoadHandler(SipSessions sessions, Tally tally) {
        this.sessions = sessions;
        this.tally = tally;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof SipFrames.Frame frame)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (frame.startsWith("MESSAGE ")) {
            text(context, frame);
            return;
        }
        // Only answers to MESSAGEs carry a token, in the branch of their Via.
        LoadToken token =
                frame.startsWith("SIP/2.0 ")
                        ? LoadToken.find(frame.octets(), 0, frame.head())
                        : null;
        if (token == null) {
            sessions.message(context.channel(), SipDecoder.message(frame.octets(), frame.head()));
        } else {
            answer(token, frame.octets());
        }
    }

    private void text(ChannelHandlerContext context, SipFrames.Frame frame) {
        context.write(SipOk.to(frame, context.alloc()), context.voidPromise());
        LoadToken token = LoadToken.find(frame.octets(), frame.head(), frame.octets().length);
        if (token == null) {
            tally.incoming().stray();
        } else {
            tally.incoming().arrived(token);
        }
    }

    private void answer(LoadToken token, byte[] octets) {
        int status = (octets[8] - '0') * 100 + (octets[9] - '0') * 10 + octets[10] - '0';
        if (status >= 200 && status < 300) {
            tally.answers().record(System.nanoTime() - token.sentNanos());
        } else if (status >= 300) {
            tally.refusals().computeIfAbsent(status, key -> new LongAdder()).increment();
            tally.outgoing().failed(token);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
