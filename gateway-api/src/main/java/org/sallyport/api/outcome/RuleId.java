package org.sallyport.api.outcome;

/**
 * Names the rule that ended a packet, in metrics, events and {@code explain}. Stable:
 * administrators write alarms on it.
 *
 * @param value {@code filter.rule}, lower case, digits, dots and hyphens; at most 100 characters
 */
public record RuleId(String value) {
    /**
     * @throws IllegalArgumentException if it has other characters or is too long
     */
    public RuleId {
        if (value.isEmpty() || value.length() > 100 || !value.chars().allMatch(RuleId::allowed)) {
            throw new IllegalArgumentException("a rule id has 1 to 100 of a-z, 0-9, '.' and '-'");
        }
    }

    /** Shorter to read than {@code new}. */
    public static RuleId of(String value) {
        return new RuleId(value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }
}
