package org.sallyport.adaptor.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Domain;

class HostNamesTest {
    @Test
    void namesOnlyTheDomainThatIsMeant() {
        Domain sharp = new Domain("stra\u00dfe.example");
        // IDNA 2003 would make strasse.example of it, which may be somebody else.
        assertThat(HostNames.wire(sharp)).isEqualTo("xn--strae-oqa.example");
        assertThat(HostNames.domain("xn--strae-oqa.example")).contains(sharp);
        assertThat(HostNames.domain("strasse.example")).contains(new Domain("strasse.example"));
    }
}
