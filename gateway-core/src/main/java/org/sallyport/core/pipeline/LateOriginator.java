package org.sallyport.core.pipeline;

import org.jspecify.annotations.Nullable;
import org.sallyport.api.packet.Packet;

/** Closes the circle between chain and entrance once both exist; nothing is judged before. */
final class LateOriginator implements Passage.Originator {
    private volatile @Nullable Entrance entrance;

    void set(Entrance made) {
        entrance = made;
    }

    @Override
    public void originate(Packet packet, Packet cause, Passage passage) {
        Entrance made = entrance;
        if (made == null) {
            throw new IllegalStateException("the packet path is not complete");
        }
        made.originate(packet, cause, passage);
    }
}
