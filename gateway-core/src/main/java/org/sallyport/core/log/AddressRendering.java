package org.sallyport.core.log;

import java.util.HexFormat;
import java.util.function.Function;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.AddressRenderer;

/** The forms in which addresses are shown. Thread-safe. */
public final class AddressRendering {
    private static final int HASH_OCTETS = 8;

    private AddressRendering() {}

    /**
     * A renderer of one form.
     *
     * @param form the form
     * @param keyedHash a hash under a secret of this installation; asked for {@code KEYED_HASH}
     *     only
     */
    public static AddressRenderer of(AddressForm form, Function<String, byte[]> keyedHash) {
        return switch (form) {
            case FULL -> AddressRendering::full;
            case DOMAIN -> address -> "@" + address.domain().value();
            case KEYED_HASH -> address -> hashed(address, keyedHash);
        };
    }

    /**
     * Format characters, such as those that turn the direction of writing, could make a log line
     * lie.
     */
    private static String full(Address address) {
        String full = address.full();
        for (int i = 0; i < full.length(); i++) {
            char c = full.charAt(i);
            if (c > 0x7f && hidden(c)) {
                return replaced(full);
            }
        }
        return full;
    }

    private static boolean hidden(char c) {
        int type = Character.getType(c);
        return type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static String replaced(String text) {
        StringBuilder shown = new StringBuilder(text);
        for (int i = 0; i < shown.length(); i++) {
            if (hidden(shown.charAt(i))) {
                shown.setCharAt(i, '\ufffd');
            }
        }
        return shown.toString();
    }

    /** The hash is of the bare address: one user looks the same on every device. */
    private static String hashed(Address address, Function<String, byte[]> keyedHash) {
        byte[] hash = keyedHash.apply(address.bare().full());
        return HexFormat.of().formatHex(hash, 0, HASH_OCTETS) + "@" + address.domain().value();
    }
}
