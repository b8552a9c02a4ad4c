package org.sallyport.core.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts in what {@code ${env:NAME}} and {@code ${file:path}} stand for; a doubled dollar sign keeps
 * a brace plain.
 */
final class Substitution {
    private static final Pattern MARK = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}?");
    private static final int LARGEST = 65_536;

    private final Path folder;
    private final Function<String, @Nullable String> environment;

    Substitution(Path folder, Function<String, @Nullable String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** The value with everything put in; what cannot be found is a problem and stays empty. */
    ConfigNode.Scalar apply(Place place, String written, Problems problems) {
        if (!written.contains("${")) {
            return new ConfigNode.Scalar(place, written, written, false);
        }
        Matcher marks = MARK.matcher(written);
        StringBuilder text = new StringBuilder();
        boolean secret = false;
        int from = 0;
        while (marks.find()) {
            text.append(written, from, marks.start());
            from = marks.end();
            String inside = marks.group(1);
            if (inside == null) {
                text.append("${");
                continue;
            }
            secret = true;
            text.append(value(place, marks.group().endsWith("}") ? inside : "", problems));
        }
        text.append(written, from, written.length());
        return new ConfigNode.Scalar(place, written, text.toString(), secret);
    }

    private String value(Place place, String inside, Problems problems) {
        if (inside.startsWith("env:")) {
            String name = inside.substring(4);
            String value = environment.apply(name);
            if (value == null) {
                problems.add(
                        place,
                        "the environment has no variable " + name,
                        "set it before the start");
                return "";
            }
            return value;
        }
        if (inside.startsWith("file:")) {
            return content(place, inside.substring(5), problems);
        }
        problems.add(
                place,
                "this ${…} is not understood",
                "write ${env:NAME} or ${file:path}, or $${ for a plain ${");
        return "";
    }

    private String content(Place place, String name, Problems problems) {
        try {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file) && Files.size(file) > LARGEST) {
                problems.add(
                        place,
                        "the file " + name + " is too large for a value",
                        "name another file");
                return "";
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.endsWith("\r\n")
                    ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException | IllegalArgumentException e) {
            problems.add(
                    place,
                    "the file " + name + " cannot be read (" + e.getClass().getSimpleName() + ")",
                    "name a file that the gateway may read, relative to " + folder);
            return "";
        }
    }
}
