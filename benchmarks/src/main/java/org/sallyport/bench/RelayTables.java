package org.sallyport.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What the relay prepared for each conversation, and its two ways out. */
final class RelayTables {
    static final int CONVERSATIONS = 100_000;

    /** The start of a stanza to the user of this conversation. */
    final AtomicReferenceArray<byte @Nullable []> stanzas =
            new AtomicReferenceArray<>(CONVERSATIONS);

    /** The start of a MESSAGE to the user of this conversation, up to its CSeq. */
    final AtomicReferenceArray<byte @Nullable []> messages =
            new AtomicReferenceArray<>(CONVERSATIONS);

    private volatile @Nullable Channel xmpp;
    private volatile @Nullable Channel sip;

    void xmpp(Channel channel) {
        xmpp = channel;
    }

    void sip(Channel channel) {
        sip = channel;
    }

    boolean isReady() {
        return xmpp != null && sip != null;
    }

    void toXmpp(ByteBuf octets) {
        send(xmpp, octets);
    }

    void toSip(ByteBuf octets) {
        send(sip, octets);
    }

    private static void send(@Nullable Channel channel, ByteBuf octets) {
        if (channel == null) {
            octets.release();
            throw new IllegalStateException("no connection yet");
        }
        ChannelFuture _ = channel.writeAndFlush(octets, channel.voidPromise());
    }
}
