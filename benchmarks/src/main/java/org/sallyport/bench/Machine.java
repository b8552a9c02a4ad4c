package org.sallyport.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the figures come from.
 *
 * @param processors how many this process may use
 * @param model of the first of them
 * @param memory all of the machine, in MiB
 * @param kernel name and version
 * @param jdk vendor's version
 * @param load the one-minute average when the report was made
 */
record Machine(int processors, String model, long memory, String kernel, String jdk, double load) {
    static Machine here() throws IOException {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                field("/proc/cpuinfo", "model name"),
                Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "")) / 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor")
                        + " "
                        + System.getProperty("java.runtime.version"),
                loadAverage());
    }

    private static double loadAverage() throws IOException {
        String text = Files.readString(Path.of("/proc/loadavg"), StandardCharsets.US_ASCII);
        return Double.parseDouble(text.substring(0, text.indexOf(' ')));
    }

    private static String field(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("0");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d processors (%s), %d MiB, %s, JDK %s, load %.1f",
                processors,
                model,
                memory,
                kernel,
                jdk,
                load);
    }
}
