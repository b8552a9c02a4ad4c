package org.sallyport.adaptor.sip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The rows of a file of conformance vectors. */
public final class Vectors {
    private Vectors() {}

    /** The rows of {@code vectors/NAME.json}, named by their ids. */
    public static Stream<Named<JsonNode>> rows(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name + ".json")) {
            JsonNode file = new ObjectMapper().readTree(in);
            return file.get("rows")
                    .valueStream()
                    .map(row -> Named.of(row.get("id").asString(), row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to say when a row fails. */
    public static String because(JsonNode row) {
        return row.path("section").asString("") + " " + row.path("note").asString("");
    }
}
