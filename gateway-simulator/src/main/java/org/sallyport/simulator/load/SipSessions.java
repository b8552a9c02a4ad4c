package org.sallyport.simulator.load;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.sallyport.simulator.sip.NameAddress;
import org.sallyport.simulator.sip.SipMessage;
import org.sallyport.simulator.sip.SipUri;

/**
 * The sessions of a load run, opened from here or by the gateway; one for each conversation, the
 * youngest.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be written is lost with the connection
final class SipSessions {
    private final LoadPlan plan;
    private final SipLoadMessages messages;
    private final AtomicReferenceArray<@Nullable SipTemplate> templates;
    private final Map<String, Integer> byCallId = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> refusals = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong(System.nanoTime());
    private volatile CountDownLatch open;

    SipSessions(LoadPlan plan, SipLoadMessages messages) {
        this.plan = plan;
        this.messages = messages;
        this.templates = new AtomicReferenceArray<>(plan.conversations());
        this.open = new CountDownLatch(0);
    }

    /** What a text of this conversation is written with; null when no session stands. */
    @Nullable SipTemplate template(int conversation) {
        return templates.get(conversation);
    }

    int count() {
        int count = 0;
        for (int index = 0; index < templates.length(); index++) {
            count += templates.get(index) == null ? 0 : 1;
        }
        return count;
    }

    Map<Integer, LongAdder> refusals() {
        return refusals;
    }

    /**
     * Sends one INVITE for each conversation; the latch falls to zero when all have their final
     * answer.
     */
    CountDownLatch invite(List<Channel> channels) {
        CountDownLatch all = new CountDownLatch(plan.conversations());
        open = all;
        for (int conversation = 0; conversation < plan.conversations(); conversation++) {
            String callId = Long.toHexString(numbers.incrementAndGet());
            byCallId.put(callId, conversation);
            send(
                    channels.get(conversation % channels.size()),
                    messages.invite(conversation, callId));
        }
        return all;
    }

    /** Anything but the response to a MESSAGE and a MESSAGE itself. */
    void message(Channel channel, SipMessage message) {
        if (!message.isRequest()) {
            if (message.method().equals("INVITE") && message.status() >= 200) {
                answered(channel, message);
            }
            return;
        }
        switch (message.method()) {
            case "INVITE" -> invited(channel, message);
            case "ACK" -> {}
            case "BYE" -> {
                Integer conversation = byCallId.remove(message.callId());
                if (conversation != null) {
                    templates.set(conversation, null);
                }
                send(channel, messages.response(message, 200, "OK", "").empty());
            }
            default -> send(channel, messages.response(message, 200, "OK", ";tag=load").empty());
        }
    }

    private void answered(Channel channel, SipMessage answer) {
        Integer conversation = byCallId.get(answer.callId());
        if (conversation == null) {
            return;
        }
        if (answer.status() >= 300) {
            refusals.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
            byCallId.remove(answer.callId());
            send(channel, messages.ackOfRefusal(answer));
            open.countDown();
            return;
        }
        List<String> routes = answer.list("Record-Route");
        int others = Math.max(0, routes.size() - messages.routeCount());
        SipTemplate.Session session =
                new SipTemplate.Session(
                        contact(answer),
                        routes.subList(0, others).reversed(),
                        answer.header("From").orElse(""),
                        answer.header("To").orElse(""),
                        answer.callId());
        send(channel, messages.ack(session, Long.toHexString(numbers.incrementAndGet())));
        // A repeated 200 wants its ACK again but must not begin the numbers anew.
        if (templates.get(conversation) == null) {
            templates.set(conversation, new SipTemplate(session, messages.via(), plan.padding()));
            open.countDown();
        }
    }

    private void invited(Channel channel, SipMessage invite) {
        int conversation = conversation(invite.to().sipUri());
        if (conversation < 0) {
            send(channel, messages.response(invite, 404, "Not Found", ";tag=load").empty());
            return;
        }
        SipMessage accept = messages.accept(invite, conversation);
        byCallId.put(invite.callId(), conversation);
        templates.set(
                conversation,
                new SipTemplate(
                        new SipTemplate.Session(
                                contact(invite),
                                invite.list("Record-Route"),
                                accept.header("To").orElse(""),
                                accept.header("From").orElse(""),
                                invite.callId()),
                        messages.via(),
                        plan.padding()));
        send(channel, accept);
    }

    private int conversation(SipUri to) {
        if (to.user().length() != plan.sipUser(0).length() || !to.host().equals(plan.sipDomain())) {
            return -1;
        }
        try {
            int number = Integer.parseInt(to.user().substring(1));
            return number < plan.conversations() ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String contact(SipMessage message) {
        return message.header("Contact")
                .flatMap(NameAddress::parse)
                .map(NameAddress::uri)
                .orElse("sip:nobody.invalid");
    }

    private static void send(Channel channel, SipMessage message) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(message.toBytes()), channel.voidPromise());
    }
}
