package org.sallyport.api.plugin;

/**
 * The version of this api, as plugins name it in their manifest. Before 1.0 two versions fit if
 * they are equal; from 1.0 on if the major parts are equal and the plugin's minor part is not
 * newer.
 *
 * @param major changes break plugins
 * @param minor changes add to the api
 */
public record ApiVersion(int major, int minor) {
    /** The manifest attribute of a plugin jar. */
    public static final String MANIFEST_ATTRIBUTE = "Gateway-Api-Version";

    /** The version of the api that this class belongs to. */
    public static final ApiVersion CURRENT = new ApiVersion(0, 1);

    /**
     * @throws IllegalArgumentException if it is not {@code major.minor}
     */
    public static ApiVersion parse(String text) {
        if (!text.matches("\\d{1,6}\\.\\d{1,6}")) {
            throw new IllegalArgumentException("an api version is written major.minor");
        }
        int dot = text.indexOf('.');
        return new ApiVersion(
                Integer.parseInt(text.substring(0, dot)),
                Integer.parseInt(text.substring(dot + 1)));
    }

    /** Returns whether a plugin built against {@code wanted} can run on this version. */
    public boolean fits(ApiVersion wanted) {
        if (major == 0) {
            return equals(wanted);
        }
        return major == wanted.major && wanted.minor <= minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
