package org.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.adaptor.AdaptorState;

/** What every store of {@link AdaptorState} owes the adaptors. */
public interface AdaptorStateContract {
    /** An empty state. */
    AdaptorState state();

    /** A key between Alice and Bob. */
    static AdaptorState.Key key(String role) {
        return new AdaptorState.Key(SamplePackets.ALICE, SamplePackets.BOB, role);
    }

    @Test
    default void givesBackWhatItWasGiven() {
        AdaptorState state = state();
        state.put(key("watcher"), new byte[] {1, 2, 3});
        assertThat(state.get(key("watcher")))
                .hasValueSatisfying(value -> assertThat(value).containsExactly(1, 2, 3));
        assertThat(state.get(key("notifier"))).isEmpty();
    }

    @Test
    default void keepsTheNewestValueAndForgetsWhatItIsTold() {
        AdaptorState state = state();
        state.put(key("watcher"), new byte[] {1});
        state.put(key("watcher"), new byte[] {2});
        assertThat(state.get(key("watcher")))
                .hasValueSatisfying(value -> assertThat(value).containsExactly(2));
        state.remove(key("watcher"));
        state.remove(key("watcher"));
        assertThat(state.get(key("watcher"))).isEmpty();
    }

    @Test
    default void doesNotShareItsArrays() {
        AdaptorState state = state();
        byte[] mine = {1};
        state.put(key("watcher"), mine);
        mine[0] = 9;
        state.get(key("watcher")).orElseThrow()[0] = 8;
        assertThat(state.get(key("watcher")).orElseThrow()).containsExactly(1);
    }

    @Test
    default void showsEveryValue() {
        AdaptorState state = state();
        state.put(key("a"), new byte[] {1});
        state.put(key("b"), new byte[] {2});
        List<String> roles = new ArrayList<>();
        state.forEach((key, _) -> roles.add(key.role()));
        assertThat(roles).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    default void refusesWhatIsTooLarge() {
        AdaptorState state = state();
        state.put(key("a"), new byte[AdaptorState.MAX_BYTES]);
        assertThatThrownBy(() -> state.put(key("a"), new byte[AdaptorState.MAX_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
