package org.sallyport.adaptor.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.address.Address;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.testkit.AdaptorContract;
import org.sallyport.testkit.SamplePackets;

@Timeout(60)
class SipAdaptorContractTest implements AdaptorContract {
    @TempDir Path folder;

    private final List<EdgeRig> rigs = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        rigs.add(new EdgeRig(folder));
    }

    @AfterEach
    void close() {
        rigs.forEach(EdgeRig::close);
    }

    @Override
    public Adaptor adaptor() {
        return rigs.getFirst().another();
    }

    @Override
    public InstantMessage reachable() {
        return SamplePackets.text("Hello");
    }

    @Override
    public InstantMessage unreachable() {
        return SamplePackets.text(
                SamplePackets.ALICE, Address.parse("bob@down.example"), "CanaryWords");
    }

    @Test
    void answersForTheDomainsThatItIsGiven() {
        AdaptorFactory<SipConfig> factory = new SipAdaptorFactory("sip-test", EdgeRig.PROFILE);
        SipConfig config = rigs.getFirst().config;
        assertThat(factory.type()).isEqualTo("sip-test");
        assertThat(factory.serves(config)).containsExactly(SamplePackets.ALICE.domain());
        assertThat(factory.peers(config)).hasSize(2);
    }
}
