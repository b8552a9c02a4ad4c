package org.sallyport.core.metrics;

import java.util.Map;
import java.util.TreeMap;

/**
 * The one form of a metric's name: {@code sallyport.<area>.<thing>} and, if there are labels,
 * {@code {a=x,b=y}} with the keys sorted. Deterministic, and read back by {@link #parse} for
 * exporters.
 *
 * @param name the name without labels
 * @param labels sorted by key
 */
public record MetricName(String name, Map<String, String> labels) {
    private static final String PREFIX = "sallyport.";
    private static final int LONGEST_VALUE = 100;

    /**
     * @throws IllegalArgumentException if the name or a label's key is not lower case with dots and
     *     hyphens
     */
    public MetricName {
        if (!name.matches("[a-z0-9]+([.-][a-z0-9]+)*")) {
            throw new IllegalArgumentException("a metric is named in a-z, 0-9, '.' and '-'");
        }
        Map<String, String> sorted = new TreeMap<>();
        labels.forEach((key, value) -> {
            if (!key.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
                throw new IllegalArgumentException("a label is named in a-z, 0-9 and '-'");
            }
            sorted.put(key, clean(value));
        });
        labels = java.util.Collections.unmodifiableMap(sorted);
    }

    /** A metric of an instance: the label {@code instance} says of which one. */
    static MetricName of(String instance, String name, Map<String, String> labels) {
        Map<String, String> all = new TreeMap<>(labels);
        if (!instance.isEmpty()) {
            all.put("instance", instance);
        }
        return new MetricName(name.startsWith(PREFIX) ? name : PREFIX + name, all);
    }

    /** Reads what {@link #toString} wrote. */
    public static MetricName parse(String text) {
        int brace = text.indexOf('{');
        if (brace < 0) {
            return new MetricName(text, Map.of());
        }
        Map<String, String> labels = new TreeMap<>();
        for (String pair : text.substring(brace + 1, text.length() - 1).split(",", -1)) {
            int equal = pair.indexOf('=');
            labels.put(pair.substring(0, equal), pair.substring(equal + 1));
        }
        return new MetricName(text.substring(0, brace), labels);
    }

    /** The name in the registry. */
    @Override
    public String toString() {
        if (labels.isEmpty()) {
            return name;
        }
        StringBuilder text = new StringBuilder(name).append('{');
        labels.forEach((key, value) -> text.append(key).append('=').append(value).append(','));
        text.setCharAt(text.length() - 1, '}');
        return text.toString();
    }

    /** Values are tokens of ours; whatever else comes is made harmless rather than refused. */
    private static String clean(String value) {
        StringBuilder clean = new StringBuilder(value.length());
        for (int i = 0; i < value.length() && i < LONGEST_VALUE; i++) {
            char c = value.charAt(i);
            boolean plain = Character.isLetterOrDigit(c) || "-._:*/".indexOf(c) >= 0;
            clean.append(plain ? c : '_');
        }
        return clean.toString();
    }
}
