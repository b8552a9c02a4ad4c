package org.sallyport.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.address.Address;
import org.sallyport.api.error.GatewayException;
import org.sallyport.core.log.AddressForm;

class HostIdentifiersTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir Path folder;

    private static HostIdentifiers identifiers(byte[] secret, AddressForm form) {
        return new HostIdentifiers(RANDOM, secret, form);
    }

    @Test
    void shortFormsOfOneRunAreUniqueAndDoNotCount() throws Exception {
        HostIdentifiers identifiers = identifiers(new byte[32], AddressForm.FULL);
        Callable<Set<String>> many =
                () -> {
                    Set<String> seen = new HashSet<>();
                    for (int i = 0; i < 50_000; i++) {
                        seen.add(identifiers.newCorrelationId().shortForm());
                    }
                    return seen;
                };
        Set<String> all = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Set<String>> part : threads.invokeAll(Collections.nCopies(4, many))) {
                all.addAll(part.get());
            }
        }
        assertThat(all).hasSize(200_000);
        // A counter would share its first characters; a random function uses all of them.
        assertThat(all.stream().map(id -> id.substring(0, 2)).distinct()).hasSize(1_024);
        assertThat(all).allMatch(id -> id.matches("[0-9a-hj-kmnp-tv-z]{8}"));
    }

    @Test
    void twoRunsShareNoPrefix() {
        String one = identifiers(new byte[32], AddressForm.FULL).newCorrelationId().value();
        String two = identifiers(new byte[32], AddressForm.FULL).newCorrelationId().value();
        assertThat(one).hasSize(21);
        assertThat(one.substring(0, 12)).isNotEqualTo(two.substring(0, 12));
    }

    @Test
    void hashesAsTheReferenceDoes() {
        // The ninth of the reference vectors of SipHash-2-4: eight octets 00 to 07 under the key 00
        // to 0f.
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        assertThat(hash.of(0x0706050403020100L)).isEqualTo(0x93f5f5799a932462L);
    }

    @Test
    void keyedHashesAreStableAndSeparate() throws IOException {
        byte[] secret = InstallationSecret.in(folder.resolve("data"), RANDOM);
        HostIdentifiers before = identifiers(secret, AddressForm.FULL);
        HostIdentifiers after =
                identifiers(
                        InstallationSecret.in(folder.resolve("data"), RANDOM), AddressForm.FULL);
        assertThat(after.keyedHash("epid", "a"))
                .hasSize(32)
                .isEqualTo(before.keyedHash("epid", "a"));
        assertThat(before.keyedHash("epid", "a"))
                .isNotEqualTo(before.keyedHash("epid", "b"))
                .isNotEqualTo(before.keyedHash("other", "a"))
                .isNotEqualTo(
                        identifiers(
                                        InstallationSecret.in(folder.resolve("two"), RANDOM),
                                        AddressForm.FULL)
                                .keyedHash("epid", "a"));
        assertThat(before.keyedHash("ab", "c")).isNotEqualTo(before.keyedHash("a", "bc"));
        assertThatThrownBy(() -> before.keyedHash("", "a"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSecretIsForTheOwnerOnly() throws IOException {
        InstallationSecret.in(folder, RANDOM);
        Path file = folder.resolve("installation.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> InstallationSecret.in(folder, RANDOM))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("others may read");
    }

    @Test
    void manyStartsAtOnceGetOneSecret() throws Exception {
        Callable<String> start =
                () -> java.util.Arrays.toString(InstallationSecret.in(folder, new SecureRandom()));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<String>> secrets = threads.invokeAll(Collections.nCopies(32, start));
            assertThat(secrets.stream().map(Future::resultNow).distinct()).hasSize(1);
        }
    }

    @Test
    void aDamagedSecretIsNotReplaced() throws IOException {
        InstallationSecret.in(folder, RANDOM);
        Files.write(folder.resolve("installation.key"), new byte[3]);
        assertThatThrownBy(() -> InstallationSecret.in(folder, RANDOM))
                .hasMessageContaining("is damaged");
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> InstallationSecret.in(file, RANDOM))
                .hasMessageContaining("cannot be used");
    }

    @Test
    void showsAddressesAsConfigured() {
        Address address = Address.parse("alice@xmpp.example/phone");
        assertThat(identifiers(new byte[32], AddressForm.FULL).addresses().render(address))
                .isEqualTo("alice@xmpp.example/phone");
        assertThat(identifiers(new byte[32], AddressForm.DOMAIN).addresses().render(address))
                .isEqualTo("@xmpp.example");
        HostIdentifiers hashing = identifiers(new byte[32], AddressForm.KEYED_HASH);
        assertThat(hashing.addresses().render(address))
                .matches("[0-9a-f]{16}@xmpp\\.example")
                .isEqualTo(hashing.addresses().render(address.withDevice("other")))
                .isNotEqualTo(hashing.addresses().render(Address.parse("bob@xmpp.example")));
    }
}
