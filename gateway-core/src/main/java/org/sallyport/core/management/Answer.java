package org.sallyport.core.management;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param status the HTTP status
 * @param document the JSON document
 */
record Answer(int status, Map<String, Object> document) {
    static Answer ok(Map<String, Object> document) {
        return new Answer(200, document);
    }

    /** An error document: a stable code and one sentence that says what to do. */
    static Answer error(int status, String code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        Map<String, Object> document = Documents.versioned();
        document.put("error", error);
        return new Answer(status, document);
    }
}
