package org.sallyport.testkit;

import org.sallyport.api.adaptor.AdaptorState;

class MemoryStateTest implements AdaptorStateContract {
    @Override
    public AdaptorState state() {
        return new MemoryState();
    }
}
