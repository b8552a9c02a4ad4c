package org.sallyport.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of folders and what each may depend on, over the classes of the whole product. */
class ArchitectureTest {
    private static final String[] JDK = {
        "java..", "javax.net..", "javax.security..", "javax.crypto..", "org.jspecify.."
    };
    private static JavaClasses product;

    @BeforeAll
    static void read() {
        product =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(ArchitectureTest::isProduct)
                        .importPackages("org.sallyport");
    }

    @Test
    void seesEveryModule() {
        List<String> roots =
                List.of(
                        "org.sallyport.api",
                        "org.sallyport.core",
                        "org.sallyport.simulator",
                        "org.sallyport.adaptor.xmpp",
                        "org.sallyport.adaptor.sip",
                        "org.sallyport.plugin.whitelist",
                        "org.sallyport.plugin.identitymap",
                        "org.sallyport.app");
        for (String root : roots) {
            assertThat(product.stream().anyMatch(type -> type.getPackageName().startsWith(root)))
                    .as(root)
                    .isTrue();
        }
    }

    @Test
    void apiKnowsTheJdkOnly() {
        only("org.sallyport.api..", "org.sallyport.api..");
    }

    @Test
    void coreKnowsNoAdaptorPluginSimulatorNorProgram() {
        only(
                "org.sallyport.core..",
                "org.sallyport.api..",
                "org.sallyport.core..",
                "com.sun.net.httpserver..",
                "jdk.management..",
                "com.google.inject..",
                "com.google.common..",
                "jakarta.inject..",
                "com.codahale.metrics..",
                "io.opentelemetry.api..",
                "io.opentelemetry.context..",
                "org.minidns..",
                "org.slf4j..",
                "tools.jackson..",
                "org.snakeyaml.engine..",
                "com.fasterxml.jackson.annotation..");
    }

    @Test
    void coreKnowsNoXmppAndNoSip() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("org.sallyport.core..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.jivesoftware..", "org.jxmpp..", "javax.sip..", "gov.nist.."));
    }

    @Test
    void simulatorKnowsNothingOfTheGateway() {
        only(
                "org.sallyport.simulator..",
                "org.sallyport.simulator..",
                "javax.naming..",
                "javax.xml..",
                "io.netty..",
                "org.bouncycastle..",
                "org.slf4j..");
    }

    @Test
    void adaptorXmppKnowsTheApi() {
        only(
                "org.sallyport.adaptor.xmpp..",
                "org.sallyport.adaptor.xmpp..",
                "org.sallyport.api..",
                "org.jivesoftware..",
                "org.jxmpp..",
                "org.minidns..",
                "rocks.xmpp.precis..",
                "com.fasterxml.aalto..",
                "org.codehaus.stax2..",
                "javax.xml..",
                "io.netty..",
                "org.slf4j..");
    }

    @Test
    void adaptorSipKnowsTheApi() {
        only(
                "org.sallyport.adaptor.sip..",
                "org.sallyport.adaptor.sip..",
                "org.sallyport.api..",
                "javax.sip..",
                "gov.nist..",
                "javax.xml..",
                "org.w3c.dom..",
                "org.xml.sax..",
                "io.netty..",
                "org.slf4j..");
    }

    @Test
    void flavoursOfSipKnowTheBaseAndNotTheReverse() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("org.sallyport.adaptor.sip..")
                        .and()
                        .resideOutsideOfPackages(
                                "org.sallyport.adaptor.sip.skype..",
                                "org.sallyport.adaptor.sip.teams..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.sallyport.adaptor.sip.skype..",
                                "org.sallyport.adaptor.sip.teams.."));
    }

    @Test
    void pluginsKnowTheApi() {
        only(
                "org.sallyport.plugin.whitelist..",
                "org.sallyport.plugin.whitelist..",
                "org.sallyport.api..",
                "org.slf4j..");
        only(
                "org.sallyport.plugin.identitymap..",
                "org.sallyport.plugin.identitymap..",
                "org.sallyport.api..",
                "org.slf4j..");
    }

    @Test
    void programKnowsTheCoreAndOnlyTheDemonstrationTheSimulators() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("org.sallyport.app..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.sallyport.adaptor..", "org.sallyport.plugin..", "io.netty.."));
        check(
                noClasses()
                        .that()
                        .resideInAPackage("org.sallyport.app..")
                        .and()
                        .resideOutsideOfPackage("org.sallyport.app.demo..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.sallyport.simulator.."));
    }

    @Test
    void packagesHaveNoCycles() {
        for (String root :
                List.of("api", "core", "adaptor.xmpp", "adaptor.sip", "simulator", "app")) {
            check(slices().matching("org.sallyport." + root + ".(**)").should().beFreeOfCycles());
        }
    }

    @Test
    void librariesStayInTheirPlace() {
        outside("org.sallyport.adaptor.xmpp..", "org.jivesoftware..", "org.jxmpp..");
        outside("org.sallyport.adaptor.sip..", "javax.sip..", "gov.nist..");
        outside("org.sallyport.core.store..", "org.jooq..", "java.sql..", "javax.sql..");
        outside(
                "org.sallyport.core.dns..",
                "org.minidns.dnsname..",
                "org.minidns.record..",
                "org.minidns.dnsmessage..");
        outside("org.sallyport.app.log..", "ch.qos.logback..", "org.slf4j.bridge..");
        outside("org.sallyport.app.command..", "picocli..");
        outside("org.sallyport.simulator.cert..", "org.bouncycastle..");
    }

    @Test
    void guiceIsInModulesOnly() {
        check(
                noClasses()
                        .that()
                        .haveNameNotMatching(".*Module(\\$.*)?")
                        .and(resideOutsideOfPackages("org.sallyport.app.."))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("com.google.inject..")
                        .allowEmptyShould(true));
    }

    @Test
    void nobodyUsesWhatIsBanned() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.apache.log4j..",
                                "org.apache.commons.logging..",
                                "java.util.logging.."));
        check(noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class));
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("sun..", "com.sun..", "jdk..")
                                        .and(
                                                resideOutsideOfPackages(
                                                        "com.sun.net.httpserver..",
                                                        "jdk.management.."))));
    }

    @Test
    void chanceComesFromSecureRandomWhereSecretsAreMade() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(
                                "org.sallyport.core..",
                                "org.sallyport.adaptor..",
                                "org.sallyport.plugin..",
                                "org.sallyport.app..")
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName(Random.class.getName())
                        .orShould()
                        .dependOnClassesThat()
                        .belongToAnyOf(ThreadLocalRandom.class)
                        .orShould()
                        .callMethod(Math.class, "random"));
    }

    @Test
    void nobodyWritesToTheConsole() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("org.sallyport.app..")
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .orShould()
                        .callMethod(Throwable.class, "printStackTrace"));
    }

    private static void only(String owner, String... allowed) {
        String[] all = new String[allowed.length + JDK.length];
        System.arraycopy(JDK, 0, all, 0, JDK.length);
        System.arraycopy(allowed, 0, all, JDK.length, allowed.length);
        check(
                classes()
                        .that()
                        .resideInAPackage(owner)
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage(all).or(primitive())));
    }

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> primitive() {
        return com.tngtech.archunit.base.DescribedPredicate.describe(
                "primitive",
                type -> type.isPrimitive() || type.getBaseComponentType().isPrimitive());
    }

    private static void outside(String owner, String... libraries) {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(owner)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(libraries));
    }

    private static void check(ArchRule rule) {
        rule.check(product);
    }

    private static boolean isProduct(Location location) {
        return !location.contains("gateway-testkit") && !location.contains("test-classes");
    }
}
