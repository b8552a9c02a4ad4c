package org.sallyport.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Address;

class RedactedTest {
    @Test
    void keepsTypesAndFramesAndDropsMessages() {
        Exception failure =
                new IllegalStateException("canary one", new NumberFormatException("canary two"));
        failure.addSuppressed(new RuntimeException("canary three"));
        StringWriter printed = new StringWriter();
        Redacted.of(failure).printStackTrace(new PrintWriter(printed, true));
        assertThat(printed.toString())
                .contains("java.lang.IllegalStateException")
                .contains("java.lang.NumberFormatException")
                .contains("keepsTypesAndFramesAndDropsMessages")
                .doesNotContain("canary");
    }

    @Test
    void endsOnCausesThatGoInCircles() {
        Exception one = new Exception("canary");
        Exception two = new Exception("canary", one);
        one.initCause(two);
        assertThat(Redacted.of(one).getCause()).isNotNull();
        assertThat(Redacted.of(one).toString()).isEqualTo("java.lang.Exception");
    }

    @Test
    void hiddenCharactersDoNotReachALine() {
        Address address =
                Address.of("a\u202eb\u2028c", new org.sallyport.api.address.Domain("x.example"));
        assertThat(AddressRendering.of(AddressForm.FULL, _ -> new byte[8]).render(address))
                .isEqualTo("a\ufffdb\ufffdc@x.example");
    }
}
