package org.sallyport.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerPolicy;
import org.sallyport.api.config.PeerSettings;

class ConfigLoaderTest {
    @TempDir Path temporary;

    private ConfigFolder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new ConfigFolder(Files.createDirectories(temporary.resolve("conf")));
    }

    @Test
    void loadsTheExampleOfThePlan() throws IOException {
        GatewayConfig config = folder.loaded(ConfigFolder.EXAMPLE);
        assertThat(config.node()).isEqualTo("gw1");
        assertThat(config.dataDir()).isEqualTo(temporary.resolve("data"));
        assertThat(config.configFolder()).isEqualTo(temporary.resolve("conf"));
        PeerPolicy edge = Objects.requireNonNull(config.policies().get("edge"));
        assertThat(edge.eku()).isEqualTo(PeerPolicy.KeyUsage.ANY);
        PeerPolicy partner = Objects.requireNonNull(config.policies().get("partner"));
        assertThat(partner.tls().min()).isEqualTo(PeerPolicy.TlsVersion.TLS_1_3);
        assertThat(partner.trust()).containsExactly(temporary.resolve("conf/ca.crt"));
        assertThat(config.adaptors())
                .extracting(section -> section.name().value())
                .containsExactly("xmpp", "sip");
        AdaptorSection<?> sip = config.adaptors().get(1);
        assertThat(sip.served()).containsExactly(new Domain("xmpp.example"));
        assertThat(sip.peers().getFirst().connect().getFirst().address())
                .contains(new HostPort("sip.sfb.example", 5061));
        assertThat(config.filters())
                .extracting(FilterSection::instance)
                .containsExactly("whitelist");
        assertThat(config.limits()).isEqualTo(Limits.defaults());
        assertThat(config.settings().dns()).isEqualTo(DnsSettings.defaults());
        assertThat(config.settings().management().listen().port()).isEqualTo(9480);
    }

    @Test
    void theDefaultsInTheRecordsAreThoseOfTheFile() throws IOException {
        String short_ =
                ConfigFolder.EXAMPLE.replaceAll(
                        "(?m)^(node|data-dir|store|management|log):.*\n", "");
        GatewayConfig config = folder.loaded(short_);
        assertThat(config.settings()).isEqualTo(GatewayConfig.Settings.defaults());
        assertThat(config.dataDir()).isEqualTo(temporary.resolve("data"));
    }

    @Test
    void loadsTheMaskingExample() throws IOException {
        String masking =
                ConfigFolder.EXAMPLE
                        .replace("serves: [sfb.example]", "serves: [sip.example]")
                        .replace(
                                "  - whitelist:",
                                "  - identity-map: { domains: [ { canonical: sfb.example, presented: sip.example, to: xmpp } ] }\n"
                                        + "  - whitelist:");
        GatewayConfig config = folder.loaded(masking);
        assertThat(config.mappers())
                .extracting(MapperSection::name)
                .containsExactly("identity-map");
        assertThat(config.adaptors().getFirst().served())
                .containsExactly(new Domain("sip.example"));
    }

    @Test
    void derivesWhatIsServedFromTheOtherSidesPeersAsPresentedHere() throws IOException {
        String masking =
                ConfigFolder.EXAMPLE
                        .replaceAll("(?m)^ *serves: .*\n", "")
                        .replace(
                                "  - whitelist:",
                                "  - identity-map: { domains: [ { canonical: sfb.example, presented: sip.example, to: xmpp } ] }\n"
                                        + "  - whitelist:");
        GatewayConfig config = folder.loaded(masking);
        assertThat(config.adaptors().getFirst().served())
                .containsExactly(new Domain("sip.example"));
        assertThat(config.adaptors().getLast().served())
                .containsExactly(new Domain("xmpp.example"));
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() throws IOException {
        List<String> problems =
                folder.problems(
                        """
                        config-version: 2
                        nod: gw1
                        store: { url: oracle }
                        policies:
                          partner: { trust: nowhere.crt, eku: sometimes }
                          edge: { trust: ca.crt }
                        adaptors:
                          xmpp:
                            type: xmpq
                          sip:
                            type: sip-skype
                            listen: 5061
                            peers:
                              - { domain: sfb.example, policy: egde }
                              - { policy: edge }
                        chain:
                          - whitelist: { domain: [xmpp.example] }
                          - throtle: { rate: 3 }
                        limits: { drain: 10, lane-bound: many }
                        """);
        assertThat(problems)
                .contains(
                        "sallyport.yaml:1:17: this gateway reads config-version 1, not 2; write config-version: 1, or use the"
                                + " gateway that the file was written for",
                        "sallyport.yaml:2:1: the key nod is not known; did you mean node?",
                        "sallyport.yaml:5:39: the value sometimes does not fit; write server-or-any or both or any",
                        "sallyport.yaml:9:11: no plugin offers the adaptor type xmpq; did you mean xmpp?",
                        "sallyport.yaml:12:13: the value 5061 does not fit; write host:port",
                        "sallyport.yaml:15:9: the key domain is missing; write domain: with a domain, *.suffix or * (The"
                                + " domain, *.suffix, or *)",
                        "sallyport.yaml:17:18: the key domain is not known; did you mean domains?",
                        "sallyport.yaml:18:5: no plugin offers throtle for chain; known here: identity-map, whitelist",
                        "sallyport.yaml:19:18: the value 10 does not fit; write a duration with its unit, for example 2s"
                                + " (ms, s, m, h, d)",
                        "sallyport.yaml:19:34: the value many does not fit; write a whole number, at most 2147483647")
                .anyMatch(line ->
                        line.startsWith(
                                "sallyport.yaml:3:8: this section does not fit: write memory or h2"));
        assertThat(problems).noneMatch(line -> line.contains("no domain is listed")).hasSize(11);
    }

    @Test
    void namesPlacesOfWhatDoesNotBelongTogether() throws IOException {
        String text =
                ConfigFolder.EXAMPLE
                        .replace("policy: edge,", "policy: egde,")
                        .replace("127.0.0.1:9480", "127.0.0.1:5061")
                        .replace(
                                "  - { domain: xmpp.example, policy: partner, connect: dns }",
                                "  - { domain: xmpp.example, policy: partner, connect: dns }\n"
                                        + "      - { domain: xmpp.example, policy: partner }");
        assertThat(folder.problems(text))
                .containsExactly(
                        "sallyport.yaml:16:19: the peer xmpp.example stands twice; the first is at sallyport.yaml:15:19;"
                                        .replace(";the", "; the")
                                + " remove one of them",
                        "sallyport.yaml:23:40: there is no policy egde; did you mean edge?",
                        "sallyport.yaml:26:23: the port 5061 is taken by sallyport.yaml:20:13; choose another port");
    }

    @Test
    void everyServedDomainIsReachedByOneOtherSideAndTheReverse() throws IOException {
        assertThat(
                        folder.problems(
                                ConfigFolder.EXAMPLE.replace(
                                        "serves: [sfb.example]", "serves: [sfb.exmple]")))
                .containsExactly(
                        "sallyport.yaml:11:14: the domain sfb.exmple is served here, but no other adaptor reaches it; add it"
                                + " to the peers of another adaptor, or remove it from serves",
                        "sallyport.yaml:22:19: nobody can write to sfb.example: no other adaptor serves it; add it to serves"
                                + " of another adaptor, or remove the peer");
        assertThat(
                        folder.problems(
                                ConfigFolder.EXAMPLE.replace(
                                        "serves: [sfb.example]", "serves: [xmpp.example]")))
                .anyMatch(line -> line.contains("both served by xmpp and a peer of it"));
    }

    @Test
    void twoSidesMustNotReachOneDomain() throws IOException {
        String third =
                """
                  other:
                    type: sip-skype
                    peers: [ { domain: sfb.example, policy: edge } ]
                chain:
                """;
        assertThat(folder.problems(ConfigFolder.EXAMPLE.replaceFirst("(?m)^chain:.*\n", third)))
                .anyMatch(line ->
                        line.contains("the domain sfb.example is reached by sip and by other"));
    }

    @Test
    void warnsOfAPeerThatTheWhitelistLeavesOut() throws IOException {
        ConfigResult result =
                folder.load(
                        ConfigFolder.EXAMPLE
                                .replace("url: h2", "url: memory")
                                .replace(
                                        "domains: [xmpp.example, sfb.example]",
                                        "domains: [sfb.example]"));
        assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
        assertThat(folder.shown(result))
                .containsExactly(
                        "sallyport.yaml:15:19: whitelist does not list xmpp.example, so nothing passes to or from"
                                + " it; add it in line 24, or remove the peer");
    }

    @Test
    void warnsThatTheStoreKeepsNothingYet() throws IOException {
        ConfigResult result = folder.load(ConfigFolder.EXAMPLE);
        assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
        assertThat(folder.shown(result))
                .containsExactly(
                        "sallyport.yaml:4:15: the store h2 keeps nothing yet: this version has state in memory only;"
                                + " write memory, or leave it for a later version");
        assertThat(folder.problems(ConfigFolder.EXAMPLE.replace("url: h2", "url: memory")))
                .isEmpty();
        assertThat(folder.problems(ConfigFolder.EXAMPLE.replaceFirst("(?m)^store:.*\n", "")))
                .as("nobody asked for a store")
                .isEmpty();
    }

    @Test
    void tellsWhatOnlyAPluginKnowsAtItsSection() throws IOException {
        assertThat(
                        folder.problems(
                                ConfigFolder.EXAMPLE
                                        .replace("users.txt", "nobody.txt")
                                        .replace("key: xmpp.key", "key: sip.key")))
                .containsExactly(
                        "sallyport.yaml:9:3: xmpp: the key sip.key does not belong to the first certificate of xmpp.crt;"
                                + " name the right pair, and put the leaf first",
                        "sallyport.yaml:24:5: whitelist: the users file is missing; write it");
    }

    @Test
    void aGatewayHasTwoSides() throws IOException {
        assertThat(folder.problems("config-version: 1\n"))
                .containsExactly(
                        "sallyport.yaml:1:1: a gateway has at least two adaptors; here are none; add the other side"
                                + " to adaptors");
    }

    @Test
    void aSecondInstanceOfAFilterHasAName() throws IOException {
        String twice =
                ConfigFolder.EXAMPLE.replace(
                        "management:",
                        "  - whitelist: { domains: ['*'] }\n    name: everybody\nmanagement:");
        assertThat(folder.loaded(twice).filters())
                .extracting(FilterSection::instance)
                .containsExactly("whitelist", "everybody");
        assertThat(folder.problems(twice.replace("    name: everybody\n", "")))
                .containsExactly(
                        "sallyport.yaml:25:5: there is another whitelist in line 24; give this one a name of its own,"
                                + " with name: beside its key");
    }

    @Test
    void aSectionThatNamesAnAdaptorNamesOneThatExists() throws IOException {
        String masking =
                ConfigFolder.EXAMPLE.replace(
                        "  - whitelist:",
                        "  - identity-map: { domains: [ { canonical: a.example, presented: b.example, to: xmp } ] }\n"
                                + "  - whitelist:");
        assertThat(folder.problems(masking))
                .containsExactly(
                        "sallyport.yaml:24:82: there is no adaptor xmp; did you mean xmpp?");
    }

    @Test
    void takesSecretsFromTheEnvironmentAndFromFilesAndShowsThemNowhere() throws IOException {
        folder.write("domain.txt", "sfb.example\n");
        String text =
                ConfigFolder.EXAMPLE
                        .replace("node: gw1", "node: ${env:NODE}")
                        .replace(
                                "serves: [sfb.example]",
                                "serves: [\"${file:domain.txt}\"]\n    secret: ${env:HUSH}");
        ConfigResult result = folder.load(text, Map.of("NODE", "n7", "HUSH", "hunter2-password"));
        assertThat(result)
                .isInstanceOfSatisfying(
                        ConfigResult.Loaded.class,
                        loaded -> {
                            assertThat(loaded.config().node()).isEqualTo("n7");
                            assertThat(loaded.config().toString()).doesNotContain("hunter2");
                        });
        String broken =
                text.replace(
                                "listen: \"0.0.0.0:5061\"",
                                "listen: ${env:HUSH}\n    peer: ${env:HUSH}")
                        .replace("node: ${env:NODE}", "node: \"${env:HUSH} !\"");
        assertThat(folder.shown(folder.load(broken, Map.of("HUSH", "hunter2-password"))))
                .isNotEmpty()
                .noneMatch(line -> line.contains("hunter2"));
        assertThat(folder.problems(text))
                .contains(
                        "sallyport.yaml:2:7: the environment has no variable NODE; set it before the start");
    }

    @Test
    void readsPeersFromFilesAndNamesThoseInProblems() throws IOException {
        folder.write("peers.d/b.yaml", "- { domain: two.example, policy: partner }\n");
        folder.write("peers.d/a.yaml", "# one\n- { domain: one.example, policy: partner }\n");
        folder.write("peers.d/notes.txt", "not read");
        String text =
                ConfigFolder.EXAMPLE
                        .replace(
                                "    peers:                                  # how",
                                "    peers-from: peers.d/*.yaml\n    peers: # how")
                        .replaceAll("(?m)^ *serves: \\[ .*\n", "");
        assertThat(folder.loaded(text).adaptors().getFirst().peers())
                .extracting(PeerSettings::domain)
                .extracting(Object::toString)
                .containsExactly("xmpp.example", "one.example", "two.example");
        folder.write("peers.d/b.yaml", "- { domain: two.example, polcy: partner }\n");
        assertThat(folder.problems(text))
                .contains("peers.d/b.yaml:1:26: the key polcy is not known; did you mean policy?");
    }

    @Test
    void readsFiveThousandPeersInLessThanTwoSeconds() throws IOException {
        StringBuilder peers = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            peers.append("- { domain: peer")
                    .append(i)
                    .append(".example, policy: partner, connect: \"127.0.0.1:5269\" }\n");
        }
        folder.write("peers.d/many.yaml", peers.toString());
        String text =
                ConfigFolder.EXAMPLE
                        .replace(
                                "    peers:                                  # how",
                                "    peers-from: peers.d/*.yaml\n    peers: # how")
                        .replaceAll("(?m)^ *serves: \\[ .*\n", "")
                        .replace("domains: [xmpp.example, sfb.example]", "domains: ['*']");
        // The best of five: the machine that builds does other things too.
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 5 && best.compareTo(Duration.ofSeconds(2)) >= 0; i++) {
            long start = System.nanoTime();
            assertThat(folder.loaded(text).adaptors().getFirst().peers()).hasSize(5_001);
            best = Duration.ofNanos(System.nanoTime() - start);
        }
        assertThat(best).isLessThan(Duration.ofSeconds(2));
    }
}
