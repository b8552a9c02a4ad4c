package org.sallyport.api.link;

/**
 * The name of an adaptor instance, chosen by the administrator.
 *
 * @param value lower case letters, digits and hyphens; 1 to 40 characters
 */
public record AdaptorName(String value) {
    /**
     * @throws IllegalArgumentException if it has other characters or is too long
     */
    public AdaptorName {
        if (!value.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException("an instance name has 1 to 40 of a-z, 0-9 and '-'");
        }
    }

    /** Reads a name as an administrator writes it. */
    public static AdaptorName parse(String text) {
        return new AdaptorName(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
