package org.sallyport.api.packet;

import java.util.Optional;
import org.sallyport.api.error.ErrorCode;

/**
 * An earlier text, already answered for, did not arrive after all: a stanza error that came late, a
 * stream that died with texts unconfirmed, a negative IMDN. Sent by the adaptor that learnt of it,
 * towards the sender of the text.
 *
 * @param envelope who could not be reached ({@code from}) and who must be told ({@code to})
 * @param of the packet that failed
 * @param ofWireId the id that the text had on the side of its sender, where one is known
 * @param code why
 * @param certain whether it surely did not arrive; false if nobody knows
 */
public record DeliveryFailure(
        Envelope envelope,
        CorrelationId of,
        Optional<String> ofWireId,
        ErrorCode code,
        boolean certain)
        implements Packet {
    @Override
    public PacketKind kind() {
        return PacketKind.DELIVERY_FAILURE;
    }

    @Override
    public DeliveryFailure withEnvelope(Envelope newEnvelope) {
        return new DeliveryFailure(newEnvelope, of, ofWireId, code, certain);
    }
}
