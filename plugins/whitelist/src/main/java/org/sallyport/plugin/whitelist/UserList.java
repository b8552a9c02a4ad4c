package org.sallyport.plugin.whitelist;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;

/** The listed users, by domain. Immutable. */
final class UserList {
    /** Longest line read, so that a wrong file is refused before it fills the memory. */
    private static final int MAX_LINE = 4096;

    private final Map<Domain, Set<String>> users;

    private UserList(Map<Domain, Set<String>> users) {
        this.users = users;
    }

    /**
     * Reads both places.
     *
     * @throws GatewayException with {@code BAD_CONFIGURATION} if the file cannot be read or an
     *     entry is no address; the message names file and line, never the entry
     */
    static UserList read(WhitelistConfig.Users config) {
        UserList list = new UserList(new HashMap<>());
        int entry = 0;
        for (String text : config.list()) {
            entry++;
            list.add(text, "users.list, entry " + entry);
        }
        config.file().ifPresent(list::addFile);
        return list;
    }

    /** Returns whether the user may take part: listed, or of a domain of which nobody is listed. */
    boolean admits(Address user) {
        Set<String> ofDomain = users.get(user.domain());
        return ofDomain == null || ofDomain.contains(user.local().toLowerCase(Locale.ROOT));
    }

    private void addFile(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    add(text, file + ":" + number);
                }
            }
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.BAD_CONFIGURATION,
                    "cannot read the user list "
                            + file
                            + " ("
                            + e.getClass().getSimpleName()
                            + "); make it a readable UTF-8 text file");
        }
    }

    private void add(String text, String place) {
        try {
            if (text.length() > MAX_LINE) {
                throw new IllegalArgumentException("too long");
            }
            Address user = Address.parse(text).bare();
            users.computeIfAbsent(user.domain(), _ -> new HashSet<>())
                    .add(user.local().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new GatewayException(
                    ErrorCode.BAD_CONFIGURATION,
                    place + ": not an address; write one name@domain a line");
        }
    }
}
