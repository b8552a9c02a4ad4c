package org.sallyport.adaptor.xmpp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.testkit.AdaptorContract;

class XmppAdaptorTest implements AdaptorContract {
    @TempDir Path folder;
    private final List<Boundary> open = new ArrayList<>();

    @Override
    public Adaptor adaptor() {
        Boundary.Setup setup = new Boundary.Setup();
        setup.start = false;
        setup.alsoRefusing = true;
        open.add(setup.open(folder));
        return open.getLast().adaptor;
    }

    @Override
    public InstantMessage reachable() {
        return Boundary.text("alice@xmpp.example", "words");
    }

    @Override
    public InstantMessage unreachable() {
        return Boundary.text("alice@down.example", "words");
    }

    @AfterEach
    void close() {
        open.forEach(Boundary::close);
    }
}
