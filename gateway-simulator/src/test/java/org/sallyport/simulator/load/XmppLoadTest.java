package org.sallyport.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.xmpp.Security;
import org.sallyport.simulator.xmpp.SimulatedXmppDomain;
import org.sallyport.simulator.xmpp.StreamFacts;
import org.sallyport.simulator.xmpp.StreamSettings;

class XmppLoadTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test Root");
    private static final LoadPlan PLAN = new LoadPlan("xmpp.example", "sip.example", 50, 100);
    private static final LoadPlan MIRROR = new LoadPlan("sip.example", "xmpp.example", 50, 100);

    private final LoadScore east = new LoadScore(50);
    private final LoadScore west = new LoadScore(50);

    @Test
    void countsEveryTextOnceInAClosedWindow() throws Exception {
        try (XmppLoad left = load(PLAN, east, west);
                XmppLoad right = load(MIRROR, west, east)) {
            left.connect(right.address(Security.STARTTLS), Security.STARTTLS, 3);
            right.connect(left.address(Security.DIRECT_TLS), Security.DIRECT_TLS, 1);
            assertThat(left.sendWindowed(200, 20_000, Duration.ofSeconds(30))).isEqualTo(20_000);
            assertThat(right.sendWindowed(1, 100, Duration.ofSeconds(30))).isEqualTo(100);
            eventually(() -> east.open() == 0 && west.open() == 0);
            assertThat(left.endpoint().violations()).isEmpty();
            assertThat(right.endpoint().violations()).isEmpty();
            assertThat(right.endpoint().streams()).filteredOn(StreamFacts::ready).hasSize(4);
        }
        assertThat(east.report().counts()).isEqualTo(new LoadReport.Counts(20_000, 20_000, 0));
        assertThat(west.report().counts()).isEqualTo(new LoadReport.Counts(100, 100, 0));
        assertThat(east.report().faults().isNone()).isTrue();
        assertThat(east.report().median())
                .isPositive()
                .isLessThanOrEqualTo(east.report().percentile99());
    }

    @Test
    void sendsAtARate() throws Exception {
        try (XmppLoad left = load(PLAN, east, west);
                XmppLoad right = load(MIRROR, west, east)) {
            left.connect(right.address(Security.STARTTLS), Security.STARTTLS, 1);
            left.sendAtRate(1000, Duration.ofSeconds(1));
            eventually(() -> east.open() == 0);
        }
        assertThat(east.report().counts().sent()).isBetween(800L, 1000L);
    }

    @Test
    void countsRefusals() throws Exception {
        try (XmppLoad left = load(PLAN, east, west);
                SimulatedXmppDomain right = SimulatedXmppDomain.start(settings("sip.example"))) {
            right.route("xmpp.example", left.address(Security.STARTTLS), Security.STARTTLS);
            right.user(PLAN.sipUser(0));
            left.connect(right.address(Security.STARTTLS), Security.STARTTLS, 1);
            left.sendWindowed(100, 50, Duration.ofSeconds(10));
            eventually(() -> east.report().counts().failed() == 49);
            assertThat(right.user(PLAN.sipUser(0)).received().next(Duration.ofSeconds(10)).text())
                    .hasSize(100);
            right.ping("xmpp.example").answer().get(10, TimeUnit.SECONDS);
            assertThat(right.violations()).isEmpty();
        }
        assertThat(east.open()).isEqualTo(1);
    }

    @Test
    void saysSoWhenItCannotConnect() {
        try (XmppLoad left = load(PLAN, east, west);
                XmppLoad right = load(MIRROR, west, east)) {
            right.endpoint().refuse();
            assertThatThrownBy(() ->
                            left.connect(right.address(Security.STARTTLS), Security.STARTTLS, 1))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void readsTokensBack() {
        LoadToken token = new LoadToken(42, 1234567, 9_876_543_210L);
        assertThat(token.text()).hasSize(LoadToken.LENGTH);
        assertThat(LoadToken.find("load- load-x " + token.text() + " more")).isEqualTo(token);
        assertThat(LoadToken.find("load-000042-no token at all, but long enough")).isNull();
        assertThat(LoadToken.find(token.text().substring(1))).isNull();
    }

    @Test
    void noticesDuplicatesDisorderAndStrays() {
        LoadScore score = new LoadScore(1);
        for (int i = 0; i < 4; i++) {
            score.sent();
        }
        score.arrived(new LoadToken(0, 1, System.nanoTime()));
        score.arrived(new LoadToken(0, 0, System.nanoTime()));
        score.arrived(new LoadToken(0, 1, System.nanoTime()));
        score.arrived(new LoadToken(1, 0, System.nanoTime()));
        score.failed(new LoadToken(0, 2, 0));
        score.failed(new LoadToken(0, 2, 0));
        score.failed(new LoadToken(0, 1, 0));
        score.arrived(new LoadToken(0, 2, System.nanoTime()));
        assertThat(score.report().counts()).isEqualTo(new LoadReport.Counts(4, 2, 1));
        assertThat(score.report().faults()).isEqualTo(new LoadReport.Faults(1, 1, 1, 2));
        assertThat(score.open()).isEqualTo(1);
    }

    @Test
    void measuresPercentiles() {
        LatencyHistogram histogram = new LatencyHistogram();
        assertThat(histogram.percentile(0.5)).isZero();
        for (int i = 1; i <= 1000; i++) {
            histogram.record(i * 1_000_000L);
        }
        assertThat(histogram.percentile(0.5))
                .isBetween(Duration.ofMillis(500), Duration.ofMillis(508));
        assertThat(histogram.percentile(0.99))
                .isBetween(Duration.ofMillis(990), Duration.ofMillis(1000));
        assertThat(histogram.maximum()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void measuresWhatCameAfterASnapshot() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(5_000_000_000L);
        LatencyHistogram before = histogram.snapshot();
        for (int i = 1; i <= 100; i++) {
            histogram.record(i);
        }
        LatencyHistogram after = histogram.since(before);
        assertThat(before.count()).isEqualTo(1);
        assertThat(after.count()).isEqualTo(100);
        assertThat(after.percentile(0.5)).isEqualTo(Duration.ofNanos(50));
        assertThat(after.maximum()).isBetween(Duration.ofNanos(100), Duration.ofNanos(101));
    }

    private static XmppLoad load(LoadPlan plan, LoadScore outgoing, LoadScore incoming) {
        return new XmppLoad(settings(plan.xmppDomain()), plan, outgoing, incoming);
    }

    private static StreamSettings settings(String domain) {
        return StreamSettings.of(
                domain, AUTHORITY.issue(CertificateRequest.forDomain(domain)), AUTHORITY);
    }

    private static void eventually(BooleanSupplier condition) throws TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("not in time");
            }
            Thread.onSpinWait();
        }
    }
}
