package org.sallyport.core.plugin;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.sallyport.api.adaptor.AdaptorState;

/** Adaptor state that is gone after a restart. */
public final class MemoryState implements AdaptorState {
    private final Map<Key, byte[]> values = new ConcurrentHashMap<>();

    @Override
    public Optional<byte[]> get(Key key) {
        return Optional.ofNullable(values.get(key)).map(byte[]::clone);
    }

    @Override
    public void put(Key key, byte[] value) {
        if (value.length > MAX_BYTES) {
            throw new IllegalArgumentException("a value has at most " + MAX_BYTES + " octets");
        }
        values.put(key, value.clone());
    }

    @Override
    public void remove(Key key) {
        values.remove(key);
    }

    @Override
    public void forEach(BiConsumer<Key, byte[]> reader) {
        values.forEach((key, value) -> reader.accept(key, value.clone()));
    }
}
