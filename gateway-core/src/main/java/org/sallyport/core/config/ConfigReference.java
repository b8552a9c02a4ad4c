package org.sallyport.core.config;

import java.util.List;
import java.util.Map;
import org.sallyport.core.plugin.PluginCatalog;

/** The reference page of the file in Markdown, with the plugins that are there. */
public final class ConfigReference {
    private static final String HEAD =
            """
            # Configuration reference

            Generated from the records that the gateway and its plugins read; do not edit.

            One YAML file. Durations and sizes need a unit (`2s`, `64KiB`). A single value may stand where a list is wanted.
            Relative paths start at the folder of the file. `${env:NAME}` and `${file:path}` may stand anywhere for a value and
            are never printed; `$${` writes a plain `${`. Anchors, aliases and tags are refused.

            The file is read at the start: every change needs a restart. *Live* marks the keys that a `reload` will take without
            one; this version has no `reload` yet.

            """;

    private final Describe describe;
    private final StringBuilder page = new StringBuilder(HEAD);

    private ConfigReference(Describe describe) {
        this.describe = describe;
    }

    /** The page. */
    public static String of(PluginCatalog catalog) {
        ConfigReference reference = new ConfigReference(Describe.of(catalog));
        reference.describe.groups().forEach(reference::section);
        return reference.page.toString();
    }

    /** The paths of keys that say nothing about themselves: each is a fault of its record. */
    public static List<String> undocumented(PluginCatalog catalog) {
        return Describe.of(catalog).undocumented();
    }

    private void section(String path, Shape.Group group) {
        page.append("## ").append(path.isEmpty() ? "The file" : "`" + path + "`").append("\n\n");
        if (!path.isEmpty()) {
            page.append(group.doc()).append(".");
            group.shortForm()
                    .ifPresent(value ->
                            page.append(" May be written as one value: ")
                                    .append(value.words())
                                    .append("."));
            page.append(hint(path)).append("\n\n");
        }
        if (group.keys().isEmpty()) {
            page.append("No keys.\n\n");
            return;
        }
        page.append("| Key | Meaning | Value | Default | Live |\n|---|---|---|---|---|\n");
        group.keys().forEach(this::row);
        page.append('\n');
    }

    /** How the section is written, where its path does not say it. */
    private static String hint(String path) {
        if (path.matches("adaptors\\.\\([^.]*\\)")) {
            String type = path.substring(path.indexOf('(') + 1, path.length() - 1);
            return " An entry of `adaptors:` under a name of your choice, with `type: "
                    + type
                    + "` and these keys.";
        }
        if (path.matches("(chain|listeners)\\.[^.]*")) {
            int dot = path.indexOf('.');
            return " An entry of `"
                    + path.substring(0, dot)
                    + ":`, written `- "
                    + path.substring(dot + 1)
                    + ": { … }`; a second one needs `name:` beside its key.";
        }
        return "";
    }

    private void row(Shape.Key key) {
        String meaning = key.doc();
        if (key.traits().fromFiles()) {
            meaning +=
                    "; more entries may stand in files: `"
                            + EntryFiles.keyFor(key.name())
                            + ": "
                            + key.name()
                            + ".d/*.yaml`";
        }
        page.append("| `").append(key.name()).append("` | ").append(cell(meaning)).append(" | ");
        page.append(cell(words(key.shape())))
                .append(" | ")
                .append(cell(defaultOf(key)))
                .append(" | ");
        page.append(key.traits().live() ? "yes" : "").append(" |\n");
    }

    private static String defaultOf(Shape.Key key) {
        return key.required()
                ? "required"
                : key.defaultText().map(text -> "`" + text + "`").orElse("");
    }

    private String words(Shape shape) {
        return switch (shape) {
            case Shape.Value value -> value.words();
            case Shape.Items(Shape of, boolean _) -> "list of: " + words(of);
            case Shape.Entries(Shape of) -> "names of your choice, each: " + words(of);
            case Shape.Maybe(Shape of) -> words(of);
            case Shape.Raw _ -> "sections of plugins, below";
            case Shape.Group group -> "section `" + path(group) + "`";
        };
    }

    /** Where a section is described: a record that stands in several places is described once. */
    private String path(Shape.Group group) {
        return describe.groups().entrySet().stream()
                .filter(known -> known.getValue().type() == group.type())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** What Markdown would take for more than a character; between backticks it takes nothing. */
    private static String cell(String text) {
        StringBuilder cell = new StringBuilder(text.length());
        boolean code = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            code ^= c == '`';
            switch (c) {
                case '|' -> cell.append("\\|");
                case '*' -> cell.append(code ? "*" : "\\*");
                case '<' -> cell.append(code ? "<" : "&lt;");
                default -> cell.append(c);
            }
        }
        return cell.toString();
    }
}
