package org.sallyport.core.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds the entries of {@code …-from} files to a list. */
final class EntryFiles {
    private static final int MOST_FILES = 10_000;

    private final Path folder;
    private final YamlReader reader;
    private final Problems problems;

    EntryFiles(Path folder, YamlReader reader, Problems problems) {
        this.folder = folder;
        this.reader = reader;
        this.problems = problems;
    }

    /** The key that stands beside {@code key}. */
    static String keyFor(String key) {
        return key + "-from";
    }

    /** The entries written in place, then those of the files in the order of their names. */
    @Nullable ConfigNode join(@Nullable ConfigNode written, ConfigNode.@Nullable Entry from) {
        if (from == null || from.value() instanceof ConfigNode.Empty) {
            return written;
        }
        List<ConfigNode> items = new ArrayList<>();
        if (written != null) {
            addAll(items, written);
        }
        List<ConfigNode> patterns =
                from.value() instanceof ConfigNode.Sequence list
                        ? list.items()
                        : List.of(from.value());
        for (ConfigNode pattern : patterns) {
            if (pattern instanceof ConfigNode.Scalar scalar) {
                for (Path file : matching(scalar)) {
                    ConfigNode content = reader.read(file, shown(file));
                    if (content != null) {
                        addAll(items, content);
                    }
                }
            } else {
                problems.add(
                        pattern.place(),
                        "here stands " + pattern.kind(),
                        "write a path such as peers.d/*.yaml");
            }
        }
        return new ConfigNode.Sequence(from.place(), items);
    }

    private static void addAll(List<ConfigNode> items, ConfigNode node) {
        switch (node) {
            case ConfigNode.Sequence list -> items.addAll(list.items());
            case ConfigNode.Empty _ -> {}
            default -> items.add(node);
        }
    }

    private List<Path> matching(ConfigNode.Scalar pattern) {
        try {
            Path whole = folder.resolve(pattern.text()).normalize();
            String last = String.valueOf(whole.getFileName());
            Path parent = whole.getParent();
            if (!last.contains("*") || parent == null) {
                return List.of(whole);
            }
            return list(pattern, parent, last);
        } catch (IllegalArgumentException e) {
            problems.add(pattern.place(), "this is no path", "write a path such as peers.d/*.yaml");
            return List.of();
        }
    }

    private List<Path> list(ConfigNode.Scalar pattern, Path parent, String last) {
        String glob = last.replaceAll("[\\\\{}\\[\\]?]", "\\\\$0").replaceAll("\\*+", "*");
        PathMatcher matcher = parent.getFileSystem().getPathMatcher("glob:" + glob);
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(parent, path -> matcher.matches(path.getFileName()))) {
            for (Path entry : entries) {
                found.add(entry);
                if (found.size() > MOST_FILES) {
                    problems.add(
                            pattern.place(),
                            "more than " + MOST_FILES + " files match",
                            "put several entries into a file");
                    break;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            problems.add(
                    pattern.place(),
                    "the folder of these files cannot be read",
                    "make the folder, or change the path");
        }
        found.sort(null);
        return found;
    }

    private String shown(Path file) {
        return file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
    }
}
