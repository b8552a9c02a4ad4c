package org.sallyport.app.base;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documents for scripts: one line each, with the version of their form. */
public final class Json {
    /** The version of the documents that commands make themselves. */
    public static final int FORMAT = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** A document to fill. */
    public static Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        return document;
    }

    /** An error document. */
    public static Map<String, Object> error(String code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        Map<String, Object> document = document();
        document.put("error", error);
        return document;
    }

    /** One line, without its end. */
    public static String line(Object document) {
        return MAPPER.writeValueAsString(document);
    }

    /** Several lines, for people who look at JSON. */
    public static String pretty(Object document) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    }

    /**
     * Reads a document.
     *
     * @throws tools.jackson.core.JacksonException if it is none
     */
    public static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }
}
