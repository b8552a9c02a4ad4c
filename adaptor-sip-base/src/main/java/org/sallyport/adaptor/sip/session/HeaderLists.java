package org.sallyport.adaptor.sip.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Header values that are lists, cut at their commas and otherwise kept byte for byte. */
final class HeaderLists {
    private HeaderLists() {}

    /** All items of all lines, in order. */
    static List<String> items(List<String> lines) {
        List<String> items = new ArrayList<>();
        for (String line : lines) {
            int start = 0;
            boolean quoted = false;
            boolean bracketed = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (quoted) {
                    i += c == '\\' ? 1 : 0;
                    quoted = c != '"';
                } else if (c == '"') {
                    quoted = true;
                } else if (c == '<' || c == '>') {
                    bracketed = c == '<';
                } else if (c == ',' && !bracketed) {
                    items.add(line.substring(start, i).strip());
                    start = i + 1;
                }
            }
            items.add(line.substring(start).strip());
        }
        items.removeIf(String::isEmpty);
        return items;
    }

    /** Whether one of the items is this token, whatever its case. */
    static boolean contain(List<String> lines, String token) {
        return items(lines).stream().anyMatch(item -> item.toLowerCase(Locale.ROOT).equals(token));
    }
}
