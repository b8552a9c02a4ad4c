package org.sallyport.api.packet;

import java.util.Map;
import java.util.Optional;

/**
 * What may be known of a user. Fields are texts of the user: never shown, never stored.
 *
 * @param fields the fields that are known
 * @param photo a picture, if there is one
 */
public record ContactCard(Map<Field, Text> fields, Optional<Payload> photo) {
    /** What a card can say. */
    public enum Field {
        /** The name to show. */
        DISPLAY_NAME,
        /** Given name. */
        GIVEN_NAME,
        /** Family name. */
        FAMILY_NAME,
        /** Nickname. */
        NICKNAME,
        /** Electronic mail address. */
        EMAIL,
        /** Work telephone number. */
        WORK_PHONE,
        /** Mobile telephone number. */
        MOBILE_PHONE,
        /** Home telephone number. */
        HOME_PHONE,
        /** Name of the organisation. */
        COMPANY,
        /** Part of the organisation. */
        DEPARTMENT,
        /** Position. */
        TITLE,
        /** Office or building. */
        OFFICE,
        /** Postal address, one text. */
        POSTAL_ADDRESS,
        /** Home page. */
        URL
    }

    /** Copies what it is given. */
    public ContactCard {
        fields = Map.copyOf(fields);
    }
}
