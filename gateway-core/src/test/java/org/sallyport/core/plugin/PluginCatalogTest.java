package org.sallyport.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.plugin.FilterFactory;
import org.sallyport.api.plugin.GatewayPlugin;

class PluginCatalogTest {
    @TempDir Path folder;

    private PluginJar jar() throws IOException {
        return new PluginJar(Files.createDirectories(folder.resolve("work")));
    }

    private Path at(String plugin) {
        return folder.resolve("plugins").resolve(plugin).resolve(plugin + ".jar");
    }

    private PluginCatalog load() {
        return PluginCatalog.load(folder.resolve("plugins"));
    }

    private ClassLoader loaderOf(String filter) {
        Offer<FilterFactory<?>> offer = load().filter(filter).orElseThrow();
        assertThat(offer.factory().getClass().getClassLoader()).isSameAs(offer.loader());
        return offer.loader();
    }

    @Test
    void loadsPluginsSortedByName() throws IOException {
        jar().plugin("B", PluginJar.filter("beta")).writeTo(at("b"));
        jar().plugin("A", PluginJar.filter("alpha")).writeTo(at("a"));
        PluginCatalog catalog = load();
        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.plugins())
                .containsExactly(
                        new PluginInfo("a", "3.2.1", "0.1", List.of("filter alpha")),
                        new PluginInfo("b", "3.2.1", "0.1", List.of("filter beta")));
        assertThat(catalog.filter("alpha").orElseThrow().plugin()).isEqualTo("a");
        assertThat(catalog.filter("gamma")).isEmpty();
        assertThat(catalog.offers().chainNames()).containsExactly("alpha", "beta");
    }

    @Test
    void noFolderHoldsNoPlugins() {
        assertThat(load().plugins()).isEmpty();
        assertThat(load().problems()).isEmpty();
    }

    @Test
    void sharesTheApiAndSlf4jAndNothingElse() throws Exception {
        jar().plugin("A", PluginJar.filter("alpha")).writeTo(at("a"));
        ClassLoader loader = loaderOf("alpha");
        assertThat(loader.loadClass("org.sallyport.api.packet.Packet"))
                .isSameAs(org.sallyport.api.packet.Packet.class);
        assertThat(loader.loadClass("org.slf4j.Logger")).isSameAs(org.slf4j.Logger.class);
        assertThat(loader.loadClass("java.sql.Connection")).isNotNull();
        for (String hidden :
                List.of(
                        "com.google.common.collect.ImmutableList",
                        "org.sallyport.core.plugin.PluginCatalog",
                        "tools.jackson.core.JsonParser",
                        "org.junit.jupiter.api.Test")) {
            assertThatThrownBy(() -> loader.loadClass(hidden))
                    .as(hidden)
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void resourcesGoByTheRuleForClasses() throws Exception {
        jar().plugin("A", PluginJar.filter("alpha"))
                .resource("third/own.txt", "own")
                .resource("org/slf4j/smuggled.txt", "smuggled")
                .writeTo(at("a"));
        ClassLoader loader = loaderOf("alpha");
        assertThat(loader.getResource("third/own.txt")).isNotNull();
        assertThat(Collections.list(loader.getResources("third/own.txt"))).hasSize(1);
        assertThat(loader.getResource("org/slf4j/smuggled.txt")).isNull();
        assertThat(Collections.list(loader.getResources("org/slf4j/smuggled.txt"))).isEmpty();
        assertThat(loader.getResourceAsStream("org/slf4j/smuggled.txt")).isNull();
        assertThat(loader.getResource("org/slf4j/Logger.class")).isNotNull();
        assertThat(loader.getResource("com/google/common/collect/ImmutableList.class")).isNull();
        assertThat(Collections.list(loader.getResources("META-INF/MANIFEST.MF"))).hasSize(1);
    }

    @Test
    void aSmuggledCopyOfTheApiIsNotUsed() throws Exception {
        jar().plugin("A", PluginJar.filter("alpha"))
                .resource("org/sallyport/api/plugin/GatewayPlugin.class", "not a class at all")
                .writeTo(at("a"));
        assertThat(loaderOf("alpha").loadClass(GatewayPlugin.class.getName()))
                .isSameAs(GatewayPlugin.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.2", "1.0", "9.9", "banana", "0.1.0", "\u001b[31m0.1"})
    void refusesAnotherApiVersionBeforeAnyClassIsTouched(String version) throws IOException {
        String trap = "static { System.setProperty(\"sallyport.test.touched\", \"yes\"); } ";
        System.clearProperty("sallyport.test.touched");
        jar().apiVersion(Optional.of(version))
                .plugin("A", trap + PluginJar.filter("alpha"))
                .writeTo(at("a"));
        PluginCatalog catalog = load();
        assertThat(catalog.plugins()).isEmpty();
        assertThat(catalog.problems())
                .containsExactly(
                        "plugin a was built for api "
                                + version.replace('\u001b', '?')
                                + " and this gateway has api 0.1; use the version of the plugin for this gateway");
        assertThat(System.getProperty("sallyport.test.touched")).isNull();
    }

    @Test
    void refusesAPluginThatDoesNotSayItsApiVersion() throws IOException {
        jar().apiVersion(Optional.empty()).plugin("A", PluginJar.filter("alpha")).writeTo(at("a"));
        assertThat(load().problems())
                .containsExactly(
                        "plugin a does not say which api it was built for; its manifest needs Gateway-Api-Version,"
                                + " and this gateway has 0.1");
    }

    @Test
    void oneBrokenPluginLeavesTheOthersAlone() throws IOException {
        jar().plugin("A", PluginJar.filter("alpha")).writeTo(at("a"));
        jar().plugin("B", "public B() { throw new IllegalStateException(\"hunter2\"); }")
                .writeTo(at("b"));
        PluginJar missing = jar().source("Base", "public class Base {}");
        missing.resource(
                        "META-INF/services/org.sallyport.api.plugin.GatewayPlugin",
                        "third.Nobody\n")
                .writeTo(at("d"));
        Files.createDirectories(folder.resolve("plugins/e"));
        Files.createDirectories(folder.resolve("plugins/f"));
        Files.writeString(folder.resolve("plugins/f/f.jar"), "no jar");
        jar().source("Only", "public class Only {}").writeTo(at("g"));
        PluginCatalog catalog = load();
        assertThat(catalog.plugins()).extracting(PluginInfo::name).containsExactly("a");
        assertThat(catalog.problems())
                .anyMatch(line ->
                        line.startsWith("plugin b cannot be loaded (IllegalStateException)"))
                .anyMatch(line -> line.startsWith("plugin d cannot be loaded"))
                .anyMatch(line -> line.startsWith("plugin e has no jar"))
                .anyMatch(line -> line.startsWith("plugin f: f.jar is not a readable jar"))
                .anyMatch(line -> line.startsWith("plugin g has no jar with META-INF/services/"))
                .hasSize(5)
                .noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void tellsOfAMissingClass() throws IOException {
        String body = "private final Object helper = new Missing(); static final class Missing {}";
        jar().plugin("A", body).without("third/A$Missing.class").writeTo(at("a"));
        assertThat(load().problems())
                .singleElement()
                .asString()
                .contains("NoClassDefFoundError: third/A$Missing");
    }

    @Test
    void refusesTwoFactoriesOfOneName() throws IOException {
        jar().plugin("A", PluginJar.filter("same")).writeTo(at("a"));
        jar().plugin("B", PluginJar.filter("same")).writeTo(at("b"));
        PluginCatalog catalog = load();
        assertThat(catalog.problems())
                .containsExactly("plugins a and b both offer filter same; remove one of them");
        assertThat(catalog.filter("same").orElseThrow().plugin()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "Upper", "", "with space"})
    void refusesNamesThatTheFileCannotHold(String name) throws IOException {
        jar().plugin("A", PluginJar.filter(name)).writeTo(at("a"));
        assertThat(load().problems())
                .singleElement()
                .asString()
                .contains("with a name that cannot be used");
        assertThat(load().offers().filters()).isEmpty();
    }

    @Test
    void callsRunWithThePluginsLoader() throws IOException {
        jar().plugin("A", PluginJar.filter("alpha")).writeTo(at("a"));
        Offer<FilterFactory<?>> offer = load().filter("alpha").orElseThrow();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertThat(offer.<ClassLoader>call(() -> Thread.currentThread().getContextClassLoader()))
                .isSameAs(offer.loader());
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
}
