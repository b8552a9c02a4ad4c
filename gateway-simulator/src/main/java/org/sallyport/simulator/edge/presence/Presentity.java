package org.sallyport.simulator.edge.presence;

/**
 * What a user's server knows of her.
 *
 * @param address bare address
 * @param display display name
 * @param availability 0 to 18500 and more, see MS-SIP §3.2
 * @param note personal note, empty for none
 */
public record Presentity(String address, String display, int availability, String note) {
    /** Available, without a note. */
    public static Presentity of(String address, String display) {
        return new Presentity(address, display, 3500, "");
    }

    public Presentity with(int other) {
        return new Presentity(address, display, other, note);
    }

    public Presentity withNote(String other) {
        return new Presentity(address, display, availability, other);
    }

    @Override
    public String toString() {
        return "Presentity[" + availability + "]";
    }
}
