package org.sallyport.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads one YAML file into nodes with places. Strict on purpose: one document, UTF-8, no anchors,
 * aliases or tags, no key twice; size, depth and number of nodes are bounded.
 */
final class YamlReader {
    static final int MAX_BYTES = 8 << 20;
    static final int MAX_DEPTH = 32;
    static final int MAX_NODES = 1_000_000;

    private static final YAMLFactory FACTORY =
            YAMLFactory.builder()
                    .loadSettings(
                            LoadSettings.builder()
                                    .setCodePointLimit(MAX_BYTES + 1)
                                    .setAllowDuplicateKeys(true)
                                    .build())
                    .build();

    private final Substitution substitution;
    private final Problems problems;

    YamlReader(Substitution substitution, Problems problems) {
        this.substitution = substitution;
        this.problems = problems;
    }

    /** Reads a file; null if it could not be read as a whole, which is then a problem. */
    @Nullable ConfigNode read(Path file, String shown) {
        Place start = new Place(shown, 1, 1);
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            problems.add(start, "there is no such file", "name an existing file");
            return null;
        } catch (IOException e) {
            problems.add(
                    start,
                    "the file cannot be read (" + e.getClass().getSimpleName() + ")",
                    "check its permissions");
            return null;
        }
        if (bytes.length > MAX_BYTES) {
            problems.add(
                    start,
                    "the file is larger than 8 MiB",
                    "split it, for example with peers-from");
            return null;
        }
        String text = decode(bytes, shown);
        return text == null ? null : parse(text, shown);
    }

    private @Nullable String decode(byte[] bytes, String shown) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            problems.add(new Place(shown, 1, 1), "the file is not UTF-8 text", "save it as UTF-8");
            return null;
        }
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t' && c != '\u0085') {
                problems.add(
                        new Place(shown, line, column),
                        "a control character stands here",
                        "save it as plain text");
                return null;
            }
            column = c == '\n' ? 1 : column + 1;
            line = c == '\n' ? line + 1 : line;
        }
        return text;
    }

    /** Parses text; null if it is no YAML that is accepted here, which is then a problem. */
    @Nullable ConfigNode parse(String text, String shown) {
        try (YAMLParser parser =
                (YAMLParser) FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new Run(parser, shown).document();
        } catch (Refusal e) {
            problems.add(e.place, e.what, e.remedy);
        } catch (JacksonException e) {
            notYaml(e, shown);
        } catch (RuntimeException e) {
            // The parser library is not ours: whatever it throws, an administrator gets a line.
            // Messages may quote the file.
            problems.add(
                    new Place(shown, 1, 1),
                    "this cannot be read as YAML (" + e.getClass().getSimpleName() + ")",
                    "look for unusual characters");
        }
        return null;
    }

    /**
     * Only the parser's own short sentence is told: its long message quotes the line, which may
     * hold a secret.
     */
    private void notYaml(JacksonException failure, String shown) {
        if (failure.getCause() instanceof MarkedYamlEngineException marked) {
            Mark mark = marked.getProblemMark().or(marked::getContextMark).orElse(null);
            Place place =
                    mark == null
                            ? new Place(shown, 1, 1)
                            : new Place(shown, mark.getLine() + 1, mark.getColumn() + 1);
            String problem = Objects.requireNonNullElse(marked.getProblem(), "it breaks off");
            boolean tab = problem.contains("TAB");
            problems.add(
                    place,
                    tab
                            ? "a tab stands where only spaces may stand"
                            : "this is not YAML: " + problem,
                    tab
                            ? "indent with spaces"
                            : "check indentation, quotes and colons here and in the line above");
            return;
        }
        TokenStreamLocation at = failure.getLocation();
        Place place =
                at == null
                        ? new Place(shown, 1, 1)
                        : new Place(
                                shown, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
        problems.add(
                place, "this cannot be read as YAML", "check indentation, quotes and colons here");
    }

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Place place;
        private final String what;
        private final String remedy;

        Refusal(Place place, String what, String remedy) {
            super(null, null, false, false);
            this.place = place;
            this.what = what;
            this.remedy = remedy;
        }
    }

    private final class Run {
        private final YAMLParser parser;
        private final String shown;
        private int nodes;

        Run(YAMLParser parser, String shown) {
            this.parser = parser;
            this.shown = shown;
        }

        ConfigNode document() {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new ConfigNode.Empty(new Place(shown, 1, 1));
            }
            ConfigNode root = node(first, 1);
            if (parser.nextToken() != null) {
                throw new Refusal(
                        place(), "a second document begins here", "keep one document in a file");
            }
            return root;
        }

        private ConfigNode node(JsonToken token, int depth) {
            Place place = place();
            if (++nodes > MAX_NODES) {
                throw new Refusal(
                        place,
                        "the file has too many values",
                        "split it, for example with peers-from");
            }
            if (depth > MAX_DEPTH) {
                throw new Refusal(
                        place, "this is nested more than " + MAX_DEPTH + " deep", "nest less");
            }
            if (parser.isCurrentAlias() || parser.getObjectId() != null) {
                throw new Refusal(
                        place,
                        "anchors (&) and aliases (*) are not used here",
                        "write the value out");
            }
            if (parser.getRawTag() != null) {
                throw new Refusal(
                        place, "tags (!) are not used here", "write the value without one");
            }
            return switch (token) {
                case START_OBJECT -> mapping(place, depth);
                case START_ARRAY -> sequence(place, depth);
                case VALUE_NULL -> new ConfigNode.Empty(place);
                default ->
                        substitution.apply(
                                place,
                                Objects.requireNonNullElse(parser.getString(), ""),
                                problems);
            };
        }

        private ConfigNode mapping(Place place, int depth) {
            Map<String, ConfigNode.Entry> entries = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                Place keyPlace = place();
                ConfigNode value = node(parser.nextToken(), depth + 1);
                ConfigNode.Entry earlier =
                        entries.putIfAbsent(key, new ConfigNode.Entry(key, keyPlace, value));
                if (earlier != null) {
                    problems.add(
                            keyPlace,
                            "the key "
                                    + key
                                    + " stands here again; it is in line "
                                    + earlier.place().line()
                                    + " already",
                            "remove one of them");
                }
            }
            return new ConfigNode.Mapping(place, List.copyOf(entries.values()));
        }

        private ConfigNode sequence(Place place, int depth) {
            List<ConfigNode> items = new ArrayList<>();
            for (JsonToken token = parser.nextToken();
                    token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                items.add(node(token, depth + 1));
            }
            return new ConfigNode.Sequence(place, List.copyOf(items));
        }

        private Place place() {
            TokenStreamLocation at = parser.currentTokenLocation();
            return new Place(shown, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
        }
    }
}
